//! A language model, as the assistant asks it.

use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use serde_json::Value;
use thiserror::Error;

/// What a model answers, later.
pub type ModelFuture<T> = BoxFuture<'static, Result<T, ModelError>>;

/// Who says a part of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The server: what the model is, and what it has to keep to.
    System,
    /// The person who asks, with what they bring along.
    Person,
}

/// What a model is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// Its parts in order.
    pub parts: Vec<(Voice, String)>,
}

/// The form that an answer must have.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// What it is called.
    pub name: &'static str,
    /// Its JSON schema.
    pub schema: Value,
}

/// What an answer cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens of the prompt.
    pub prompt: u32,
    /// Tokens of the answer.
    pub answer: u32,
}

impl Usage {
    /// A careful guess for services that do not count: four bytes are a token.
    pub fn guess(prompt: usize, answer: usize) -> Self {
        let tokens = |bytes: usize| u32::try_from(bytes.div_ceil(4)).unwrap_or(u32::MAX);
        Self { prompt: tokens(prompt), answer: tokens(answer) }
    }

    /// Both together.
    pub fn tokens(self) -> u32 {
        self.prompt.saturating_add(self.answer)
    }
}

/// A piece of an answer that comes bit by bit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The next characters.
    Text(String),
    /// The answer is whole; nothing follows.
    End(Usage),
}

/// Meanings of texts, one vector for each, in their order and of one length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Embedded {
    /// The vectors.
    pub vectors: Vec<Vec<f32>>,
    /// What it cost.
    pub usage: Usage,
}

/// Why a model did not answer.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    /// The service will not do this, now or later: key, model or request are wrong.
    #[error("the model service refused: {0}")]
    Refused(String),
    /// The service has too much to do.
    #[error("the model service is busy")]
    Busy {
        /// How long it wants to be left alone.
        after: Option<Duration>,
    },
    /// The service failed, or said something that is no answer.
    #[error("the model service failed: {0}")]
    Broken(String),
    /// It took too long.
    #[error("the model service took too long: {0}")]
    TimedOut(&'static str),
}

impl ModelError {
    /// What came of the call, in a word for its record.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::Busy { .. } => "busy",
            Self::Broken(_) => "broken",
            Self::TimedOut(_) => "timed_out",
        }
    }
}

/// A language model.
///
/// Every answer is bounded in bytes and in time by the adapter. Whoever drops what is returned
/// ends the request.
pub trait Model: Send + Sync + 'static {
    /// Answers bit by bit; the last piece is [`Piece::End`], or an error.
    fn write(&self, prompt: Prompt) -> BoxStream<'static, Result<Piece, ModelError>>;
    /// Answers with JSON of a form.
    fn fill(&self, prompt: Prompt, form: Form) -> ModelFuture<(Value, Usage)>;
    /// Tells the meanings of texts.
    fn embed(&self, texts: Vec<String>) -> ModelFuture<Embedded>;
    /// What the model for writing is called.
    fn name(&self) -> &str;
}
