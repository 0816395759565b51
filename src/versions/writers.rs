//! Who edits what: noted in memory behind every commit, written down by the keeper.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDateTime;
use renexus_actors::ports::{Clock, JournalEntry, Writer};
use renexus_tables::rows::versions::{VersionDueRow, VersionWriterRow};

use crate::adapters::clock::database_now;
use crate::db::queries::edits;
use crate::db::{Conn, DatabaseError};

/// Pairs of document and writer that wait to be written down; of more, the document alone is noted.
const MOST: usize = 100_000;

/// A document, and who wrote in it; nobody for the server itself.
type Pair = (String, Option<String>);

/// What was noted and not written down yet.
pub struct Writers {
    clock: Arc<dyn Clock>,
    noted: Mutex<HashMap<Pair, (NaiveDateTime, NaiveDateTime)>>,
}

impl Writers {
    /// Nobody wrote yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, noted: Mutex::default() }
    }

    /// Notes what is on disk now; of documents of no workspace nobody asks.
    pub fn note(&self, entries: &[JournalEntry]) {
        let mut here = entries.iter().filter(|entry| entry.document.workspace.is_some()).peekable();
        if here.peek().is_none() {
            return;
        }
        let now = database_now(&*self.clock);
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in here {
            let writers = entry.writers.iter().map(|writer| match writer {
                Writer::Known(id) => Some(id.to_string()),
                Writer::Nameless => Some(String::new()),
                Writer::Server => None,
            });
            let is_full = noted.len() >= MOST;
            let nobody = entry.writers.is_empty() || is_full;
            for writer in writers.filter(|_| !is_full).chain(nobody.then_some(None)) {
                let pair = (entry.document.id.as_str().to_owned(), writer);
                noted.entry(pair).or_insert((now, now)).1 = now;
            }
        }
    }

    /// Takes what was noted.
    pub(super) fn take(&self) -> Noted {
        Noted(std::mem::take(&mut *self.noted.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Gives back what could not be written down.
    pub(super) fn give_back(&self, back: Noted) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        for (pair, (first, last)) in back.0 {
            let times = noted.entry(pair).or_insert((first, last));
            *times = (times.0.min(first), times.1.max(last));
        }
    }
}

/// What was noted, to be written down.
#[derive(Clone, Default)]
pub(super) struct Noted(HashMap<Pair, (NaiveDateTime, NaiveDateTime)>);

impl Noted {
    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes it down.
    pub(super) fn write(self, connection: &mut Conn) -> Result<(), DatabaseError> {
        // In one order for all nodes, so that none waits for another in a circle.
        let (mut due, mut writers) = (BTreeMap::new(), Vec::new());
        for ((document, person), (first, last)) in self.0 {
            let times = due.entry(document.clone()).or_insert((first, last));
            *times = (times.0.min(first), times.1.max(last));
            let writer = person.map(|person| VersionWriterRow { document, person, last_at: last });
            writers.extend(writer);
        }
        writers.sort_unstable_by(|one, other| {
            (&one.document, &one.person).cmp(&(&other.document, &other.person))
        });
        let row = |(document, (first_at, last_at))| VersionDueRow { document, first_at, last_at };
        edits::note(connection, &due.into_iter().map(row).collect::<Vec<_>>(), &writers)
    }
}
