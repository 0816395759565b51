//! What becomes of a suggestion.

use super::pen::{accepted, wiped};
use super::writing::{Trouble, aside, patch, state};
use crate::registry::Handle;

/// What somebody decides about a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It becomes a part of the text, and what it replaces goes.
    Accept,
    /// It goes.
    Reject,
}

/// Carries a decision out; doing it twice does no more than once.
pub async fn decide(handle: &Handle, job: String, verdict: Verdict) -> Result<(), Trouble> {
    let state = state(handle).await?;
    let update = aside(move || match verdict {
        Verdict::Accept => accepted(&state, &job),
        Verdict::Reject => wiped(&state, &job),
    });
    patch(handle, update.await?).await
}
