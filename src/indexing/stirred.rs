//! Documents that were edited since their texts were read.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use renexus_wire::event::Event;
use serde_json::Value;

use crate::domain::EventSink;

/// Documents that are remembered one by one; of more, the newest texts are looked for.
const MOST: usize = 100_000;
/// A document that is never quiet is read after this many quiet times.
const PATIENCE: u32 = 15;

/// When something was edited first and last.
struct Edited {
    first: Instant,
    last: Instant,
}

impl Edited {
    fn now() -> Self {
        let now = Instant::now();
        Self { first: now, last: now }
    }

    fn is_due(&self, quiet: Duration) -> bool {
        self.last.elapsed() >= quiet || self.first.elapsed() >= quiet.saturating_mul(PATIENCE)
    }
}

#[derive(Default)]
struct Noted {
    documents: HashMap<String, Edited>,
    /// Set when more was edited than is remembered one by one.
    others: Option<Edited>,
}

/// What is to be read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// The ids of documents.
    pub documents: Vec<String>,
    /// Whether others have to be looked for.
    pub others: bool,
}

/// Which documents were edited.
#[derive(Default)]
pub struct Stirred {
    noted: Mutex<Noted>,
}

impl Stirred {
    /// Notes that a document was edited just now.
    pub fn note(&self, document: &str) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(edited) = noted.documents.get_mut(document) {
            edited.last = Instant::now();
        } else if noted.documents.len() < MOST {
            noted.documents.insert(document.to_owned(), Edited::now());
        } else {
            noted.others.get_or_insert_with(Edited::now).last = Instant::now();
        }
    }

    /// Notes that many documents were edited just now.
    pub fn note_others(&self) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.others.get_or_insert_with(Edited::now).last = Instant::now();
    }

    /// Takes those that were quiet for a while, and those that never are.
    pub fn quiet(&self, quiet: Duration) -> Due {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        let due = noted.documents.extract_if(|_, edited| edited.is_due(quiet));
        let documents = due.map(|(document, _)| document).collect();
        let others = noted.others.take_if(|edited| edited.is_due(quiet)).is_some();
        Due { documents, others }
    }
}

/// Tasks are made with the first text of their documents, past those who edit.
impl EventSink for Stirred {
    fn committed(&self, events: &[Event]) {
        for event in events {
            let document = event.data.pointer("/task/document").and_then(Value::as_str);
            match (event.kind.as_str(), document) {
                ("task.created" | "task.restored", Some(document)) => self.note(document),
                ("tasks.imported", _) => self.note_others(),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quiet_is_taken_once() {
        let stirred = Stirred::default();
        stirred.note("one");
        stirred.note("one");
        stirred.note_others();
        assert_eq!(stirred.quiet(Duration::from_secs(60)), Due::default());
        let due = Due { documents: vec!["one".into()], others: true };
        assert_eq!(stirred.quiet(Duration::ZERO), due);
        assert_eq!(stirred.quiet(Duration::ZERO), Due::default());
    }
}
