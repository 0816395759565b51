//! What must be in the documents, and what was found there.

use std::collections::{BTreeMap, BTreeSet};

use crate::runs::typing::Found;

/// Faults listed by name; the rest is only counted.
const LISTED: usize = 20;

/// What is known of one edit beside that it was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Known {
    /// The server said that it is saved.
    acknowledged: bool,
    /// Another client had it.
    seen: bool,
    /// It was found after a restart, so it has to stay.
    stored: bool,
}

/// The books of one document over all rounds.
#[derive(Debug, Default)]
pub(super) struct Books {
    edits: BTreeMap<String, Known>,
}

/// What the checks of documents found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Edits that had been acknowledged and are gone.
    pub(super) acknowledged_missing: u64,
    /// Edits that another client had seen and that are gone, acknowledged or not.
    pub(super) seen_missing: u64,
    /// Edits that had been found after an earlier restart and are gone.
    pub(super) stored_missing: u64,
    /// Edits that were not acknowledged, and were there: allowed.
    pub(super) survived: u64,
    /// The first faults in words.
    pub(super) faults: Vec<String>,
}

/// Edits counted over all documents.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    pub(super) sent: u64,
    pub(super) acknowledged: u64,
    pub(super) seen: u64,
}

impl Books {
    /// Notes what one writer sent; the first `acknowledged` edits were acknowledged.
    pub(super) fn note(&mut self, prefix: &str, sent: u64, acknowledged: u64) {
        for number in 1..=sent {
            let edit = self.edits.entry(format!("{prefix}.{number}")).or_default();
            edit.acknowledged |= number <= acknowledged;
        }
    }

    /// Notes what someone else than its writer had.
    pub(super) fn note_seen<'a>(&mut self, names: impl IntoIterator<Item = &'a String>) {
        for name in names {
            if let Some(edit) = self.edits.get_mut(name) {
                edit.seen = true;
            }
        }
    }

    /// Counts the edits of one round, whose names begin with `prefix`.
    pub(super) fn count(&self, prefix: &str, totals: &mut Totals) {
        for (_, edit) in self.edits.iter().filter(|(name, _)| name.starts_with(prefix)) {
            totals.sent += 1;
            totals.acknowledged += u64::from(edit.acknowledged);
            totals.seen += u64::from(edit.seen);
        }
    }

    /// Whether everything was found that anybody could miss.
    pub(super) fn is_complete(&self, found: &Found) -> bool {
        let missed = |edit: &Known| edit.acknowledged || edit.seen || edit.stored;
        self.edits.iter().all(|(name, edit)| !missed(edit) || found.names.contains(name))
    }

    /// Compares the books with what a fresh reader found after a restart.
    pub(super) fn check(&mut self, document: &str, found: &Found) -> Findings {
        let mut findings = Findings::default();
        for (name, edit) in &mut self.edits {
            if found.names.contains(name) {
                findings.survived += u64::from(!edit.acknowledged && !edit.stored);
                edit.stored = true;
                continue;
            }
            findings.miss(document, name, *edit);
            // Counted once, not again in every later round.
            *edit = Known::default();
        }
        let strangers: BTreeSet<_> =
            found.names.iter().filter(|name| !self.edits.contains_key(*name)).collect();
        for name in strangers {
            findings.list(format!("{document}: {name} was never sent"));
        }
        if found.characters != found.names.len() {
            let (characters, names) = (found.characters, found.names.len());
            findings.list(format!("{document}: {names} edits but {characters} characters"));
        }
        findings
    }
}

impl Findings {
    /// Adds what another document showed.
    pub(super) fn add(&mut self, other: Self) {
        self.acknowledged_missing += other.acknowledged_missing;
        self.seen_missing += other.seen_missing;
        self.stored_missing += other.stored_missing;
        self.survived += other.survived;
        for fault in other.faults {
            self.list(fault);
        }
    }

    /// Adds a fault in words.
    pub(super) fn list(&mut self, fault: String) {
        if self.faults.len() < LISTED {
            self.faults.push(fault);
        }
    }

    fn miss(&mut self, document: &str, name: &str, edit: Known) {
        self.seen_missing += u64::from(edit.seen);
        if edit.acknowledged {
            self.acknowledged_missing += 1;
            self.list(format!("{document}: {name} was acknowledged and is missing"));
        } else if edit.stored {
            self.stored_missing += 1;
            self.list(format!("{document}: {name} was stored before and is missing"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str]) -> Found {
        let names: BTreeSet<_> = names.iter().map(|name| (*name).to_owned()).collect();
        Found { characters: names.len(), names }
    }

    #[test]
    fn only_an_acknowledged_edit_is_missed() {
        let mut books = Books::default();
        books.note("w", 3, 1);
        let findings = books.check("notes", &found(&["w.2"]));
        assert_eq!((findings.acknowledged_missing, findings.survived), (1, 1));
        assert_eq!(findings.faults, ["notes: w.1 was acknowledged and is missing"]);
    }

    #[test]
    fn what_was_once_on_disk_has_to_stay() {
        let mut books = Books::default();
        books.note("w", 1, 0);
        assert_eq!(books.check("notes", &found(&["w.1"])).survived, 1);
        assert_eq!(books.check("notes", &found(&["w.1"])).survived, 0, "counted once");
        assert_eq!(books.check("notes", &found(&[])).stored_missing, 1);
        assert_eq!(books.check("notes", &found(&[])).stored_missing, 0, "counted once");
    }

    #[test]
    fn what_another_client_saw_is_counted_by_itself() {
        let mut books = Books::default();
        books.note("1.w", 2, 1);
        books.note_seen(&["1.w.1".to_owned(), "1.w.2".to_owned(), "stranger".to_owned()]);
        let mut totals = Totals::default();
        books.count("1.", &mut totals);
        assert_eq!((totals.sent, totals.acknowledged, totals.seen), (2, 1, 2));
        let findings = books.check("notes", &found(&[]));
        assert_eq!((findings.acknowledged_missing, findings.seen_missing), (1, 2));
    }

    #[test]
    fn a_torn_update_and_a_stranger_are_faults() {
        let mut books = Books::default();
        let torn = Found { characters: 0, names: BTreeSet::from(["x.1".to_owned()]) };
        let findings = books.check("notes", &torn);
        assert_eq!(
            findings.faults,
            ["notes: x.1 was never sent", "notes: 1 edits but 0 characters"]
        );
    }
}
