//! Writing into a document while everybody watches.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use renexus_wire::rest::assistant::WritingTask;
use thiserror::Error;
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::{interval, sleep_until};

use super::actor::AssistantParts;
use super::breaker::Heard;
use super::pen::{Pen, PenError, Placed, Update, wiped};
use super::prompts::{clean, fitting, readable, writing};
use super::seat::Seat;
use crate::document::{Export, Exported, Format, Patch, PatchError};
use crate::ports::Writer;
use crate::ports::jobs::{Call, Job};
use crate::ports::model::{ModelError, Piece, Usage};
use crate::registry::{Handle, Open, OpenError};

/// Others forget who does not show itself for longer.
const SHOWING: Duration = Duration::from_secs(10);
/// So many times as long as an edit took to make nothing is written: however long their answers are, all jobs at once
/// take a part of one processor.
const RESTS: u32 = 32;
/// Bytes of an answer that are taken between two edits; a service that speaks faster waits.
const AT_ONCE: usize = 2_048;
/// Bytes of an answer that are written in a second, at most: faster than anybody reads, and what a flood of words may cost.
const RATE: f64 = 4_096.0;

/// Why nothing was written.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Trouble {
    /// The model did not answer.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Something failed that may work the next time.
    #[error("{0}")]
    Passing(String),
    /// It will not work the next time either.
    #[error("{0}")]
    Final(String),
    /// Somebody stopped it before anything was written.
    #[error("somebody stopped it")]
    Stopped,
}

impl From<OpenError> for Trouble {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotFound | OpenError::Damaged(_) => Self::Final(error.to_string()),
            other => Self::Passing(other.to_string()),
        }
    }
}

impl From<PatchError> for Trouble {
    fn from(error: PatchError) -> Self {
        match error {
            PatchError::Invalid(_) => Self::Final(error.to_string()),
            other => Self::Passing(other.to_string()),
        }
    }
}

impl From<PenError> for Trouble {
    fn from(error: PenError) -> Self {
        Self::Final(error.to_string())
    }
}

impl From<actix::MailboxError> for Trouble {
    fn from(_: actix::MailboxError) -> Self {
        Self::Passing("document is closing".to_owned())
    }
}

/// What is known of an attempt, also when it panics.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    /// Whether the document may have been changed.
    pub(super) touched: Arc<AtomicBool>,
    /// What was heard of the service, and the call for the record.
    pub(super) asked: Arc<std::sync::Mutex<(Heard, Option<Call>)>>,
}

impl Book {
    fn note(&self, heard: Heard, call: Call) {
        *self.asked.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = (heard, Some(call));
    }

