//! Accepting and rejecting what the assistant wrote.
//!
//! The decision is written down first, and only one wins; then it is carried out in the document. When that fails, the
//! same decision can be made again.

use renexus_actors::assistant::{Verdict, decide};
use renexus_actors::registry::Handle;
use renexus_wire::rest::assistant::{JobState, JobView};

use super::asking::to_write;
use super::error::AssistantError;
use super::showing;
use crate::db::queries::assistant_jobs;
use crate::domain::{Change, DomainError};

/// Writes a decision down.
pub(crate) fn decided(
    tx: &mut Change<'_>,
    place: (&str, &str),
    verdict: Verdict,
) -> Result<JobView, DomainError> {
    let mut row = to_write(tx, place)?;
    let meant = match verdict {
        Verdict::Accept => JobState::Accepted,
        Verdict::Reject => JobState::Rejected,
    };
    match JobState::from_word(&row.state) {
        Some(JobState::Offered) => {
            row.state = meant.word().to_owned();
            assistant_jobs::update(tx.connection, &row)?;
        }
        Some(state) if state == meant => {}
        Some(JobState::Waiting | JobState::Running) => {
            return Err(DomainError::Conflict("the assistant still writes; stop it first"));
        }
        _ => return Err(DomainError::Conflict("it was decided otherwise already")),
    }
    Ok(showing::job(row)?)
}

/// Carries a decision out in the document.
pub(crate) async fn carry_out(
    handle: &Handle,
    job: &str,
    verdict: Verdict,
) -> Result<(), AssistantError> {
    Ok(decide(handle, job.to_owned(), verdict).await?)
}
