//! Why the assistant does not do something.

use std::time::Duration;

use renexus_actors::assistant::Trouble;
use thiserror::Error;

use crate::domain::DomainError;

/// Why the assistant was not asked, or could not carry out what somebody decided.
#[derive(Debug, Error)]
pub enum AssistantError {
    /// It is not allowed, or there is no such thing.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// The server has no model service.
    #[error("the server has no model service; see assistant.url")]
    Unavailable,
    /// An admin switched it off.
    #[error("the assistant is switched off in this workspace")]
    Off,
    /// The workspace used up what it may use in a day.
    #[error("the workspace has used its {most} tokens of today; see assistant.tokens_per_day")]
    Quota {
        /// What it may use.
        most: i64,
        /// How long it is until tomorrow.
        wait: Duration,
    },
    /// Too many jobs of the workspace wait.
    #[error("{0} jobs of this workspace wait already; see assistant.waiting_per_workspace")]
    Crowded(i64),
    /// Too many jobs wait.
    #[error("{0} jobs wait already; see assistant.waiting")]
    Full(i64),
    /// A decision could not be carried out in the document.
    #[error(transparent)]
    Writing(#[from] Trouble),
}
