//! The assistant: what it is asked to write into documents, what became of that, and what it costs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::limits::{Limited, Limits};
use crate::task::words;

/// The root type of a document in which the assistant notes what it suggests.
pub const ROOT: &str = "renexus-assistant";

/// Characters of what somebody asks for in words.
const MAX_PROMPT: usize = 4_000;
/// Characters of the name of a language.
const MAX_LANGUAGE: usize = 60;
/// Client ids of Yjs have 53 bits.
const MAX_CLIENT: u64 = (1 << 53) - 1;
/// The name of a root type.
const MAX_ROOT: usize = 255;

/// What the assistant is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum WritingTask {
    /// Say in short what is selected, or the whole document.
    Summarise,
    /// Go on behind what is selected, or at the end.
    Continue,
    /// Write what is selected anew, as `prompt` says.
    Rewrite,
    /// Translate what is selected into `language`.
    Translate,
    /// Put spelling and grammar of what is selected right.
    Fix,
    /// Write something new, as `prompt` says.
    Draft,
    /// List what has to be done according to what is selected, or the whole document.
    Actions,
}

words!(WritingTask {
    Summarise = "summarise",
    Continue = "continue",
    Rewrite = "rewrite",
    Translate = "translate",
    Fix = "fix",
    Draft = "draft",
    Actions = "actions",
});

impl WritingTask {
    /// Whether the answer takes the place of what is selected.
    pub fn replaces(self) -> bool {
        matches!(self, Self::Rewrite | Self::Translate | Self::Fix)
    }

    /// Whether the answer goes on from all that stands before it.
    pub fn goes_on(self) -> bool {
        matches!(self, Self::Continue | Self::Draft)
    }
}

/// Whether somebody waits for what the assistant writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Urgency {
    /// Somebody waits for it.
    #[default]
    Waited,
    /// It can wait while others do; after `assistant.later_seconds` it goes like everything else.
    Later,
}

/// What becomes of a job of the assistant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// It waits for its turn, or for the next attempt.
    Waiting,
    /// The assistant writes.
    Running,
    /// It is written, and waits for somebody to accept or reject it.
    Offered,
    /// Somebody accepted it.
    Accepted,
    /// Somebody rejected it.
    Rejected,
    /// Somebody stopped it before anything was written.
    Stopped,
    /// It was given up; `problem` says why.
    Failed,
}

words!(JobState {
    Waiting = "waiting",
    Running = "running",
    Offered = "offered",
    Accepted = "accepted",
    Rejected = "rejected",
    Stopped = "stopped",
    Failed = "failed",
});

/// An item of a Yjs document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemId {
    /// The client that made it.
    #[schema(minimum = 0, maximum = 9007199254740991_i64)]
    pub client: u64,
    /// Its number among what that client made.
    #[schema(minimum = 0)]
    pub clock: u32,
}

/// A place in a document, as `Y.relativePositionToJSON` writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The item that it stands at.
    #[serde(default)]
    pub item: Option<ItemId>,
    /// The type that it stands in, when that is empty or it stands at its end.
    #[serde(default, rename = "type")]
    pub kind: Option<ItemId>,
    /// The name of the root type that it stands in.
    #[serde(default)]
    #[schema(max_length = 255)]
    pub tname: Option<String>,
    /// On which side of the item it stays: 0 before, -1 behind.
    #[serde(default)]
    #[schema(minimum = -1, maximum = 0)]
    pub assoc: i8,
}

/// A stretch of a document. The assistant works on whole blocks: paragraphs, headings, lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// Where it begins or ends.
    pub anchor: Position,
    /// The other end; the same place when missing.
    #[serde(default)]
    pub head: Option<Position>,
}

/// Asks the assistant to write into a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWriting {
    /// What to do.
    pub task: WritingTask,
    /// What somebody wants, in words; needed to draft and to rewrite.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub prompt: String,
    /// The language of the answer, like `German`; needed to translate, else that of the text.
    #[serde(default)]
    #[schema(
        min_length = 1,
        max_length = 60,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub language: Option<String>,
    /// What it is about, and where the answer goes: behind it. The whole document, and its end, when missing.
    #[serde(default)]
    pub selection: Option<Selection>,
    /// Whether somebody waits for it; what can wait goes behind what cannot.
    #[serde(default)]
    pub urgency: Urgency,
}

