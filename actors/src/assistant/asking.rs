//! Questions that are answered on the spot: meanings of texts, and answers that somebody reads as they come.
//!
//! They are no jobs: whoever asks waits, and asks again if it comes to nothing. Each is a task of its own with a turn,
//! which tells the actor what was heard of the service however the task ends.

use std::sync::Arc;
use std::time::Duration;

use actix::Addr;
use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::actor::AssistantActor;
use super::breaker::Heard;
use super::messages::{Asked, Over};
use crate::ports::model::{Embedded, Model, ModelError, Piece, Prompt};

/// Pieces of an answer that wait for whoever reads it; with more the model waits.
const PIECES: usize = 16;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Meanings of texts.
    Meaning,
    /// An answer in words.
    Words,
}

/// A question under way.
pub(super) struct Turn {
    address: Addr<AssistantActor>,
    over: Over,
}

impl Turn {
    pub(super) fn new(address: Addr<AssistantActor>, question: Question) -> Self {
        Self { address, over: Over { question, heard: Heard::Nothing } }
    }

    /// Notes what was heard so far. A task that calls this owns the whole turn, not a part of it.
    fn hear(&mut self, heard: Heard) {
        self.over.heard = heard;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.address.do_send(self.over);
    }
}

/// Asks for the meanings of texts.
pub(super) async fn embed(
    model: Arc<dyn Model>,
    (texts, within): (Vec<String>, Duration),
    mut turn: Turn,
) -> Result<Embedded, ModelError> {
    // A task of its own: it ends in time when whoever asked is gone, and a panic in it ends no actor.
    let task = actix_rt::spawn(async move {
        let late = ModelError::TimedOut("it did not tell meanings");
        let answer = timeout(within, model.embed(texts)).await.unwrap_or(Err(late));
        turn.hear(answer.as_ref().map_or_else(Heard::from, |_| Heard::Answered));
        answer
    });
    task.await.unwrap_or_else(|_| Err(ModelError::Broken("the question came to nothing".into())))
}

/// Asks for an answer in words; it ends when nobody reads it any more.
pub(super) fn answer(model: Arc<dyn Model>, prompt: Prompt, mut turn: Turn) -> Asked {
    let (tell, told) = mpsc::channel(PIECES);
    actix_rt::spawn(async move {
        let mut pieces = model.write(prompt);
        loop {
            let next = tokio::select! {
                () = tell.closed() => return,
                next = pieces.next() => next,
            };
            let next = next.unwrap_or_else(|| Err(ModelError::Broken("it broke off".into())));
            let is_last = !matches!(next, Ok(Piece::Text(_)));
            turn.hear(next.as_ref().map_or_else(Heard::from, |_| Heard::Answered));
            if tell.send(next).await.is_err() || is_last {
                return;
            }
        }
    });
    Asked(told)
}
