//! What the border asks of the assistant.

use std::time::Duration;

use actix::Message;
use tokio::sync::mpsc;

use super::asking::Question;
use super::breaker::Heard;
use crate::ports::model::{Embedded, ModelError, Piece, Prompt};

/// There may be a new job.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Wake;

/// Stops a job, if this node is at it.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub struct Halt {
    /// The job.
    pub job: String,
}

/// Drops everything, and takes nothing more; answers when all jobs are given back.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Rest;

/// An attempt is over, whatever became of it.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub(super) struct Ended {
    /// The job.
    pub(super) job: String,
    /// What was heard of the service.
    pub(super) heard: Heard,
}

/// Asks for the meanings of texts, now or not at all: a service that is not well, or has enough to do, is busy.
#[derive(Clone, Debug, Message)]
#[rtype(result = "Result<Embedded, ModelError>")]
pub struct Embed {
    /// The texts.
    pub texts: Vec<String>,
    /// How long it may take.
    pub within: Duration,
    /// How much it matters.
    pub weight: Weight,
}

/// How much a question matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Somebody waits for it.
    Waited,
    /// It is done when nobody needs the service for anything else.
    Aside,
}

/// Asks for an answer in words, which is read as it comes.
#[derive(Clone, Debug, Message)]
#[rtype(result = "Result<Asked, ModelError>")]
pub struct Answer {
    /// What is asked.
    pub prompt: Prompt,
}

/// An answer on its way; the last piece is the end or an error. Whoever drops it ends it.
#[derive(Debug)]
pub struct Asked(pub mpsc::Receiver<Result<Piece, ModelError>>);

/// A question is over, whatever became of it.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub(super) struct Over {
    /// What was asked.
    pub(super) question: Question,
    /// What was heard of the service.
    pub(super) heard: Heard,
}
