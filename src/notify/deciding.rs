//! Who is told of something that happened.

use std::collections::{BTreeMap, BTreeSet};

use renexus_wire::notice::{NoticeChoice, NoticeKind};

/// Why people may be told of one thing that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    /// Whose doing it was; they are never told.
    pub actor: Option<String>,
    /// People by reason.
    pub people: BTreeMap<NoticeKind, BTreeSet<String>>,
}

impl Reasons {
    /// Adds people for a reason.
    pub fn because(mut self, kind: NoticeKind, people: impl IntoIterator<Item = String>) -> Self {
        self.people.entry(kind).or_default().extend(people);
        self
    }

    /// Everybody who may be told, without the one whose doing it was.
    pub fn everybody(&self) -> BTreeSet<String> {
        let all = self.people.values().flatten();
        all.filter(|person| self.actor.as_ref() != Some(*person)).cloned().collect()
    }
}

/// What is known of somebody who may be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listener {
    /// Whether they may read what it is about.
    pub may_read: bool,
    /// What they chose; what is missing is as it comes.
    pub choices: BTreeMap<NoticeKind, NoticeChoice>,
}

impl Listener {
    /// How they want to be told.
    pub fn choice(&self, kind: NoticeKind) -> NoticeChoice {
        self.choices.get(&kind).copied().unwrap_or_else(|| kind.by_default())
    }
}

/// Somebody who is told, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The person.
    pub person: String,
    /// Why: the reason that matters most of those that they did not turn off.
    pub kind: NoticeKind,
    /// Whether it goes into the next digest.
    pub by_mail: bool,
}

/// Who is told: everybody at most once, never the one whose doing it was, never somebody who may
/// not read it, and never for a reason that they turned off.
pub fn told(reasons: &Reasons, listeners: &BTreeMap<String, Listener>) -> Vec<Told> {
    let one = |person: String| {
        let listener = listeners.get(&person).filter(|listener| listener.may_read)?;
        let applies = |kind: &NoticeKind| {
            reasons.people.get(kind).is_some_and(|people| people.contains(&person))
        };
        let mut kinds = NoticeKind::ALL.iter().copied().filter(applies);
        let kind = kinds.find(|kind| listener.choice(*kind) != NoticeChoice::Off)?;
        let by_mail = listener.choice(kind) == NoticeChoice::Mail;
        Some(Told { person, kind, by_mail })
    };
    reasons.everybody().into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listener(may_read: bool, choices: &[(NoticeKind, NoticeChoice)]) -> Listener {
        Listener { may_read, choices: choices.iter().copied().collect() }
    }

    /// SPEC NTF-1, NTF-3
    #[test]
    fn everybody_is_told_once_for_what_matters_most() {
        use NoticeChoice::{App, Off};
        use NoticeKind::{Comment, Mention};
        let names =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let reasons = Reasons { actor: Some("ada".into()), ..Reasons::default() }
            .because(Comment, names(&["ada", "bob", "eve", "ivy", "max", "zoe"]))
            .because(Mention, names(&["ada", "eve", "kim", "zoe"]));
        let listeners = BTreeMap::from([
            ("ada".to_owned(), listener(true, &[])),
            ("bob".to_owned(), listener(true, &[])),
            ("eve".to_owned(), listener(true, &[])),
            ("ivy".to_owned(), listener(false, &[])),
            ("kim".to_owned(), listener(true, &[(Mention, Off)])),
            ("max".to_owned(), listener(true, &[(Comment, Off)])),
            ("zoe".to_owned(), listener(true, &[(Mention, Off), (Comment, App)])),
        ]);
        let told = told(&reasons, &listeners);
        let seen: Vec<_> =
            told.iter().map(|one| (one.person.as_str(), one.kind, one.by_mail)).collect();
        assert_eq!(
            seen,
            [("bob", Comment, false), ("eve", Mention, true), ("zoe", Comment, false)],
            "not the author, not who may not read it, not what is off; once each"
        );
    }
}
