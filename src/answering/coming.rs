//! An answer on its way from a model.

use std::sync::Arc;
use std::time::Instant;

use renexus_actors::assistant::Asked;
use renexus_actors::ports::model::{ModelError, Piece, Usage};
use renexus_wire::rest::asking::{AnswerView, AnsweredBy, Citation};
use tokio::task::JoinHandle;

use super::citing::{self, Cited};
use crate::assistant::Called;
use crate::meaning::Meanings;

/// What comes next of an answer.
pub(crate) enum Step {
    /// The next characters; what they name is not looked at yet.
    Text(String),
    /// It is over. This is the answer.
    Over(AnswerView),
}

/// An answer on its way. Whoever drops it stops the model; either way the call is put on record.
pub(crate) struct Coming {
    pub(super) pieces: Asked,
    /// What was said so far.
    pub(super) said: String,
    /// The sources that the model was given.
    pub(super) sources: Vec<Citation>,
    /// The answer if it comes to nothing.
    pub(super) excerpts: AnswerView,
    pub(super) meanings: Arc<Meanings>,
    /// The call, until it is on record.
    pub(super) call: Option<Called>,
    pub(super) began: Instant,
}

impl Coming {
    /// The sources that it is made from.
    pub(crate) fn sources(&self) -> &[Citation] {
        &self.sources
    }

    /// Waits for what comes next.
    pub(crate) async fn next(&mut self) -> Step {
        let broke = || Err(ModelError::Broken("it broke off".to_owned()));
        match self.pieces.0.recv().await.unwrap_or_else(broke) {
            Ok(Piece::Text(text)) => {
                self.said.push_str(&text);
                let kept = text.chars().filter(|sign| !sign.is_control() || *sign == '\n');
                // A page could take it for a tag before it is whole.
                Step::Text(kept.map(|sign| if sign == '<' { '‹' } else { sign }).collect())
            }
            Ok(Piece::End(usage)) => {
                self.recorded("answered", Some(usage)).await;
                Step::Over(self.answer())
            }
            Err(error) => {
                log::warn!("a question was not answered by the model: {error}");
                self.recorded(error.word(), None).await;
                Step::Over(self.away())
            }
        }
    }

    fn away(&self) -> AnswerView {
        AnswerView { by: AnsweredBy::Away, ..self.excerpts.clone() }
    }

    /// What was said, with those of its sources that it was given.
    fn answer(&self) -> AnswerView {
        let Cited { text, sources } = citing::read(&self.said, self.sources.len());
        if text.is_empty() {
            return self.away();
        }
        let cited = sources.iter().filter_map(|number| self.sources.get(number.checked_sub(1)?));
        AnswerView { answer: text, by: AnsweredBy::Model, citations: cited.cloned().collect() }
    }

    /// Puts the call on record before the answer is told.
    async fn recorded(&mut self, outcome: &'static str, usage: Option<Usage>) {
        if let Some(recorded) = self.record(outcome, usage) {
            let _ = recorded.await;
        }
    }

    fn record(&mut self, outcome: &'static str, usage: Option<Usage>) -> Option<JoinHandle<()>> {
        let call = self.call.take()?;
        let guess = Usage::guess(call.prompt.len(), self.said.len());
        let (usage, took) = (usage.unwrap_or(guess), self.began.elapsed());
        self.meanings.record(Called { outcome, usage, took, ..call })
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        self.record("stopped", None);
    }
}
