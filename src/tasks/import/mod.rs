//! Readers of tables that other trackers export: plain CSV, Linear, Jira, GitHub.
//!
//! Each source has a file that says which column means what; all of them make
//! the same [`ImportedTask`]. What is wrong is told with its line and column,
//! all of it at once, and then nothing is taken.

mod cells;
mod columns;
mod dates;
mod error;
mod github;
mod jira;
mod linear;
mod plain;
mod table;
#[cfg(test)]
mod tests;
mod wiki;

pub use error::{ImportError, Wrong};
pub use table::read;

use chrono::{DateTime, NaiveDate, Utc};
use renexus_wire::task::{LinkKind, Priority};

/// How much one import may bring.
#[derive(Clone, Copy, Debug)]
pub struct ImportLimits {
    /// Most tasks.
    pub rows: usize,
    /// Most characters of a title.
    pub title: usize,
    /// Most bytes of a description.
    pub description: usize,
}

/// Most people, labels or links of one imported task.
pub const MAX_EACH: usize = 50;
/// Most characters of a name: of a status, a label, a cycle, a milestone, a person.
pub const MAX_NAME: usize = 100;

/// Where a table comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A table with our own names of columns.
    Plain,
    /// An export of Linear.
    Linear,
    /// An export of Jira with all fields.
    Jira,
    /// A view of a GitHub project, or a table of issues.
    Github,
}

impl Source {
    /// Every source and its word.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Plain, "csv"),
        (Self::Linear, "linear"),
        (Self::Jira, "jira"),
        (Self::Github, "github"),
    ];

    /// Reads a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(source, _)| *source)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(source, _)| *source == self).map_or("csv", |(_, word)| word)
    }
}

/// A task as an export tells it; people, statuses and labels by their names there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedTask {
    /// The line of the file at which it begins.
    pub line: u64,
    /// Its name at the source, to which others refer.
    pub key: Option<String>,
    /// What others may name in place of the key.
    pub id: Option<String>,
    /// What it is called.
    pub title: String,
    /// Its text.
    pub description: String,
    /// The name of its status.
    pub status: Option<String>,
    /// How much it presses.
    pub priority: Priority,
    /// A word of the source for how much it presses that means nothing here.
    pub unknown_priority: Option<String>,
    /// Who works on it: mail addresses, handles or names.
    pub assignees: Vec<String>,
    /// Names of labels.
    pub labels: Vec<String>,
    /// How much work it is.
    pub estimate: Option<i32>,
    /// When work should begin.
    pub start: Option<NaiveDate>,
    /// When it is due.
    pub due: Option<NaiveDate>,
    /// The key of the task that it is part of.
    pub parent: Option<String>,
    /// The name of its cycle.
    pub cycle: Option<String>,
    /// The first day of its cycle.
    pub cycle_start: Option<NaiveDate>,
    /// The last day of its cycle.
    pub cycle_end: Option<NaiveDate>,
    /// The name of its milestone.
    pub milestone: Option<String>,
    /// When it was made.
    pub created: Option<DateTime<Utc>>,
    /// When work began.
    pub started: Option<DateTime<Utc>>,
    /// When it was done or given up.
    pub completed: Option<DateTime<Utc>>,
    /// When it was put away.
    pub archived: Option<DateTime<Utc>>,
    /// Other tasks, by their keys.
    pub links: Vec<(LinkKind, String)>,
    /// Tasks that block this one, by their keys.
    pub blocked_by: Vec<String>,
}

/// What a table brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Where it comes from.
    pub source: Source,
    /// Its tasks, in the order of their lines.
    pub tasks: Vec<ImportedTask>,
    /// Columns that mean nothing here.
    pub ignored: Vec<String>,
}
