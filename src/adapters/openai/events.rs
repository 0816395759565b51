//! An answer that comes bit by bit, as server-sent events.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use renexus_actors::ports::model::{ModelError, Piece, Usage};
use reqwest::Response;
use serde_json::Value;
use tokio::time::timeout;

use super::failures::reason;
use super::shapes::usage;
use crate::config::AssistantSettings;

/// What a line of an answer is behind: names and punctuation may take so many times the bytes of the text.
const AROUND: usize = 64;

/// Takes bytes, gives the data of events.
#[derive(Debug)]
struct Lines {
    /// The line that has no end yet.
    open: Vec<u8>,
    /// Most bytes of one.
    most: usize,
    /// Bytes that may still come.
    room: usize,
}

impl Lines {
    fn take(&mut self, bytes: &[u8]) -> Result<Vec<String>, ModelError> {
        let too_long = |what: &str| {
            Err(ModelError::Broken(format!("its answer is longer than it may be: {what}")))
        };
        match self.room.checked_sub(bytes.len()) {
            Some(room) => self.room = room,
            None => return too_long("all of it"),
        }
        let mut found = Vec::new();
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.open.extend_from_slice(part);
            if self.open.len() > self.most {
                return too_long("one line");
            }
            if part.last() == Some(&b'\n') {
                let line = std::mem::take(&mut self.open);
                let line = String::from_utf8(line)
                    .map_err(|_| ModelError::Broken("its answer is not UTF-8".into()))?;
                found.extend(
                    line.trim_end().strip_prefix("data:").map(|data| data.trim().to_owned()),
                );
            }
        }
        Ok(found)
    }
}

/// What an event means.
#[derive(Debug, PartialEq)]
enum Meant {
    Text(String),
    Cost(Usage),
    /// Why the model stopped.
    Stopped,
    Over,
    Nothing,
}

fn meaning(data: &str) -> Result<Vec<Meant>, ModelError> {
    if data == "[DONE]" {
        return Ok(vec![Meant::Over]);
    }
    let event: Value = serde_json::from_str(data)
        .map_err(|_| ModelError::Broken("a piece of its answer is not JSON".into()))?;
    if event.get("error").is_some_and(|error| !error.is_null()) {
        return Err(ModelError::Broken("it failed in the middle of its answer".into()));
    }
    let choice = event.pointer("/choices/0");
    let text = choice.and_then(|choice| choice.pointer("/delta/content")).and_then(Value::as_str);
    let stopped =
        choice.and_then(|choice| choice.get("finish_reason")).is_some_and(Value::is_string);
    let mut meant = Vec::new();
    meant.extend(text.filter(|text| !text.is_empty()).map(|text| Meant::Text(text.to_owned())));
    meant.extend(stopped.then_some(Meant::Stopped));
    meant.extend(usage(&event).map(Meant::Cost));
    if meant.is_empty() {
        meant.push(Meant::Nothing);
    }
    Ok(meant)
}

/// An answer under way.
#[derive(Debug)]
pub(super) struct Answer {
    response: Response,
    lines: Lines,
    ready: VecDeque<Meant>,
    silence: Duration,
    until: Instant,
    /// Bytes of the prompt, and of the text so far.
    asked: usize,
    said: usize,
    most: usize,
    cost: Option<Usage>,
    stopped: bool,
}

impl Answer {
    pub(super) fn new(
        response: Response,
        settings: &AssistantSettings,
        until: Instant,
        asked: usize,
    ) -> Self {
        let room = settings.answer_bytes.saturating_mul(AROUND);
        Self {
            response,
            lines: Lines { open: Vec::new(), most: settings.line_bytes, room },
            ready: VecDeque::new(),
            silence: settings.silence(),
            until,
            asked,
            said: 0,
            most: settings.answer_bytes,
            cost: None,
            stopped: false,
        }
    }

    async fn piece(&mut self) -> Result<Piece, ModelError> {
        loop {
            match self.ready.pop_front() {
                Some(Meant::Text(text)) => {
                    self.said += text.len();
                    if self.said > self.most {
                        let most = self.most;
                        let told = format!("it answered with more than {most} bytes");
                        return Err(ModelError::Broken(told));
                    }
                    return Ok(Piece::Text(text));
                }
                Some(Meant::Cost(cost)) => self.cost = Some(cost),
                Some(Meant::Stopped) => self.stopped = true,
                Some(Meant::Over) => return Ok(self.end()),
                Some(Meant::Nothing) => {}
                None => {
                    if let Some(end) = self.read().await? {
                        return Ok(end);
                    }
                }
            }
        }
    }

    /// Reads on; at the end of the bytes, the end of the answer.
    async fn read(&mut self) -> Result<Option<Piece>, ModelError> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ModelError::TimedOut("the answer did not end"));
        }
        let chunk = timeout(self.silence.min(left), self.response.chunk()).await;
        let late =
            if left < self.silence { "the answer did not end" } else { "it said nothing more" };
        let chunk = chunk.map_err(|_| ModelError::TimedOut(late))?;
        match chunk.map_err(|error| ModelError::Broken(reason(&error)))? {
            Some(bytes) => {
                for data in self.lines.take(&bytes)? {
                    self.ready.extend(meaning(&data)?);
                }
                Ok(None)
            }
            // Some services leave the last word out.
            None if self.stopped => Ok(Some(self.end())),
            None => Err(ModelError::Broken("its answer broke off".into())),
        }
    }

    fn end(&self) -> Piece {
        Piece::End(self.cost.unwrap_or_else(|| Usage::guess(self.asked, self.said)))
    }
}

/// The next piece, and the answer that goes on behind it, if it does.
pub(super) async fn next(
    answer: Option<Answer>,
) -> Option<(Result<Piece, ModelError>, Option<Answer>)> {
    let mut answer = answer?;
    match answer.piece().await {
        Ok(piece @ Piece::Text(_)) => Some((Ok(piece), Some(answer))),
        last => Some((last, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_put_together_and_bounded() {
        let mut lines = Lines { open: Vec::new(), most: 20, room: 60 };
        assert_eq!(lines.take(b": hi\n\ndata: {\"a\"").unwrap(), Vec::<String>::new());
        assert_eq!(lines.take(b":1}\r\ndata:[DONE]\n").unwrap(), ["{\"a\":1}", "[DONE]"]);
        lines.take(b"data: 012345678901234567890").unwrap_err();
        let mut lines = Lines { open: Vec::new(), most: 20, room: 5 };
        lines.take(b"a\nb\nc\n").unwrap_err();
    }

    #[test]
    fn events_are_understood() {
        let text = r#"{"choices":[{"delta":{"content":"hi"},"finish_reason":null}]}"#;
        assert_eq!(meaning(text).unwrap(), [Meant::Text("hi".into())]);
        let end = r#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#;
        assert_eq!(meaning(end).unwrap(), [Meant::Stopped]);
        let cost = r#"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}"#;
        assert_eq!(meaning(cost).unwrap(), [Meant::Cost(Usage { prompt: 3, answer: 4 })]);
        meaning(r#"{"error":{"message":"no"}}"#).unwrap_err();
        meaning("{").unwrap_err();
    }
}