    /// What was noted.
    pub(super) fn take(&self) -> (Heard, Option<Call>) {
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

/// A document that is open, and a copy of what it holds.
pub(super) async fn open(parts: &AssistantParts, job: &Job) -> Result<(Handle, Vec<u8>), Trouble> {
    let opened = Open { document: job.document.clone(), create: false };
    let handle = parts.registry.send(opened).await??;
    let state = state(&handle).await?;
    if state.len() > parts.limits.document_bytes {
        let most = parts.limits.document_bytes;
        return Err(Trouble::Final(format!("the document has more than {most} bytes")));
    }
    Ok((handle, state))
}

/// Everything that a document holds.
pub(super) async fn state(handle: &Handle) -> Result<Vec<u8>, Trouble> {
    let format = Format::Update { since: bytes::Bytes::new() };
    match handle.address.send(Export { format }).await? {
        Ok(Exported::Binary(state)) => Ok(state),
        Ok(_) => Err(Trouble::Passing("the document was told in another form".to_owned())),
        Err(error) => Err(Trouble::Passing(error.to_string())),
    }
}

/// Brings an update into a document; it is on disk then.
pub(super) async fn patch(handle: &Handle, update: Update) -> Result<(), Trouble> {
    handle
        .address
        .send(Patch { update: update.into(), by: Writer::Server, made_for: None })
        .await??;
    Ok(())
}

/// Runs what may take a while on another thread.
pub(super) async fn aside<R: Send + 'static>(
    work: impl FnOnce() -> Result<R, PenError> + Send + 'static,
) -> Result<R, Trouble> {
    let done = spawn_blocking(work).await.map_err(|error| Trouble::Passing(error.to_string()))?;
    Ok(done?)
}

/// Takes away what an attempt left in the document.
pub(super) async fn clean_up(parts: &AssistantParts, job: &Job) -> Result<(), Trouble> {
    let (handle, state) = match open(parts, job).await {
        // What is not there needs no cleaning.
        Err(Trouble::Final(_)) => return Ok(()),
        other => other?,
    };
    let id = job.id.clone();
    patch(&handle, aside(move || wiped(&state, &id)).await?).await
}

/// Writes what the job asks for; whether somebody stopped it in the middle.
pub(super) async fn write(
    parts: &AssistantParts,
    job: &Job,
    mut stop: watch::Receiver<bool>,
    book: &Book,
) -> Result<bool, Trouble> {
    let (handle, state) = open(parts, job).await?;
    let (copied, model) = (job.clone(), parts.model.name().to_owned());
    let placed = aside(move || Pen::place(&state, &copied, &model)).await?;
    let Placed { mut pen, source, updates } = placed;
    let source = parts.markup.write(&source);
    let source = source.trim();
    if source.is_empty() && job.writing.task != WritingTask::Draft {
        return Err(Trouble::Final("there is no text to work on".to_owned()));
    }
    let most = parts.limits.context_bytes;
    let source = fitting(job.writing.task, source, most)
        .ok_or_else(|| Trouble::Final(format!("what was selected has more than {most} bytes")))?;
    let fence = uuid::Uuid::now_v7().simple().to_string();
    let prompt = writing(&job.writing, source, &fence);
    book.touched.store(true, Ordering::Release);
    for update in updates {
        patch(&handle, update).await?;
    }
    if *stop.borrow() {
        return Err(Trouble::Stopped);
    }
    let mut desk = Desk {
        seat: Seat::take(&handle, (parts.seats)(), pen.client(), job),
        handle,
        pen: &mut pen,
        parts,
        text: String::new(),
        put: 0,
        rested: tokio::time::Instant::now(),
    };
    let sent: Vec<_> = prompt.parts.iter().map(|(_, text)| text.as_str()).collect();
    let sent = sent.join("\n\n");
    let began = Instant::now();
    let heard = desk.take_down(parts.model.write(prompt), &mut stop).await;
    let (heard_of, outcome, usage) = match &heard {
        Ok(Some(usage)) => (Heard::Answered, "answered", *usage),
        Ok(None) => (Heard::Answered, "stopped", Usage::guess(sent.len(), desk.text.len())),
        Err(trouble) => {
            let (heard, outcome) = told(trouble);
            (heard, outcome, Usage::guess(sent.len(), desk.text.len()))
        }
    };
    let call = Call {
        model: parts.model.name().to_owned(),
        outcome,
        usage,
        took: began.elapsed(),
        prompt: sent,
    };
    book.note(heard_of, call);
    let stopped = heard?.is_none();
    desk.put(&clean(&desk.text).collect::<String>()).await?;
    if desk.pen.is_blank() {
        let empty = ModelError::Broken("its answer is empty".to_owned());
        return Err(if stopped { Trouble::Stopped } else { empty.into() });
    }
    let update = desk.pen.offer(stopped)?;
    patch(&desk.handle, update).await?;
    Ok(stopped)
}

/// What a trouble says of the service, and the word for the record.
fn told(trouble: &Trouble) -> (Heard, &'static str) {
    match trouble {
        Trouble::Model(error) => (Heard::from(error), error.word()),
        Trouble::Stopped => (Heard::Nothing, "stopped"),
        Trouble::Passing(_) | Trouble::Final(_) => (Heard::Nothing, "unwritten"),
    }
}

/// Where it writes: everything that one answer needs.
struct Desk<'a> {
    seat: Seat,
    handle: Handle,
    pen: &'a mut Pen,
    parts: &'a AssistantParts,
    /// What the model said so far.
    text: String,
    /// Bytes of it that stand in the document.
    put: usize,
    /// When the next edit may be made.
    rested: tokio::time::Instant,
}

impl Desk<'_> {
    /// Takes an answer down as it comes; none when somebody stopped it.
    async fn take_down(
        &mut self,
        mut answer: futures_util::stream::BoxStream<'static, Result<Piece, ModelError>>,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<Option<Usage>, Trouble> {
        let mut showing = interval(SHOWING);
        let mut due: Option<tokio::time::Instant> = None;
        // Since the last edit.
        let mut taken = 0;
        loop {
            let write = async {
                match due {
                    Some(due) => sleep_until(due).await,
                    None => pending().await,
                }
            };
            tokio::select! {
                biased;
                // It can be told only to stop; who cannot tell any more has let go.
                _ = stop.wait_for(|stop| *stop) => return Ok(None),
                () = write => {
                    due = None;
                    taken = 0;
                    let text: String = clean(readable(&self.text)).collect();
                    self.put(&text).await?;
                }
                _ = showing.tick() => self.seat.show(self.pen.cursor()),
                piece = answer.next(), if taken < AT_ONCE => match piece {
                    Some(Ok(Piece::Text(text))) => {
                        taken += text.len();
                        self.text.push_str(&text);
                        let most = self.parts.limits.answer_bytes;
                        if self.text.len() > most {
                            let told = format!("it answered with more than {most} bytes");
                            return Err(ModelError::Broken(told).into());
                        }
                        let paced = tokio::time::Instant::now() + self.parts.limits.pace;
                        due = due.or(Some(paced.max(self.rested)));
                    }
                    Some(Ok(Piece::End(usage))) => return Ok(Some(usage)),
                    Some(Err(error)) => return Err(error.into()),
                    None => return Err(ModelError::Broken("its answer broke off".into()).into()),
                },
            }
        }
    }

    /// Makes what stands in the document into this text.
    async fn put(&mut self, text: &str) -> Result<(), Trouble> {
        if self.seat.is_over() {
            return Err(Trouble::Passing("document is closing".to_owned()));
        }
        let began = tokio::time::Instant::now();
        let nodes = self.parts.markup.read(text);
        let update = self.pen.write(nodes)?;
        let took = began.elapsed();
        let new = u32::try_from(text.len().saturating_sub(self.put)).unwrap_or(u32::MAX);
        let paced = Duration::from_secs_f64(f64::from(new) / RATE);
        self.put = text.len();
        self.rested = began + paced.max(took.saturating_mul(RESTS));
        if let Some(update) = update {
            patch(&self.handle, update).await?;
            self.seat.show(self.pen.cursor());
        }
        Ok(())
    }
}
