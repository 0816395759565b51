//! Jobs of the assistant, calls of the model service, and what admins said about it.

use chrono::NaiveDateTime;
use diesel::{AsChangeset, Identifiable, Insertable, Queryable, Selectable};

use crate::schema::assistant::{assistant_calls, assistant_jobs, assistant_switches};

/// What the assistant is asked to write into a document.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = assistant_jobs, treat_none_as_null = true)]
pub struct AssistantJobRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// Who asked.
    pub person: String,
    /// Where to write.
    pub document: String,
    /// What to do, in a word.
    pub task: String,
    /// What was asked for, as JSON.
    pub input: String,
    /// waiting, running, offered, accepted, rejected, stopped or failed.
    pub state: String,
    /// Lower ones come first.
    pub priority: i32,
    /// Attempts so far.
    pub attempts: i32,
    /// When it may be tried.
    pub due_at: NaiveDateTime,
    /// Whose turn it is.
    pub lease: Option<String>,
    /// Until when somebody is at it.
    pub leased_until: Option<NaiveDateTime>,
    /// Whether somebody wants it stopped.
    pub stop_asked: bool,
    /// Whether it was stopped.
    pub is_stopped: bool,
    /// Why it failed, or is tried again.
    pub problem: Option<String>,
    /// What it used.
    pub tokens: i64,
    /// When it was asked for.
    pub created_at: NaiveDateTime,
    /// When the assistant was done with it.
    pub ended_at: Option<NaiveDateTime>,
}

/// One call of the model service.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = assistant_calls)]
pub struct AssistantCallRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// For whom.
    pub person: String,
    /// What for.
    pub purpose: String,
    /// The job, when it was for one.
    pub job: Option<String>,
    /// The document, when it was about one.
    pub document: Option<String>,
    /// The model.
    pub model: String,
    /// What came of it.
    pub outcome: String,
    /// Tokens of the prompt.
    pub prompt_tokens: i64,
    /// Tokens of the answer.
    pub answer_tokens: i64,
    /// Both together.
    pub tokens: i64,
    /// How long it took.
    pub took_ms: i64,
    /// What was sent, where it is kept.
    pub prompt: Option<String>,
    /// When it ended.
    pub at: NaiveDateTime,
}

/// What admins said about the assistant in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = assistant_switches)]
pub struct AssistantSwitchRow {
    /// The workspace.
    pub workspace: String,
    /// Whether it is on.
    pub is_on: bool,
    /// Whether what is sent is kept.
    pub keeps_prompts: bool,
    /// Grows by one with each change.
    pub version: i64,
}
