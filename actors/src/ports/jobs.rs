//! The jobs of the assistant, which outlive it.

use std::time::Duration;

use renexus_wire::id::DocumentId;
use renexus_wire::rest::assistant::NewWriting;

use super::StoreFuture;
use super::model::Usage;

/// A job that is this node's for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// Which turn at the job this is: whoever comes with an older one has lost it.
    pub lease: String,
    /// The workspace.
    pub workspace: String,
    /// Who asked.
    pub person: String,
    /// What they are called.
    pub name: String,
    /// Where to write.
    pub document: DocumentId,
    /// What to write.
    pub writing: NewWriting,
    /// The number of this attempt, from 1.
    pub attempt: u32,
}

/// How many jobs there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// On this node.
    pub here: usize,
    /// In each workspace, on all nodes.
    pub per_workspace: usize,
}

/// How it stands with a job that this node is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// It is still this node's, for another while.
    Kept,
    /// Somebody wants it stopped.
    Stop,
    /// It is not this node's any more.
    Lost,
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It is written, or what there was of it when somebody stopped it.
    Offered {
        /// Whether somebody stopped it.
        stopped: bool,
    },
    /// Somebody stopped it before anything was written.
    Stopped,
    /// It is tried again after a while.
    Again {
        /// How long.
        after: Duration,
        /// Why.
        problem: String,
    },
    /// It is given up.
    Failed {
        /// Why.
        problem: String,
    },
}

/// One call of the model service, for the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The model.
    pub model: String,
    /// What came of it, in a word.
    pub outcome: &'static str,
    /// What it cost.
    pub usage: Usage,
    /// How long it took.
    pub took: Duration,
    /// What was sent.
    pub prompt: String,
}

/// Where the jobs of the assistant are kept.
///
/// A job is taken by one node at a time, for a while; whoever falls silent loses it to another.
pub trait Jobs: Send + Sync + 'static {
    /// Takes jobs that are due, the most urgent first.
    fn take(&self, room: Room) -> StoreFuture<Vec<Job>>;
    /// Stays at a job.
    fn keep(&self, job: &Job) -> StoreFuture<Hold>;
    /// Writes down what came of an attempt and what it cost, in one transaction; false when the
    /// job had been lost, and then only the cost is written.
    fn settle(&self, job: &Job, ending: Ending, call: Option<Call>) -> StoreFuture<bool>;
    /// Gives jobs back that were not finished.
    fn give_back(&self, jobs: Vec<Job>) -> StoreFuture<()>;
}
