//! Which workspaces are open on this node: opens each once, hands on what happens, retires the idle.

use std::collections::HashMap;
use std::sync::Arc;

use actix::prelude::*;
use futures_util::FutureExt;
use renexus_wire::close::CloseReason;
use renexus_wire::event::CHANNEL;
use renexus_wire::id::DocumentId;

use super::actor::{Surroundings, WorkspaceActor};
use super::channel::{Channel, OpenWorkspace};
use super::messages::{Deserted, Happened, Whisper};
use super::whispering::Overhearing;
use crate::arbiters::Arbiters;
use crate::bus::Bus;
use crate::document::Close;
use crate::limits::WorkspaceLimits;
use crate::ports::{EventLog, Hearing, Meter};
use crate::registry::OpenError;

/// What the directory is made of.
pub struct WorkspaceParts {
    /// Where what happened is read.
    pub log: Arc<dyn EventLog>,
    /// Who knows what of it people may hear.
    pub hearing: Arc<dyn Hearing>,
    /// The way to other nodes, if there may be any.
    pub bus: Option<Arc<dyn Bus>>,
    /// Where figures go.
    pub meter: Arc<dyn Meter>,
    /// Bounds of each workspace.
    pub limits: Arc<WorkspaceLimits>,
    /// Threads that workspaces are spread over.
    pub arbiters: Arbiters,
}

/// Knows every open workspace of this node.
pub struct WorkspacesActor {
    parts: WorkspaceParts,
    open: HashMap<String, Channel>,
    pub(super) overhearing: Overhearing,
}

impl WorkspacesActor {
    /// A directory without workspaces.
    pub fn new(parts: WorkspaceParts) -> Self {
        Self { parts, open: HashMap::new(), overhearing: Overhearing::default() }
    }

    fn find(&self, workspace: &str) -> Option<&Channel> {
        // One whose actor died is opened again.
        self.open.get(workspace).filter(|channel| channel.address.connected())
    }

    fn start(&mut self, workspace: String, ctx: &mut Context<Self>) -> Channel {
        let around = Surroundings {
            log: Arc::clone(&self.parts.log),
            hearing: Arc::clone(&self.parts.hearing),
            bus: self.parts.bus.clone(),
            meter: Arc::clone(&self.parts.meter),
            limits: Arc::clone(&self.parts.limits),
            deserted: ctx.address().recipient(),
        };
        let id: Arc<str> = workspace.as_str().into();
        let actor = WorkspaceActor::new(Arc::clone(&id), around);
        let name = DocumentId::parse(&format!("{CHANNEL}{workspace}")).ok();
        let arbiter = name.and_then(|name| self.parts.arbiters.of_document(&name).cloned());
        let address = match arbiter {
            Some(arbiter) => WorkspaceActor::start_in_arbiter(&arbiter, move |_| actor),
            None => actor.start(),
        };
        let channel = Channel { address, workspace: id, lease: Arc::new(()) };
        self.open.insert(workspace, channel.clone());
        channel
    }
}

impl Actor for WorkspacesActor {
    type Context = Context<Self>;
}

impl Handler<OpenWorkspace> for WorkspacesActor {
    type Result = ResponseActFuture<Self, Result<Channel, OpenError>>;

    fn handle(&mut self, open: OpenWorkspace, _: &mut Self::Context) -> Self::Result {
        if let Some(channel) = self.find(&open.workspace) {
            return Box::pin(actix::fut::ready(Ok(channel.clone())));
        }
        if self.open.len() >= self.parts.limits.open {
            return Box::pin(actix::fut::ready(Err(OpenError::Overloaded)));
        }
        let known = self.parts.log.range(open.workspace.clone());
        let known = known.map(|range| match range {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(OpenError::NotFound),
            Err(error) => Err(error.into()),
        });
        Box::pin(known.into_actor(self).map(move |known: Result<(), OpenError>, act, ctx| {
            known?;
            // Somebody else may have been faster.
            let found = act.find(&open.workspace).cloned();
            Ok(found.unwrap_or_else(|| act.start(open.workspace, ctx)))
        }))
    }
}

impl Handler<Happened> for WorkspacesActor {
    type Result = ();

    fn handle(&mut self, happened: Happened, _: &mut Self::Context) {
        if let Some(channel) = self.open.get(&happened.workspace) {
            channel.address.do_send(happened);
        }
    }
}

impl Handler<Whisper> for WorkspacesActor {
    type Result = ();

    fn handle(&mut self, whisper: Whisper, _: &mut Self::Context) {
        self.overhearing.tell(&whisper);
        if let Some(channel) = self.open.get(&whisper.workspace) {
            channel.address.do_send(whisper);
        }
    }
}

impl Handler<Deserted> for WorkspacesActor {
    type Result = ();

    fn handle(&mut self, deserted: Deserted, _: &mut Self::Context) {
        // The directory itself holds one; any other belongs to somebody on the way in.
        let unused = |channel: &Channel| Arc::strong_count(&channel.lease) == 1;
        if self.open.get(&*deserted.workspace).is_some_and(unused)
            && let Some(channel) = self.open.remove(&*deserted.workspace)
        {
            channel.address.do_send(Close { reason: CloseReason::Reset });
        }
    }
}
