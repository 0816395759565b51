//! What happens in the demo, one act after the other.

use chrono::{NaiveDate, NaiveDateTime};
use renexus_wire::task::{LinkKind, Priority};

/// A task as it is made.
#[derive(Clone, Debug)]
pub(super) struct NewCard {
    pub(super) project: usize,
    pub(super) title: &'static str,
    pub(super) description: String,
    pub(super) priority: Priority,
    pub(super) estimate: Option<i32>,
    pub(super) labels: Vec<&'static str>,
    pub(super) milestone: Option<usize>,
    pub(super) parent: Option<usize>,
}

/// Fields of a task that change together; what is missing stays.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    pub(super) status: Option<&'static str>,
    pub(super) worker: Option<usize>,
    pub(super) cycle: Option<usize>,
    pub(super) due: Option<NaiveDate>,
    pub(super) priority: Option<Priority>,
    pub(super) label: Option<&'static str>,
}

/// What somebody does. Tasks and people are named by their places.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// Makes a task.
    Make(Box<NewCard>),
    /// Changes it.
    Turn(Turn),
    /// Says how it stands to another.
    Link(LinkKind, usize),
    /// Says something about it.
    Say(String),
    /// Puts an emoji below what was said last.
    React(&'static str),
    /// Reaches a milestone of a project.
    Reach(usize, usize),
}

/// One thing that somebody does at a moment.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) at: NaiveDateTime,
    pub(super) who: usize,
    pub(super) task: usize,
    pub(super) what: What,
}
