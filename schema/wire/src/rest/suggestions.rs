//! What is suggested for tasks, and what people do with it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::planning::MAX_ID;
use super::tasks::{MAX_DESCRIPTION, MAX_TITLE};
use crate::limits::{Limited, Limits};
use crate::task::words;

/// Most suggestions of one kind.
pub const MOST: i64 = 5;

/// What is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum SuggestionKind {
    /// A task that says the same.
    Duplicate,
    /// Who works on it.
    Assignee,
    /// A label.
    Label,
    /// How much it presses.
    Priority,
    /// How much work it is.
    Estimate,
    /// The next task to take.
    Next,
}

words!(SuggestionKind {
    Duplicate = "duplicate",
    Assignee = "assignee",
    Label = "label",
    Priority = "priority",
    Estimate = "estimate",
    Next = "next",
});

/// A task that is not there yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftTask {
    /// The project, by id or key.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub project: String,
    /// What it is called.
    #[schema(
        min_length = 1,
        max_length = 300,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub title: String,
    /// Its description.
    #[serde(default)]
    #[schema(max_length = 20000)]
    pub description: String,
    /// The day by which it is to be done: `due` of the answer tells how likely that is.
    #[serde(default)]
    pub due: Option<NaiveDate>,
}

impl Limited for DraftTask {
    fn limits(&self, found: &mut Limits) {
        found.line("project", &self.project, MAX_ID);
        found.line("title", &self.title, MAX_TITLE);
        found.text("description", &self.description, MAX_DESCRIPTION);
    }
}

/// A suggestion with its reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Suggestion"))]
pub struct SuggestionView {
    /// A task's key, the id of a person or a label, a priority, or points.
    pub value: String,
    /// The same for people to read.
    pub name: String,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
    /// Why.
    pub reason: String,
}

/// What is suggested of one kind, the surest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct SuggestionsOfKind {
    /// The kind.
    pub kind: SuggestionKind,
    /// At most five.
    pub items: Vec<SuggestionView>,
}

/// How long a task like it took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct LikeTask {
    /// Its key.
    pub task: String,
    /// What it is called.
    pub title: String,
    /// Days from its making to its end.
    pub days: f64,
}

/// Whether a day suits a task that is not there yet, from how long others took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct DueRisk {
    /// How probable it is that it is not done by then, from 0 to 1.
    pub probability: f64,
    /// Whole days that are left.
    pub days: i64,
    /// Finished tasks that took longer.
    pub late: i64,
    /// Finished tasks that were asked.
    pub of: i64,
    /// Whether these are like it; else they are all of the project.
    pub alike: bool,
    /// Those that are like it, the most alike first; at most 12.
    pub tasks: Vec<LikeTask>,
}

/// Everything that is suggested for a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Suggestions"))]
pub struct SuggestionsView {
    /// A line a kind; kinds without any are left out.
    pub suggestions: Vec<SuggestionsOfKind>,
    /// Whether the day that a draft names suits it; none without a day, when it is over, and with little to go by.
    pub due: Option<DueRisk>,
    /// Tasks of the project that they rest on.
    pub tasks: i64,
    /// What to know about them, in words; empty when there is nothing.
    pub note: String,
}

/// What somebody did with the suggestions of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuggestionAnswer {
    /// The project, by id or key.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub project: String,
    /// The kind.
    pub kind: SuggestionKind,
    /// The place of the one that was taken, from 1; missing when all were dismissed.
    #[serde(default, deserialize_with = "crate::number::whole")]
    #[schema(minimum = 1, maximum = 5)]
    pub place: Option<i64>,
    /// How sure the first one was, in percent.
    #[serde(default, deserialize_with = "crate::number::whole")]
    #[schema(minimum = 0, maximum = 100)]
    pub confidence: Option<i64>,
}

impl Limited for SuggestionAnswer {
    fn limits(&self, found: &mut Limits) {
        found.line("project", &self.project, MAX_ID);
        if let Some(place) = self.place {
            found.number("place", place, (1, MOST));
        }
        found.number("confidence", self.confidence.unwrap_or_default(), (0, 100));
    }
}

/// How good the suggestions of one kind were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct SuggestionScore {
    /// The kind.
    pub kind: SuggestionKind,
    /// Answers.
    pub answered: i64,
    /// The share of which one was taken.
    pub accepted: f64,
    /// The share of which the first was taken.
    pub first: f64,
    /// The share of which one of the first five was taken.
    pub fifth: f64,
}

/// How good suggestions were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject),
    graphql(name = "SuggestionScores")
)]
pub struct SuggestionScoresView {
    /// A line a kind; kinds without answers are left out.
    pub kinds: Vec<SuggestionScore>,
}
