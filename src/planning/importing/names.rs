//! Names in a table, and what they are called here: those that are known, and those that are new.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::DomainError;
use crate::tasks::folding::fold;

/// Ids by names, without regard to case.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    known: BTreeMap<String, String>,
    /// Ids by a looser form of the same names, where trackers spell one thing in several ways.
    alike: BTreeMap<String, String>,
    /// Names that nothing has here yet, as they were written first.
    pub(super) new: Vec<String>,
}

impl Names {
    /// What is known, and what a table names beyond it; at most `most` altogether.
    pub(super) fn new<'a>(
        known: impl IntoIterator<Item = (String, String)>,
        named: impl IntoIterator<Item = &'a str>,
        (what, most): (&str, usize),
    ) -> Result<Self, DomainError> {
        let known = known.into_iter().collect();
        Self::beside(Self { known, ..Self::default() }, named, (what, most))
    }

    /// The same where `To do` is also `Todo`, and `Cancelled` is `Canceled`.
    pub(super) fn loosely<'a>(
        known: impl IntoIterator<Item = (String, String)>,
        named: impl IntoIterator<Item = &'a str>,
        bound: (&str, usize),
    ) -> Result<Self, DomainError> {
        let known: BTreeMap<_, _> = known.into_iter().collect();
        let alike = known.iter().map(|(name, id)| (letters(name), id.clone()));
        let alike = alike.filter(|(letters, _)| !letters.is_empty()).collect();
        Self::beside(Self { known, alike, new: Vec::new() }, named, bound)
    }

    fn beside<'a>(
        mut self,
        named: impl IntoIterator<Item = &'a str>,
        (what, most): (&str, usize),
    ) -> Result<Self, DomainError> {
        let mut seen = BTreeSet::new();
        for name in named {
            if self.id(name).is_none() && seen.insert(fold(name)) {
                self.new.push(name.trim().to_owned());
            }
        }
        let count = self.known.len() + self.new.len();
        if count > most {
            let reason = format!("with the table there would be {count} {what}, at most {most}");
            return Err(DomainError::invalid("body", reason));
        }
        Ok(self)
    }

    /// Notes what a new name became.
    pub(super) fn made(&mut self, name: &str, id: &str) {
        self.known.insert(fold(name), id.to_owned());
    }

    /// The id of what is called so.
    pub(super) fn id(&self, name: &str) -> Option<String> {
        self.known.get(&fold(name)).or_else(|| self.alike.get(&letters(name))).cloned()
    }
}

/// A name without spaces and signs, in one spelling.
fn letters(name: &str) -> String {
    let letters: String = fold(name).chars().filter(|letter| letter.is_alphanumeric()).collect();
    letters.replace("cancelled", "canceled")
}
