//! The filter language of lists, saved views and search.
//!
//! ```text
//! query  = term*                                   all of them must hold
//! term   = ["-"] (field ":" value ("," value)* | word | quoted)
//! value  = word | quoted | [">" | ">=" | "<" | "<="] word | word ".." word
//! quoted = '"' any characters, `\"` and `\\` '"'
//! ```
//!
//! `project:REN assignee:ana is:open -label:bug priority:>=high due:<2026-12-01 crash`

mod dates;
mod error;
mod lexer;
mod order;
mod parse;
mod span;

pub use dates::Day;
pub use error::{QueryError, Reason};
pub use order::{Group, InvalidOrder, Sort, SortKey};
pub use parse::parse;
pub use span::Span;

use renexus_wire::task::Priority;

/// Most bytes of a query.
pub const MAX_BYTES: usize = 1_000;
/// Most terms of a query: each is a condition in the database.
pub const MAX_TERMS: usize = 24;
/// Most values of one term.
pub const MAX_VALUES: usize = 24;

/// What a list is narrowed down to; every term must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The conditions, in the order in which they were written.
    pub terms: Vec<Term>,
}

/// One condition, or its opposite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether it must not hold.
    pub negated: bool,
    /// What is looked at.
    pub test: Test,
}

/// What a condition looks at; of several values one is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Words somewhere in the text.
    Text(String),
    /// Keys of projects.
    Project(Vec<String>),
    /// Names of statuses.
    Status(Vec<String>),
    /// What a task is.
    Is(Vec<State>),
    /// Who works on it.
    Assignee(Vec<Who>),
    /// Who made it.
    Author(Vec<Who>),
    /// Names of labels.
    Label(Vec<String>),
    /// Names of cycles, or `current`.
    Cycle(Vec<String>),
    /// Names of milestones.
    Milestone(Vec<String>),
    /// Keys of parents, such as `REN-42`.
    Parent(Vec<TaskKey>),
    /// How much it presses.
    Priority(Vec<Span<Priority>>),
    /// How much work it is.
    Estimate(Vec<Span<i32>>),
    /// A day or an instant of it.
    Date(DateField, Vec<Span<Day>>),
    /// That something is not set.
    No(Vec<Missing>),
}

/// A person in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Whoever asks.
    Me,
    /// The person with this handle.
    Handle(String),
}

/// The name of a task that people use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskKey {
    /// The key of its project.
    pub project: String,
    /// Its number there.
    pub number: i64,
}

impl TaskKey {
    /// Reads `REN-42`.
    pub fn parse(text: &str) -> Option<Self> {
        let (project, number) = text.rsplit_once('-')?;
        let number = number.parse().ok().filter(|number| *number > 0)?;
        (!project.is_empty()).then(|| Self { project: project.to_uppercase(), number })
    }
}

/// Gives an enumeration the words that stand for it in a query.
macro_rules! query_words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $variant),+
        }

        impl $name {
            /// Every word, in the order in which it is explained.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The value of a word; letters of either case count.
            pub fn from_word(word: &str) -> Option<Self> {
                match word.to_ascii_lowercase().as_str() {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

query_words! {
    /// What a task is, in `is:`.
    State {
        /// Not done and not cancelled.
        Open = "open",
        /// Done or cancelled.
        Closed = "closed",
        /// In a status of this category.
        Backlog = "backlog",
        /// In a status of this category.
        Unstarted = "unstarted",
        /// In a status of this category.
        Started = "started",
        /// In a status of this category.
        Done = "done",
        /// In a status of this category.
        Cancelled = "cancelled",
        /// Put away; such tasks are shown only when a query asks for them.
        Archived = "archived",
        /// Open behind another open task.
        Blocked = "blocked",
        /// Open, and its due date has passed.
        Overdue = "overdue",
        /// Part of another task.
        Subtask = "subtask",
    }
}

query_words! {
    /// A date of a task.
    DateField {
        /// When it is due.
        Due = "due",
        /// When work should begin.
        Start = "start",
        /// When it was made.
        Created = "created",
        /// When it last changed.
        Updated = "updated",
        /// When it was done.
        Completed = "completed",
    }
}

query_words! {
    /// What a task may lack, in `no:`.
    Missing {
        /// Nobody works on it.
        Assignee = "assignee",
        /// It has no label.
        Label = "label",
        /// It has no priority.
        Priority = "priority",
        /// Nobody estimated it.
        Estimate = "estimate",
        /// It is in no cycle.
        Cycle = "cycle",
        /// It belongs to no milestone.
        Milestone = "milestone",
        /// It is part of no other task.
        Parent = "parent",
        /// It has no due date.
        Due = "due",
        /// It has no start date.
        Start = "start",
    }
}
