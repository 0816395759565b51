//! Where reads went that a standby may carry out.

use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use prometheus::{IntCounterVec, Opts, Registry};

use crate::db::Database;

/// The figures of a database with standbys.
struct ReplicaFigures {
    database: Database,
    reads: IntCounterVec,
}

impl Collector for ReplicaFigures {
    fn desc(&self) -> Vec<&Desc> {
        self.reads.desc()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        let reads = self.database.replica_reads().unwrap_or_default();
        for (at, count) in [("replica", reads.served), ("primary", reads.left)] {
            let counter = self.reads.with_label_values(&[at]);
            counter.inc_by(count.saturating_sub(counter.get()));
        }
        self.reads.collect()
    }
}

/// Registers the figures, if there are standbys.
pub(crate) fn register(registry: &Registry, database: &Database) -> Result<(), prometheus::Error> {
    if database.replica_reads().is_none() {
        return Ok(());
    }
    let help = "Reads that a standby may carry out, by where they were carried out.";
    let reads = IntCounterVec::new(Opts::new("renexus_replica_reads_total", help), &["at"])?;
    registry.register(Box::new(ReplicaFigures { database: database.clone(), reads }))
}
