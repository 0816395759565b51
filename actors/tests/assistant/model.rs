//! A model that panics so many times, before its answer and in the middle of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::ready;
use futures_util::stream::{self, BoxStream, StreamExt};
use renexus_actors::ports::model::{
    Embedded, Form, Model, ModelError, ModelFuture, Piece, Prompt, Usage,
};
use serde_json::Value;

/// Answers with three lines about the number of the job.
#[derive(Clone)]
pub(crate) struct Panicky {
    left: Arc<AtomicU32>,
}

impl Panicky {
    pub(crate) fn new(panics: u32) -> Self {
        Self { left: Arc::new(AtomicU32::new(panics)) }
    }

    /// Panics that are still to come.
    pub(crate) fn left(&self) -> u32 {
        self.left.load(Ordering::SeqCst)
    }
}

impl Model for Panicky {
    fn write(&self, prompt: Prompt) -> BoxStream<'static, Result<Piece, ModelError>> {
        let asked = prompt.parts.last().map(|(_, text)| text.clone()).unwrap_or_default();
        let (_, number) = asked.split_once("job ").expect("the number of the job");
        let number: String = number.chars().take_while(char::is_ascii_digit).collect();
        let turn = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        if turn.is_ok_and(|turn| turn % 3 == 0) {
            panic!("injected before the answer");
        }
        let text = format!("Answer {number} begins.\n\nIt goes on.\n\nAnswer {number} is whole.\n");
        let pieces: Vec<String> = text.chars().map(String::from).collect();
        let half = pieces.len() / 2;
        let piece = move |(place, text): (usize, String)| async move {
            if turn.is_ok() && place == half {
                // What was said so far has been written by now.
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                panic!("injected into the answer");
            }
            Ok(Piece::Text(text))
        };
        let pieces = stream::iter(pieces.into_iter().enumerate()).then(piece);
        pieces.chain(stream::once(ready(Ok(Piece::End(Usage::default()))))).boxed()
    }

    fn fill(&self, _: Prompt, _: Form) -> ModelFuture<(Value, Usage)> {
        Box::pin(ready(Err(ModelError::Refused("not here".into()))))
    }

    fn embed(&self, _: Vec<String>) -> ModelFuture<Embedded> {
        Box::pin(ready(Err(ModelError::Refused("not here".into()))))
    }

    fn name(&self) -> &str {
        "panicky"
    }
}
