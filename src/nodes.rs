//! This node among others: the bus, and what all of them have to hear.

use std::sync::Arc;
use std::time::Duration;

use actix::Actor;
use renexus_actors::bus::Bus;
use tokio_util::sync::CancellationToken;

use crate::adapters::bus::RedisBus;
use crate::db::Database;
use crate::domain::EventSink;
use crate::engine::Engine;
use crate::live::{RelayActor, RelayParts, Teller};
use crate::outlook::shelf::Shelf;
use crate::shared::Redis;
use crate::streams::{Elsewhere, Open};
use crate::threads::ActorThread;
use crate::unstarted::ServerError;

/// Between two looks whether a node is cut off.
const LOOK: Duration = Duration::from_millis(500);

/// The way to the other nodes of this server.
pub(crate) struct Nodes {
    bus: Arc<RedisBus>,
    /// What all nodes have to hear is handled here.
    thread: ActorThread,
}

impl Nodes {
    /// Starts a bus over Redis; at most `outbox` messages wait to be sent.
    pub(crate) fn start(redis: Redis, outbox: usize) -> Result<Self, ServerError> {
        let what = || "the bus between nodes".to_owned();
        let thread = ActorThread::start("bus")
            .map_err(|source| ServerError::System { what: what(), source })?;
        let bus = Arc::new(RedisBus::start(&redis, outbox)?);
        Ok(Self { bus, thread })
    }

    /// The bus.
    pub(crate) fn bus(&self) -> Arc<dyn Bus> {
        Arc::<RedisBus>::clone(&self.bus)
    }

    /// The bus as it is, for its figures.
    pub(crate) fn line(&self) -> Arc<RedisBus> {
        Arc::clone(&self.bus)
    }

    /// The connections of other nodes, for requests that come here.
    pub(crate) fn elsewhere(&self, open: Open) -> Elsewhere {
        Elsewhere::start(self.bus(), &self.thread.arbiter(), open)
    }

    /// Runs until `stop`: a node that alone is cut off from Redis says so in the database, and the
    /// others look there for what it does meanwhile.
    pub(crate) async fn look_after_others(
        self: Arc<Self>,
        database: Database,
        stop: CancellationToken,
    ) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            match database.say_apart(self.bus.is_apart()).await {
                Ok(true) => self.bus.tell_apart(),
                Ok(false) => {}
                Err(error) => log::warn!("whether nodes are cut off is not known: {error}"),
            }
        }
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
