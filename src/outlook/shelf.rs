//! Books of projects in memory: read when somebody asks, kept by events, the one that was not asked for longest makes room.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveDateTime, Utc};
use renexus_wire::event::Event;
use renexus_wire::rest::tasks::TaskView;
use serde_json::Value;

use super::past::seconds;
use super::risks::end_of;
use crate::db::queries::flow::{self, Passing};
use crate::domain::{DomainError, EventSink, View};
use crate::insight::book::{Book, Card};
use crate::insight::flow::Passage;

/// Changes of a book that wait until somebody opens it; with more it is read anew.
const WAITING: usize = 5_000;

/// What became of a task.
#[derive(Debug)]
enum Turn {
    /// It is like this now.
    Is(Card),
    /// It left the project.
    Left(String),
}

/// A book, and what happened since it was opened last. Whoever tells what happened does not wait for readers.
#[derive(Debug, Default)]
pub struct Kept {
    book: Mutex<Book>,
    waiting: Mutex<Vec<Turn>>,
}

impl Kept {
    fn of(book: Book) -> Self {
        Self { book: Mutex::new(book), waiting: Mutex::default() }
    }

    /// Opens it as the project is now. It may take some milliseconds.
    pub fn open(&self) -> MutexGuard<'_, Book> {
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = std::mem::take(&mut *self.waiting());
        for turn in waiting {
            match turn {
                Turn::Is(card) => book.put(card),
                Turn::Left(id) => drop(book.take(&id)),
            }
        }
        book
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Turn>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a turn; false when too many wait.
    fn note(&self, turn: Turn) -> bool {
        let mut waiting = self.waiting();
        waiting.push(turn);
        waiting.len() <= WAITING
    }
}

/// A book in several hands.
pub type Shared = Arc<Kept>;

/// The book of a project.
enum Slot {
    /// Somebody reads it; `stale` when something happened meanwhile.
    Loading { stale: bool },
    /// It is as the project is.
    Ready { book: Shared, used: u64 },
}

#[derive(Default)]
struct Slots {
    by_project: HashMap<String, Slot>,
    clock: u64,
}

/// Books by project.
pub struct Shelf {
    slots: Mutex<Slots>,
    most: usize,
}

