//! Figures that others keep anyway, and that are asked for when somebody looks.

use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use prometheus::{Error, IntCounterVec, Opts, Registry};

use crate::cache::Keeper;
use crate::db::Database;
use crate::nodes::Nodes;
use crate::rates::Counted;

/// A counter, and who knows where it stands.
struct Asked<F> {
    counts: IntCounterVec,
    /// Where it stands by the values of its label; by one empty word without a label.
    read: F,
}

impl<F: Fn() -> Vec<(&'static str, u64)> + Send + Sync> Collector for Asked<F> {
    fn desc(&self) -> Vec<&Desc> {
        self.counts.desc()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        for (value, now) in (self.read)() {
            let labels: &[&str] = if value.is_empty() { &[] } else { &[value] };
            let count = self.counts.with_label_values(labels);
            count.inc_by(now.saturating_sub(count.get()));
        }
        self.counts.collect()
    }
}

/// Registers a counter with at most one label.
fn register(
    registry: &Registry,
    (name, help): (&str, &str),
    labels: &[&str],
    read: impl Fn() -> Vec<(&'static str, u64)> + Send + Sync + 'static,
) -> Result<(), Error> {
    let counts = IntCounterVec::new(Opts::new(name, help), labels)?;
    registry.register(Box::new(Asked { counts, read }))
}

/// How much the database is asked, and where reads went that a standby may carry out.
pub(crate) fn of_database(registry: &Registry, database: &Database) -> Result<(), Error> {
    let named = ("renexus_database_statements_total", "Statements that the database carried out.");
    let asked = database.clone();
    register(registry, named, &[], move || vec![("", asked.statements())])?;
    if database.replica_reads().is_none() {
        return Ok(());
    }
    let named = (
        "renexus_replica_reads_total",
        "Reads that a standby may carry out, by where they were carried out.",
    );
    let asked = database.clone();
    register(registry, named, &["at"], move || {
        let reads = asked.replica_reads().unwrap_or_default();
        vec![("replica", reads.served), ("primary", reads.left)]
    })
}

/// How many reads were found kept.
pub(crate) fn of_keeper(registry: &Registry, keeper: &Keeper) -> Result<(), Error> {
    let named =
        ("renexus_kept_reads_total", "Reads that may be kept, by whether they were found kept.");
    let asked = keeper.clone();
    register(registry, named, &["found"], move || {
        let found = asked.found();
        vec![("hit", found.hits), ("miss", found.misses)]
    })
}

/// How many requests were one too many.
pub(crate) fn of_rates(registry: &Registry, rates: &Counted) -> Result<(), Error> {
    let named = ("renexus_limited_requests_total", "Requests that were one too many, by class.");
    let asked = rates.clone();
    register(registry, named, &["class"], move || {
        asked.refused().map(|(class, count)| (class.word(), count)).collect()
    })
}

/// What nodes tell each other.
pub(crate) fn of_nodes(registry: &Registry, nodes: Option<&Nodes>) -> Result<(), Error> {
    let Some(bus) = nodes.map(Nodes::line) else { return Ok(()) };
    let named = (
        "renexus_bus_messages_total",
        "Messages between nodes: told to others, heard of them, and lost on the way out.",
    );
    register(registry, named, &["way"], move || {
        let traffic = bus.traffic();
        vec![("told", traffic.told), ("heard", traffic.heard), ("lost", traffic.lost)]
    })
}
