//! The engine that is typed in.

use std::sync::Arc;

use actix::{Actor, Addr, Context};
use actix_rt::{Arbiter, ArbiterHandle};
use renexus_actors::arbiters::Arbiters;
use renexus_actors::journal::{Intake, JournalActor};
use renexus_actors::limits::{DocumentLimits, JournalLimits};
use renexus_actors::registry::{Handle, Open, RegistryActor, RegistryParts};
use renexus_actors::testing::{MemoryStore, Quiet};
use renexus_wire::id::DocumentId;

/// The threads of a server: the registry, the journal, documents, the assistant.
pub(crate) struct House {
    pub(crate) registry: Addr<RegistryActor>,
    threads: [Arbiter; 4],
}

impl House {
    pub(crate) fn start() -> Self {
        let threads = [Arbiter::new(), Arbiter::new(), Arbiter::new(), Arbiter::new()];
        let [hub, commits, documents, _] = &threads;
        let (store, meter) = (Arc::new(MemoryStore::default()), Arc::new(Quiet));
        let limits = JournalLimits::default();
        let intake = Intake::new(&limits);
        let journal = {
            let (store, meter, intake) = (store.clone(), meter.clone(), intake.clone());
            let start = move |_: &mut Context<_>| JournalActor::new(store, meter, limits, intake);
            Actor::start_in_arbiter(&commits.handle(), start)
        };
        let parts = RegistryParts {
            store,
            journal,
            intake,
            bus: None,
            meter,
            limits: Arc::new(DocumentLimits::default()),
            open_documents: 1_000,
            arbiters: Arbiters::new(vec![documents.handle()]),
        };
        let registry = Actor::start_in_arbiter(&hub.handle(), move |_| RegistryActor::new(parts));
        Self { registry, threads }
    }

    /// The thread of the assistant.
    pub(crate) fn aside(&self) -> ArbiterHandle {
        self.threads[3].handle()
    }

    pub(crate) async fn open(&self, document: DocumentId) -> Handle {
        let open = Open { document, create: true };
        self.registry.send(open).await.unwrap().unwrap()
    }

    pub(crate) fn stop(self) {
        for thread in self.threads {
            thread.stop();
        }
    }
}