impl Shelf {
    /// A shelf for so many books.
    pub fn new(most: usize) -> Self {
        Self { slots: Mutex::default(), most }
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The book of a project, if it stands here. If not, what happens from now on is noted: read it, and [`Shelf::put`].
    pub fn get(&self, project: &str) -> Option<Shared> {
        let mut slots = self.slots();
        slots.clock += 1;
        let now = slots.clock;
        match slots.by_project.get_mut(project) {
            Some(Slot::Ready { book, used }) => {
                *used = now;
                Some(Arc::clone(book))
            }
            Some(Slot::Loading { .. }) => None,
            None => {
                slots.by_project.insert(project.to_owned(), Slot::Loading { stale: false });
                None
            }
        }
    }

    /// Puts a book up that was read since [`Shelf::get`], unless something happened meanwhile.
    pub fn put(&self, project: &str, book: Book) -> Shared {
        let book = Arc::new(Kept::of(book));
        let mut slots = self.slots();
        match slots.by_project.get(project) {
            Some(Slot::Loading { stale: false }) => {
                let used = slots.clock;
                let ready = Slot::Ready { book: Arc::clone(&book), used };
                slots.by_project.insert(project.to_owned(), ready);
            }
            Some(Slot::Loading { stale: true }) => {
                slots.by_project.remove(project);
            }
            _ => {}
        }
        while slots.by_project.len() > self.most {
            let used = |slot: &Slot| match slot {
                Slot::Ready { used, .. } => Some(*used),
                Slot::Loading { .. } => None,
            };
            let ready = slots.by_project.iter().filter_map(|(id, slot)| Some((used(slot)?, id)));
            let Some(oldest) = ready.min().map(|(_, id)| id.clone()) else { break };
            slots.by_project.remove(&oldest);
        }
        book
    }

    /// Notes a card as it is now, in its project alone.
    fn note(&self, card: &Card, project: &str, moved: bool) {
        self.slots().by_project.retain(|id, slot| match slot {
            Slot::Loading { stale } => {
                *stale = true;
                true
            }
            Slot::Ready { book, .. } if id == project => book.note(Turn::Is(card.clone())),
            Slot::Ready { book, .. } if moved => book.note(Turn::Left(card.id.clone())),
            Slot::Ready { .. } => true,
        });
    }

    /// Forgets a book: it is read anew when somebody asks.
    /// Something may have happened that nobody told of.
    pub fn forget_all(&self) {
        let mut slots = self.slots();
        slots.by_project.retain(|_, slot| match slot {
            Slot::Loading { stale } => {
                *stale = true;
                true
            }
            Slot::Ready { .. } => false,
        });
    }

    fn forget(&self, project: &str) {
        let mut slots = self.slots();
        match slots.by_project.get_mut(project) {
            Some(Slot::Loading { stale }) => *stale = true,
            Some(Slot::Ready { .. }) => {
                slots.by_project.remove(project);
            }
            None => {}
        }
    }
}

impl EventSink for Shelf {
    fn committed(&self, events: &[Event]) {
        for event in events {
            // A project that is called otherwise gives its tasks other keys.
            let field = if event.kind == "project.updated" { "id" } else { "project" };
            let Some(project) = event.data.get(field).and_then(Value::as_str) else { continue };
            let task = event.data.get("task").cloned();
            let task = task.and_then(|task| serde_json::from_value::<TaskView>(task).ok());
            match (event.kind.as_str(), task) {
                ("task.created" | "task.updated" | "task.moved", Some(task)) => {
                    self.note(&card(task), project, event.data.get("from").is_some());
                }
                ("project.updated" | "tasks.imported" | "tasks.joined", _) => self.forget(project),
                _ => {}
            }
        }
    }
}

fn card(task: TaskView) -> Card {
    let at = |time: Option<DateTime<Utc>>| time.map(|at| at.timestamp());
    Card {
        passage: Passage {
            created: task.created_at.timestamp(),
            started: at(task.started_at),
            done: at(task.completed_at),
        },
        archived: task.archived_at.is_some(),
        due: task.due.map(end_of),
        priority: task.priority.number(),
        estimate: task.estimate,
        id: task.id,
        key: task.key,
        title: task.title,
        assignees: task.assignees,
        labels: task.labels,
    }
}

/// Reads the newest tasks of a project, up to `most`.
pub fn read(
    look: &mut View<'_>,
    (project, key): (&str, &str),
    most: i64,
) -> Result<Vec<Card>, DomainError> {
    let rows = flow::of(look.connection, &[project.to_owned()], most)?;
    let mut people = gathered(flow::assignees(look.connection, project)?);
    let mut labels = gathered(flow::labels(look.connection, project)?);
    let at = |time: Option<NaiveDateTime>| time.map(seconds);
    let card = |row: Passing| Card {
        key: format!("{key}-{}", row.number),
        assignees: people.remove(&row.id).unwrap_or_default(),
        labels: labels.remove(&row.id).unwrap_or_default(),
        priority: row.priority,
        estimate: row.estimate,
        due: row.due_on.map(end_of),
        passage: Passage {
            created: seconds(row.created_at),
            started: at(row.started_at),
            done: at(row.completed_at),
        },
        archived: row.archived_at.is_some(),
        id: row.id,
        title: row.title,
    };
    Ok(rows.into_iter().rev().map(card).collect())
}

fn gathered(rows: Vec<(String, String)>) -> HashMap<String, Vec<String>> {
    let mut by_task: HashMap<String, Vec<String>> = HashMap::new();
    for (task, mark) in rows {
        by_task.entry(task).or_default().push(mark);
    }
    by_task
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_while_a_book_is_read_makes_it_be_read_again() {
        let shelf = Shelf::new(2);
        assert!(shelf.get("one").is_none());
        shelf.forget("one");
        shelf.put("one", Book::default());
        assert!(shelf.get("one").is_none(), "it was stale");
        shelf.put("one", Book::default());
        assert!(shelf.get("one").is_some());
        for other in ["two", "three"] {
            assert!(shelf.get(other).is_none());
            shelf.put(other, Book::default());
        }
        assert!(shelf.get("one").is_none(), "it made room");
        assert!(shelf.get("three").is_some());
    }
}
