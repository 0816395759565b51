//! Jobs and calls as they are told.

use renexus_tables::rows::assistant::{AssistantCallRow, AssistantJobRow};
use renexus_wire::rest::assistant::{CallView, JobState, JobView, WritingTask};

use crate::db::DatabaseError;

/// A job.
pub(super) fn job(row: AssistantJobRow) -> Result<JobView, DatabaseError> {
    let damaged = |what: &str| DatabaseError::Damaged(format!("job `{}`: {what}", row.id));
    let task = WritingTask::from_word(&row.task).ok_or_else(|| damaged("task"))?;
    let state = JobState::from_word(&row.state).ok_or_else(|| damaged("state"))?;
    Ok(JobView {
        id: row.id,
        document: row.document,
        asked_by: row.person,
        task,
        state,
        attempts: row.attempts,
        stopped: row.is_stopped,
        problem: row.problem,
        tokens: row.tokens,
        created_at: row.created_at.and_utc(),
        ended_at: row.ended_at.map(|at| at.and_utc()),
    })
}

/// A call.
pub(super) fn call(row: AssistantCallRow) -> CallView {
    CallView {
        id: row.id,
        person: row.person,
        purpose: row.purpose,
        job: row.job,
        document: row.document,
        model: row.model,
        outcome: row.outcome,
        prompt_tokens: row.prompt_tokens,
        answer_tokens: row.answer_tokens,
        took_ms: row.took_ms,
        prompt: row.prompt,
        at: row.at.and_utc(),
    }
}
