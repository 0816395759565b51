//! Opens each document once, retires the idle, spreads them over arbiters.

use std::collections::HashMap;
use std::sync::Arc;

use actix::prelude::*;
use renexus_wire::between::Message;
use renexus_wire::close::CloseReason;
use renexus_wire::id::DocumentId;
use tokio::sync::oneshot;

use super::messages::{Delete, Handle, Open, OpenError, Shutdown};
use super::opening::{self, Opened};
use crate::arbiters::Arbiters;
use crate::bus::{Bus, Topic};
use crate::document::neighbours::Neighbours;
use crate::document::{Close, Closed, DocumentActor, Idle, Surroundings};
use crate::journal::{Compact, Intake, JournalActor};
use crate::limits::DocumentLimits;
use crate::ports::{DocumentStore, Meter};

/// What the registry is made of.
pub struct RegistryParts {
    /// Where documents live.
    pub store: Arc<dyn DocumentStore>,
    /// Where updates become durable.
    pub journal: Addr<JournalActor>,
    /// Where they are left for it.
    pub intake: Intake,
    /// The way to other nodes, if there may be any.
    pub bus: Option<Arc<dyn Bus>>,
    /// Where figures go.
    pub meter: Arc<dyn Meter>,
    /// Bounds of each document.
    pub limits: Arc<DocumentLimits>,
    /// Most documents in memory; beyond it new ones are refused with 1013.
    pub open_documents: usize,
    /// Threads that documents are spread over.
    pub arbiters: Arbiters,
}

/// Knows every open document of this node.
pub struct RegistryActor {
    parts: RegistryParts,
    /// Every document that is open, opening or closing.
    slots: HashMap<DocumentId, Slot>,
    /// Counts lives, so that the end of an old one is not taken for that of a new one.
    lives: u64,
    /// Answered when the last document is gone; set once the server is stopping.
    stopping: Option<Vec<oneshot::Sender<()>>>,
}

type Answer = oneshot::Sender<Result<Handle, OpenError>>;

/// Somebody who waits for a document.
struct Waiting {
    create: bool,
    answer: Answer,
}

enum Slot {
    Opening(Vec<Waiting>),
    Open { address: Addr<DocumentActor>, handle: Handle, life: u64 },
    Closing { life: u64, waiting: Vec<Waiting>, closed: Vec<oneshot::Sender<()>> },
}

impl RegistryActor {
    /// A registry without documents.
    pub fn new(parts: RegistryParts) -> Self {
        Self { parts, slots: HashMap::new(), lives: 0, stopping: None }
    }

    fn request(&mut self, document: DocumentId, request: Waiting, ctx: &mut Context<Self>) {
        if self.stopping.is_some() {
            return reply(request, Err(OpenError::Stopping));
        }
        match self.slots.get_mut(&document) {
            Some(Slot::Open { address, handle, .. }) if address.connected() => {
                let handle = handle.clone();
                reply(request, Ok(handle));
            }
            Some(Slot::Opening(waiting) | Slot::Closing { waiting, .. }) => waiting.push(request),
            // Its actor died without saying so, or it was never here.
            Some(Slot::Open { .. }) | None => {
                if self.slots.len() >= self.parts.open_documents {
                    return reply(request, Err(OpenError::Overloaded));
                }
                self.begin_opening(document, vec![request], ctx);
            }
        }
    }

    fn begin_opening(
        &mut self,
        document: DocumentId,
        waiting: Vec<Waiting>,
        ctx: &mut Context<Self>,
    ) {
        let create = waiting.iter().any(|request| request.create);
        self.slots.insert(document.clone(), Slot::Opening(waiting));
        let opened = opening::open(
            document.clone(),
            create,
            Arc::clone(&self.parts.store),
            self.parts.journal.clone(),
            Arc::clone(&self.parts.meter),
        );
        ctx.spawn(
            opened
                .into_actor(self)
                .map(move |opened, act, ctx| act.end_opening(document, create, opened, ctx)),
        );
    }

    fn end_opening(
        &mut self,
        document: DocumentId,
        created: bool,
        opened: Result<Opened, OpenError>,
        ctx: &mut Context<Self>,
    ) {
        let Some(Slot::Opening(waiting)) = self.slots.remove(&document) else { return };
        let opened = match opened {
            Ok(opened) => opened,
            Err(error) => {
                if !matches!(error, OpenError::NotFound) {
                    log::error!("document.id" = document.as_str(); "{error}");
                }
                return self.refuse(document, waiting, created, &error, ctx);
            }
        };
        let handle = self.start(document, opened, ctx);
        for request in waiting {
            reply(request, Ok(handle.clone()));
        }
        if self.stopping.is_some() {
            handle.address.do_send(Close { reason: CloseReason::Draining });
        }
    }

