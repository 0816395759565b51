//! What must be in the documents, and what was found there.

use std::collections::BTreeSet;

use crate::runs::typing::Found;

/// Faults listed by name; the rest is only counted.
const LISTED: usize = 20;

/// The books of one document over all rounds.
#[derive(Debug, Default)]
pub(super) struct Books {
    /// Edits that must be found: acknowledged, or seen on disk once.
    durable: BTreeSet<String>,
    /// Edits sent and never acknowledged: they may be found.
    open: BTreeSet<String>,
}

/// What the check of a document found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Edits that had to be there and were not.
    pub(super) missing: u64,
    /// Edits that were not acknowledged, and were there: allowed.
    pub(super) survived: u64,
    /// The first faults in words.
    pub(super) faults: Vec<String>,
}

impl Books {
    /// Notes what one writer sent; the first `acknowledged` edits were acknowledged.
    pub(super) fn note(&mut self, prefix: &str, sent: u64, acknowledged: u64) {
        for number in 1..=sent {
            let shelf = if number <= acknowledged { &mut self.durable } else { &mut self.open };
            shelf.insert(format!("{prefix}.{number}"));
        }
    }

    /// Compares the books with what a fresh reader found after a restart.
    pub(super) fn check(&mut self, document: &str, found: &Found) -> Findings {
        let mut findings = Findings::default();
        let missing: Vec<_> = self.durable.difference(&found.names).cloned().collect();
        for name in missing {
            findings.missing += 1;
            findings.list(format!("{document}: {name} is missing"));
            // Counted once, not again in every later round.
            self.durable.remove(&name);
            self.open.insert(name);
        }
        for name in &found.names {
            if self.durable.contains(name) {
                continue;
            }
            if self.open.remove(name) {
                findings.survived += 1;
            } else {
                findings.list(format!("{document}: {name} was never sent"));
            }
            // It was on disk, so it has to stay.
            self.durable.insert(name.clone());
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
        self.missing += other.missing;
        self.survived += other.survived;
        for fault in other.faults {
            self.list(fault);
        }
    }

    fn list(&mut self, fault: String) {
        if self.faults.len() < LISTED {
            self.faults.push(fault);
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
        assert_eq!((findings.missing, findings.survived), (1, 1));
        assert_eq!(findings.faults, ["notes: w.1 is missing"]);
    }

    #[test]
    fn what_was_once_on_disk_has_to_stay() {
        let mut books = Books::default();
        books.note("w", 1, 0);
        assert_eq!(books.check("notes", &found(&["w.1"])).survived, 1);
        assert_eq!(books.check("notes", &found(&[])).missing, 1);
        assert_eq!(books.check("notes", &found(&[])).missing, 0, "counted once");
    }

    #[test]
    fn a_torn_update_and_a_stranger_are_faults() {
        let mut books = Books::default();
        let torn = Found { characters: 0, names: BTreeSet::from(["x.1".to_owned()]) };
        assert_eq!(books.check("notes", &torn).faults.len(), 2);
    }
}
