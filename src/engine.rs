//! Everything that lives: threads, journal, registry, sessions.

use std::sync::Arc;

use actix::{Actor, Addr, Context};
use actix_rt::ArbiterHandle;
use renexus_actors::arbiters::Arbiters;
use renexus_actors::bus::Bus;
use renexus_actors::journal::{Intake, JournalActor};
use renexus_actors::ports::{DocumentStore, EventLog, Hearing, Meter};
use renexus_actors::registry::{RegistryActor, RegistryParts, Shutdown};
use renexus_actors::session::{Drain, SessionsActor};
use renexus_actors::workspace::{WorkspaceParts, WorkspacesActor};

use crate::config::Settings;
use crate::threads::ActorThread;

/// What actors ask of the rest of the server.
pub(crate) struct Ports {
    /// Where documents live.
    pub(crate) store: Arc<dyn DocumentStore>,
    /// What happened in workspaces.
    pub(crate) log: Arc<dyn EventLog>,
    /// Who knows what of it people may hear.
    pub(crate) hearing: Arc<dyn Hearing>,
    /// The way to other nodes, if there may be any.
    pub(crate) bus: Option<Arc<dyn Bus>>,
    /// Where figures go.
    pub(crate) meter: Arc<dyn Meter>,
}

/// The running actors of a node.
pub(crate) struct Engine {
    pub(crate) registry: Addr<RegistryActor>,
    pub(crate) workspaces: Addr<WorkspacesActor>,
    pub(crate) sessions: Addr<SessionsActor>,
    /// Where documents and sessions live.
    pub(crate) arbiters: Arbiters,
    /// Where the assistant lives; none without a model service.
    pub(crate) assistant: Option<ArbiterHandle>,
    /// Dropped last: the actors live on them.
    _threads: Vec<ActorThread>,
}

impl Engine {
    /// Starts threads and actors.
    pub(crate) fn start(
        settings: &Settings,
        Ports { store, log, hearing, bus, meter }: Ports,
    ) -> std::io::Result<Self> {
        let hub = ActorThread::start("hub")?;
        // The store may write on it and wait for the disk, so nobody else lives there.
        let commits = ActorThread::start("journal")?;
        let mut threads = Vec::new();
        for index in 0..document_threads(settings.server.document_threads) {
            threads.push(ActorThread::start(&format!("documents-{index}"))?);
        }
        let limits = settings.journal.limits();
        let intake = Intake::new(&limits);
        let journal = start(&commits.arbiter(), {
            let (store, meter, intake) = (Arc::clone(&store), Arc::clone(&meter), intake.clone());
            move || JournalActor::new(store, meter, limits, intake)
        });
        let arbiters = Arbiters::new(threads.iter().map(ActorThread::arbiter).collect());
        let workspaces = WorkspaceParts {
            log,
            hearing,
            bus: bus.clone(),
            meter: Arc::clone(&meter),
            limits: Arc::new(settings.events.limits(&settings.presence)),
            arbiters: arbiters.clone(),
        };
        let workspaces = start(&hub.arbiter(), move || WorkspacesActor::new(workspaces));
        let parts = RegistryParts {
            store,
            journal,
            intake,
            bus,
            meter,
            limits: Arc::new(settings.document.limits(&settings.presence)),
            open_documents: settings.document.open,
            arbiters: arbiters.clone(),
        };
        let registry = start(&hub.arbiter(), move || RegistryActor::new(parts));
        let most = settings.server.connections;
        let sessions = start(&hub.arbiter(), move || SessionsActor::new(most));
        let assistant = if settings.assistant.is_set_up() {
            // What it does to texts holds up nobody else here, also when a model floods it.
            let thread = ActorThread::start_behind("assistant")?;
            let arbiter = thread.arbiter();
            threads.insert(0, thread);
            Some(arbiter)
        } else {
            None
        };
        threads.extend([commits, hub]);
        Ok(Self { registry, workspaces, sessions, arbiters, assistant, _threads: threads })
    }

    /// Sends everybody away and brings every document to disk and out of memory.
    pub(crate) async fn drain(&self, over: std::time::Duration) {
        // A mailbox that is closed has nobody left to wait for.
        let _ = self.sessions.send(Drain { over }).await;
        let _ = self.registry.send(Shutdown).await;
    }
}

fn start<A: Actor<Context = Context<A>>>(
    arbiter: &ArbiterHandle,
    make: impl FnOnce() -> A + Send + 'static,
) -> Addr<A> {
    A::start_in_arbiter(arbiter, move |_| make())
}

/// Half of the processors: an edit in a small room costs a sixth less when fewer threads wake for
/// it, and requests, commits and the network want the other half.
fn document_threads(wanted: usize) -> usize {
    match wanted {
        0 => std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2)),
        some => some,
    }
}
