//! This node among others: the bus, and what all of them have to hear.

use std::sync::Arc;

use actix::Actor;
use renexus_actors::bus::Bus;

use crate::adapters::bus::RedisBus;
use crate::domain::EventSink;
use crate::engine::Engine;
use crate::live::{RelayActor, RelayParts, Teller};
use crate::outlook::shelf::Shelf;
use crate::shared::Redis;
use crate::threads::ActorThread;
use crate::unstarted::ServerError;

/// The way to the other nodes of this server.
pub(crate) struct Nodes {
    bus: Arc<dyn Bus>,
    /// What is heard and told is handled here.
    thread: ActorThread,
}

impl Nodes {
    /// Starts a bus over Redis; at most `outbox` messages wait to be sent.
    pub(crate) fn start(redis: Redis, outbox: usize) -> Result<Self, ServerError> {
        let what = || "the bus between nodes".to_owned();
        let thread = ActorThread::start("bus")
            .map_err(|source| ServerError::System { what: what(), source })?;
        let bus = Arc::new(RedisBus::start(redis, &thread.arbiter(), outbox)?);
        Ok(Self { bus, thread })
    }

    /// The bus.
    pub(crate) fn bus(&self) -> Arc<dyn Bus> {
        Arc::clone(&self.bus)
    }

    /// Tells `sinks` of what is committed on other nodes; what is told here goes to them by the
    /// teller.
    pub(crate) fn relay(
        &self,
        sinks: Vec<Arc<dyn EventSink>>,
        shelf: Arc<Shelf>,
        engine: &Engine,
    ) -> Arc<Teller> {
        let teller = Arc::new(Teller::new(self.bus()));
        let parts = RelayParts {
            teller: Arc::clone(&teller),
            sinks,
            shelf,
            workspaces: engine.workspaces.clone(),
            sessions: engine.sessions.clone(),
        };
        RelayActor::start_in_arbiter(&self.thread.arbiter(), move |_| RelayActor::new(parts));
        teller
    }
}
