//! What the border asks of the assistant.

use actix::Message;

use super::breaker::Heard;

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