    /// Somebody who may create can have come while somebody who may not was being refused.
    fn refuse(
        &mut self,
        document: DocumentId,
        waiting: Vec<Waiting>,
        created: bool,
        error: &OpenError,
        ctx: &mut Context<Self>,
    ) {
        let again = *error == OpenError::NotFound && !created;
        let (creators, others): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|request| again && request.create);
        for request in others {
            reply(request, Err(error.clone()));
        }
        if !creators.is_empty() {
            self.begin_opening(document, creators, ctx);
        }
        self.stopped_if_empty();
    }

    fn start(&mut self, document: DocumentId, opened: Opened, ctx: &mut Context<Self>) -> Handle {
        let Opened { info, stored, contents, offenders } = opened;
        self.lives += 1;
        let life = self.lives;
        for offender in &offenders {
            log::error!("document.id" = document.as_str(); "stored update left out: {}", offender.reason);
        }
        if !offenders.is_empty() {
            self.parts.journal.do_send(Compact { document: Arc::clone(&info) });
        }
        let around = Surroundings {
            journal: self.parts.journal.clone(),
            intake: self.parts.intake.clone(),
            store: Arc::clone(&self.parts.store),
            bus: self.parts.bus.clone(),
            meter: Arc::clone(&self.parts.meter),
            limits: Arc::clone(&self.parts.limits),
            idle: ctx.address().recipient(),
            closed: ctx.address().recipient(),
        };
        let actor = DocumentActor::new(Arc::clone(&info), life, contents, &stored, around);
        let address = self.start_on_its_thread(&document, actor);
        let handle = Handle { address: address.clone(), info, lease: Arc::new(()) };
        self.slots.insert(document, Slot::Open { address, handle: handle.clone(), life });
        handle
    }

    /// Starts a document on its thread; without any, on this one.
    fn start_on_its_thread(
        &self,
        document: &DocumentId,
        actor: DocumentActor,
    ) -> Addr<DocumentActor> {
        match self.parts.arbiters.of_document(document) {
            Some(arbiter) => DocumentActor::start_in_arbiter(arbiter, move |_| actor),
            None => actor.start(),
        }
    }

    /// Closes an open document; the receiver hears when it is gone.
    fn close(
        &mut self,
        document: &DocumentId,
        reason: CloseReason,
    ) -> Option<oneshot::Receiver<()>> {
        let (sender, receiver) = oneshot::channel();
        match self.slots.get_mut(document)? {
            Slot::Opening(_) => return None,
            Slot::Closing { closed, .. } => closed.push(sender),
            Slot::Open { address, life, .. } => {
                address.do_send(Close { reason });
                let closing =
                    Slot::Closing { life: *life, waiting: Vec::new(), closed: vec![sender] };
                self.slots.insert(document.clone(), closing);
            }
        }
        Some(receiver)
    }

    fn stopped_if_empty(&mut self) {
        if self.slots.is_empty() {
            for answer in self.stopping.iter_mut().flat_map(|answers| answers.drain(..)) {
                let _ = answer.send(());
            }
        }
    }
}

fn reply(request: Waiting, result: Result<Handle, OpenError>) {
    // Whoever asked may be gone.
    let _ = request.answer.send(result);
}

impl Actor for RegistryActor {
    type Context = Context<Self>;
}

impl Handler<Open> for RegistryActor {
    type Result = ResponseFuture<Result<Handle, OpenError>>;

    fn handle(&mut self, open: Open, ctx: &mut Self::Context) -> Self::Result {
        let (answer, answered) = oneshot::channel();
        self.request(open.document, Waiting { create: open.create, answer }, ctx);
        Box::pin(async move { answered.await.unwrap_or(Err(OpenError::Stopping)) })
    }
}

impl Handler<Idle> for RegistryActor {
    type Result = ();

    fn handle(&mut self, idle: Idle, _: &mut Self::Context) {
        // The slot itself holds one; any other belongs to somebody on the way in.
        let unused = match self.slots.get(&idle.document) {
            Some(Slot::Open { handle, .. }) => Arc::strong_count(&handle.lease) == 1,
            _ => false,
        };
        if unused {
            self.close(&idle.document, CloseReason::Reset);
        }
    }
}

impl Handler<Closed> for RegistryActor {
    type Result = ();

    fn handle(&mut self, gone: Closed, ctx: &mut Self::Context) {
        match self.slots.remove(&gone.document) {
            Some(Slot::Closing { life, waiting, closed }) if life == gone.life => {
                for listener in closed {
                    let _ = listener.send(());
                }
                for request in waiting {
                    self.request(gone.document.clone(), request, ctx);
                }
            }
            // It stopped by itself: the next one who asks opens it again.
            Some(Slot::Open { life, .. }) if life == gone.life => {}
            Some(other) => {
                self.slots.insert(gone.document, other);
            }
            None => {}
        }
        self.stopped_if_empty();
    }
}

impl Handler<Delete> for RegistryActor {
    type Result = ResponseActFuture<Self, Result<(), OpenError>>;

    fn handle(&mut self, delete: Delete, _: &mut Self::Context) -> Self::Result {
        let store = Arc::clone(&self.parts.store);
        let id = delete.document.clone();
        let bus = self.parts.bus.clone();
        let deleted = async move {
            let info = store.find(id.clone()).await?.ok_or(OpenError::NotFound)?;
            // From here on it cannot be opened; what is still recorded finds no document.
            store.delete(Arc::new(info)).await?;
            if let Some(bus) = bus {
                Neighbours::new(bus, Topic::Document(id)).tell(&Message::Deleted);
            }
            Ok(())
        };
        let closed =
            deleted.into_actor(self).then(move |deleted: Result<(), OpenError>, act, _| {
                let closing = act.close(&delete.document, CloseReason::NotFound);
                async move {
                    if let Some(closing) = closing {
                        let _ = closing.await;
                    }
                    deleted
                }
                .into_actor(act)
            });
        Box::pin(closed)
    }
}

impl Handler<Shutdown> for RegistryActor {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, _: Shutdown, _: &mut Self::Context) -> Self::Result {
        let (answer, answered) = oneshot::channel();
        self.stopping.get_or_insert_default().push(answer);
        let open: Vec<_> = self.slots.keys().cloned().collect();
        for document in open {
            self.close(&document, CloseReason::Draining);
        }
        self.stopped_if_empty();
        Box::pin(async move {
            let _ = answered.await;
        })
    }
}
