//! How many statements the database carried out.

use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use prometheus::{IntCounter, Registry};

use crate::db::Database;

/// The figure of a database.
struct Statements {
    database: Database,
    counter: IntCounter,
}

impl Collector for Statements {
    fn desc(&self) -> Vec<&Desc> {
        self.counter.desc()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        let more = self.database.statements().saturating_sub(self.counter.get());
        self.counter.inc_by(more);
        self.counter.collect()
    }
}

/// Registers the figure.
pub(crate) fn register(registry: &Registry, database: &Database) -> Result<(), prometheus::Error> {
    let help = "Statements that the database carried out.";
    let counter = IntCounter::new("renexus_database_statements_total", help)?;
    registry.register(Box::new(Statements { database: database.clone(), counter }))
}
