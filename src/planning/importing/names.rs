//! Names in a table, and what they are called here: those that are known, and those that are new.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::DomainError;
use crate::tasks::folding::fold;

/// Ids by names, without regard to case.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    known: BTreeMap<String, String>,
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
        let known: BTreeMap<_, _> = known.into_iter().collect();
        let (mut new, mut seen) = (Vec::new(), BTreeSet::new());
        for name in named {
            let folded = fold(name);
            if !known.contains_key(&folded) && seen.insert(folded) {
                new.push(name.trim().to_owned());
            }
        }
        let count = known.len() + new.len();
        if count > most {
            let reason = format!("with the table there would be {count} {what}, at most {most}");
            return Err(DomainError::invalid("body", reason));
        }
        Ok(Self { known, new })
    }

    /// Notes what a new name became.
    pub(super) fn made(&mut self, name: &str, id: &str) {
        self.known.insert(fold(name), id.to_owned());
    }

    /// The id of what is called so.
    pub(super) fn id(&self, name: &str) -> Option<String> {
        self.known.get(&fold(name)).cloned()
    }
}
