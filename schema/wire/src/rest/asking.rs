//! Questions about a workspace, and their answers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::search::SearchHit;
use crate::limits::{Limited, Limits};

/// Characters of a question.
const MAX_QUESTION: usize = 1_000;

/// A question about what stands in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuestion {
    /// The question, in words.
    #[schema(min_length = 1, max_length = 1000, pattern = r"\S")]
    pub question: String,
}

impl Limited for NewQuestion {
    fn limits(&self, found: &mut Limits) {
        found.text("question", &self.question, MAX_QUESTION);
        if !self.question.chars().any(char::is_alphanumeric) {
            found.wrong("question", "it holds no word");
        }
    }
}

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum), graphql(name = "AnsweredBy"))]
pub enum AnsweredBy {
    /// A model, from the passages.
    Model,
    /// Nobody: the answer is the passages themselves. So it is where the server has no model.
    Passages,
    /// The passages themselves, for the assistant is off in the workspace.
    Off,
    /// The passages themselves, for the workspace used its tokens of today.
    Spent,
    /// The passages themselves, for the model service is away or failed.
    Away,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Answer"))]
pub struct AnswerView {
    /// The answer: plain text, never HTML. `[1]` stands for the first source. Empty when nothing was found.
    pub answer: String,
    /// Who answered.
    pub by: AnsweredBy,
    /// The sources that the answer names, each of which the asking person may read.
    pub citations: Vec<Citation>,
}

/// A source of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Citation"))]
pub struct Citation {
    /// The number by which the answer names it.
    pub number: u32,
    /// Where it is opened.
    pub url: String,
    /// What it is; its snippet is of the passage that the answer is from.
    pub source: SearchHit,
}
