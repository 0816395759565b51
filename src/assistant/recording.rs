//! The record of calls of the model service.

use std::time::Duration;

use chrono::NaiveDateTime;
use renexus_actors::ports::model::Usage;
use renexus_tables::rows::assistant::AssistantCallRow;
use renexus_wire::id::fresh;

use crate::db::queries::{assistant_calls, assistant_switches};
use crate::db::{Conn, DatabaseError};

/// A call that ended.
#[derive(Clone, Debug)]
pub(crate) struct Called {
    /// The workspace.
    pub(crate) workspace: String,
    /// For whom.
    pub(crate) person: String,
    /// What for, in a word.
    pub(crate) purpose: &'static str,
    /// The job and its document, when it was for one.
    pub(crate) about: Option<(String, String)>,
    /// The model.
    pub(crate) model: String,
    /// What came of it, in a word.
    pub(crate) outcome: &'static str,
    /// What it cost.
    pub(crate) usage: Usage,
    /// How long it took.
    pub(crate) took: Duration,
    /// What was sent.
    pub(crate) prompt: String,
}

/// Writes a call into the record, with what was sent where the workspace wants it kept; the tokens that it used.
pub(crate) fn record(
    connection: &mut Conn,
    called: Called,
    now: NaiveDateTime,
) -> Result<i64, DatabaseError> {
    let said = assistant_switches::find(connection, &called.workspace)?;
    let keeps = said.is_some_and(|row| row.keeps_prompts);
    let (job, document) = called.about.unzip();
    let row = AssistantCallRow {
        id: fresh(),
        workspace: called.workspace,
        person: called.person,
        purpose: called.purpose.to_owned(),
        job,
        document,
        model: called.model,
        outcome: called.outcome.to_owned(),
        prompt_tokens: called.usage.prompt.into(),
        answer_tokens: called.usage.answer.into(),
        tokens: called.usage.tokens().into(),
        took_ms: i64::try_from(called.took.as_millis()).unwrap_or(i64::MAX),
        prompt: Some(called.prompt).filter(|_| keeps),
        at: now,
    };
    assistant_calls::insert(connection, &row)?;
    Ok(row.tokens)
}
