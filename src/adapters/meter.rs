//! The engine's figures in the words of Prometheus. No label names a document or a person.

use std::collections::BTreeMap;

use prometheus::{Histogram, HistogramOpts, IntCounter, IntGauge, Registry};
use renexus_actors::ports::{Count, Gauge, Measure, Meter};

/// Seconds: from a tenth of a millisecond to ten seconds.
const SECONDS: [f64; 16] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
    5.0, 10.0,
];
/// Updates in one transaction.
const UPDATES: [f64; 12] =
    [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 5_000.0, 20_000.0];

/// Figures in a Prometheus registry.
pub struct PrometheusMeter {
    counts: BTreeMap<Count, IntCounter>,
    measures: BTreeMap<Measure, Histogram>,
    gauges: BTreeMap<Gauge, IntGauge>,
}

impl PrometheusMeter {
    /// Registers every figure, so that each is there from the start, at zero.
    pub fn register(registry: &Registry) -> Result<Self, prometheus::Error> {
        let mut meter =
            Self { counts: BTreeMap::new(), measures: BTreeMap::new(), gauges: BTreeMap::new() };
        for (count, name, help) in [
            (Count::Updates, "renexus_updates_total", "Updates accepted into documents."),
            (Count::Refusals, "renexus_refusals_total", "Updates refused."),
            (
                Count::Deliveries,
                "renexus_deliveries_total",
                "Pieces of updates handed to connections.",
            ),
            (
                Count::PresenceDeliveries,
                "renexus_presence_deliveries_total",
                "Presence frames handed to connections.",
            ),
            (
                Count::OutletDrops,
                "renexus_outlet_drops_total",
                "Connections closed because they lagged.",
            ),
            (
                Count::EventDeliveries,
                "renexus_event_deliveries_total",
                "Events handed to connections and subscribers.",
            ),
            (
                Count::EventResets,
                "renexus_event_resets_total",
                "Times that somebody was told to load everything anew.",
            ),
            (
                Count::Quarantines,
                "renexus_quarantines_total",
                "Updates that made the CRDT library fail.",
            ),
            (
                Count::JournalCommits,
                "renexus_journal_commits_total",
                "Journal transactions committed.",
            ),
            (
                Count::JournalFailures,
                "renexus_journal_failures_total",
                "Journal transactions that failed.",
            ),
            (
                Count::AssistantAttempts,
                "renexus_assistant_attempts_total",
                "Attempts of the assistant at a job.",
            ),
            (
                Count::AssistantFailures,
                "renexus_assistant_failures_total",
                "Attempts of the assistant that failed.",
            ),
            (
                Count::AssistantPanics,
                "renexus_assistant_panics_total",
                "Attempts of the assistant that panicked.",
            ),
            (
                Count::AssistantBreaks,
                "renexus_assistant_breaks_total",
                "Times that the model service was left alone for a while.",
            ),
        ] {
            let counter = IntCounter::new(name, help)?;
            registry.register(Box::new(counter.clone()))?;
            meter.counts.insert(count, counter);
        }
        for (measure, name, help, buckets) in [
            (
                Measure::JournalLatency,
                "renexus_journal_latency_seconds",
                "From recording to commit.",
                SECONDS.to_vec(),
            ),
            (
                Measure::JournalBatch,
                "renexus_journal_batch_updates",
                "Updates per transaction.",
                UPDATES.to_vec(),
            ),
            (
                Measure::DocumentOpen,
                "renexus_document_open_seconds",
                "Reading and restoring.",
                SECONDS.to_vec(),
            ),
            (
                Measure::Checkpoint,
                "renexus_checkpoint_seconds",
                "Building and storing.",
                SECONDS.to_vec(),
            ),
        ] {
            let histogram = Histogram::with_opts(HistogramOpts::new(name, help).buckets(buckets))?;
            registry.register(Box::new(histogram.clone()))?;
            meter.measures.insert(measure, histogram);
        }
        for (gauge, name, help) in [
            (Gauge::Connections, "renexus_connections", "Open connections."),
            (Gauge::Documents, "renexus_documents_open", "Documents in memory."),
            (Gauge::Workspaces, "renexus_workspaces_open", "Workspaces with an open channel."),
            (Gauge::AssistantJobs, "renexus_assistant_jobs", "Jobs that the assistant is at."),
        ] {
            let int_gauge = IntGauge::new(name, help)?;
            registry.register(Box::new(int_gauge.clone()))?;
            meter.gauges.insert(gauge, int_gauge);
        }
        Ok(meter)
    }
}

impl Meter for PrometheusMeter {
    fn count(&self, what: Count, more: u64) {
        if let Some(counter) = self.counts.get(&what) {
            counter.inc_by(more);
        }
    }

    fn measure(&self, what: Measure, value: f64) {
        if let Some(histogram) = self.measures.get(&what) {
            histogram.observe(value);
        }
    }

    fn gauge(&self, what: Gauge, change: i64) {
        if let Some(gauge) = self.gauges.get(&what) {
            gauge.add(change);
        }
    }
}
