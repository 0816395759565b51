//! Documents over ports in memory, on the thread that asks for them.

use std::sync::Arc;

use actix::{Actor, Addr};

use super::MemoryStore;
use crate::arbiters::Arbiters;
use crate::journal::{Intake, JournalActor};
use crate::limits::{DocumentLimits, JournalLimits};
use crate::ports::{Count, Gauge, Measure, Meter};
use crate::registry::{RegistryActor, RegistryParts};

/// A meter for nobody.
#[derive(Clone, Copy, Debug)]
pub struct Quiet;

impl Meter for Quiet {
    fn count(&self, _: Count, _: u64) {}
    fn measure(&self, _: Measure, _: f64) {}
    fn gauge(&self, _: Gauge, _: i64) {}
}

/// The registry of what is in a store; up to 100 documents are open.
pub fn registry(store: MemoryStore) -> Addr<RegistryActor> {
    let (store, meter) = (Arc::new(store), Arc::new(Quiet));
    let limits = JournalLimits::default();
    let intake = Intake::new(&limits);
    let journal = JournalActor::new(store.clone(), meter.clone(), limits, intake.clone()).start();
    let parts = RegistryParts {
        store,
        journal,
        intake,
        bus: None,
        meter,
        limits: Arc::new(DocumentLimits::default()),
        open_documents: 100,
        arbiters: Arbiters::new(Vec::new()),
    };
    RegistryActor::new(parts).start()
}