impl Limited for NewWriting {
    fn limits(&self, found: &mut Limits) {
        found.text("prompt", &self.prompt, MAX_PROMPT);
        found.optional_line("language", self.language.as_deref(), MAX_LANGUAGE);
        let wordless = self.prompt.trim().is_empty();
        if wordless && matches!(self.task, WritingTask::Draft | WritingTask::Rewrite) {
            found.wrong("prompt", "it is needed for this task");
        }
        if self.language.is_none() && self.task == WritingTask::Translate {
            found.wrong("language", "it is needed to translate");
        }
        if self.selection.is_none() && self.task.replaces() {
            found.wrong("selection", "it is needed for this task");
        }
        let Some(selection) = &self.selection else { return };
        position(found, "selection.anchor", &selection.anchor);
        if let Some(head) = &selection.head {
            position(found, "selection.head", head);
        }
    }
}

fn position(found: &mut Limits, field: &str, position: &Position) {
    let Position { item, kind, tname, assoc } = position;
    if item.is_none() && kind.is_none() && tname.is_none() {
        found.wrong(field, "it names no item, type or tname");
    }
    if [item, kind].into_iter().flatten().any(|id| id.client > MAX_CLIENT) {
        found.wrong(field, "its client is not below 2^53");
    }
    if tname.as_ref().is_some_and(|name| name.len() > MAX_ROOT) {
        found.wrong(field, "its tname is longer than 255 bytes");
    }
    found.number(field, (*assoc).into(), (-1, 0));
}

/// A job of the assistant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JobView {
    /// Its id; in the document, the key of what it suggests.
    pub id: String,
    /// The document.
    pub document: String,
    /// Who asked.
    pub asked_by: String,
    /// What to do.
    pub task: WritingTask,
    /// What became of it.
    pub state: JobState,
    /// Attempts so far.
    pub attempts: i32,
    /// Whether somebody stopped it in the middle.
    pub stopped: bool,
    /// Why it failed, or why it is tried again.
    pub problem: Option<String>,
    /// Tokens that it used.
    pub tokens: i64,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When the assistant was done with it.
    pub ended_at: Option<DateTime<Utc>>,
}

/// The assistant in a workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AssistantView {
    /// Whether the server has a model service.
    pub available: bool,
    /// Whether it is switched on in this workspace.
    pub on: bool,
    /// Whether what is sent to the service is kept with the record of calls.
    pub keep_prompts: bool,
    /// The model that writes; for admins.
    pub model: Option<String>,
    /// Tokens that were used today (UTC).
    pub tokens_today: i64,
    /// Tokens that may be used in a day.
    pub tokens_per_day: i64,
    /// Jobs that wait or run.
    pub jobs: i64,
    /// What was used; for admins.
    pub usage: Option<UsageView>,
    /// Counts changes; send it back as `If-Match`.
    pub version: i64,
}

/// What the assistant used in a workspace, and what that cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UsageView {
    /// Today (UTC).
    pub today: UsedView,
    /// On the last 30 days, today included.
    pub month: UsedView,
    /// The currency of costs, by three letters.
    pub currency: String,
}

/// What was used in a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UsedView {
    /// Calls of the model service.
    pub calls: i64,
    /// Tokens of what was asked.
    pub prompt_tokens: i64,
    /// Tokens of what was answered.
    pub answer_tokens: i64,
    /// What they cost, where the server knows prices.
    pub cost: Option<f64>,
}

/// Changes the assistant in a workspace; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssistantPatch {
    /// Whether it is switched on.
    pub on: Option<bool>,
    /// Whether what is sent to the service is kept with the record of calls.
    pub keep_prompts: Option<bool>,
}

impl Limited for AssistantPatch {
    fn limits(&self, _: &mut Limits) {}
}

/// One call of the model service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CallView {
    /// Its id.
    pub id: String,
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
    /// What came of it: `answered`, or how it failed.
    pub outcome: String,
    /// Tokens of the prompt.
    pub prompt_tokens: i64,
    /// Tokens of the answer.
    pub answer_tokens: i64,
    /// How long it took, in milliseconds.
    pub took_ms: i64,
    /// What was sent, where the workspace wants it kept.
    pub prompt: Option<String>,
    /// When it began.
    pub at: DateTime<Utc>,
}
