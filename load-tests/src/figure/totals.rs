//! What all phases of a run add up to.

use super::float;
use crate::result::RunResult;

/// Sums over the phases of a run.
#[derive(Default)]
pub(super) struct Totals {
    pub(super) seconds: f64,
    pub(super) server_cpu: Option<f64>,
    pub(super) lost: u64,
    pub(super) duplicated: u64,
    pub(super) reconnects: u64,
    pub(super) presence_lost: u64,
    sent: u64,
    delivered: u64,
    presence: u64,
    acknowledged: u64,
    received_by_server: u64,
    written: Option<u64>,
    /// Each phase's connections times its seconds.
    connection_seconds: f64,
}

impl Totals {
    pub(super) fn of(run: &RunResult) -> Self {
        let mut totals = Self::default();
        for phase in &run.phases {
            totals.seconds += phase.seconds;
            totals.server_cpu = add(totals.server_cpu, phase.server_cpu_seconds);
            totals.lost += phase.lost;
            totals.duplicated += phase.duplicated;
            totals.reconnects += phase.reconnects;
            totals.presence_lost += phase.presence_lost;
            totals.sent += phase.sent;
            totals.delivered += phase.delivered;
            totals.presence += phase.presence_delivered;
            totals.acknowledged += phase.acknowledged;
            totals.received_by_server += phase.bytes_sent;
            totals.written = add(totals.written, phase.server_bytes_written);
            totals.connection_seconds += float(phase.connections) * phase.seconds;
        }
        totals
    }

    pub(super) fn delivered_per(&self, by: f64) -> Option<f64> {
        share(float(self.delivered), by)
    }

    pub(super) fn sent_per(&self, by: f64) -> Option<f64> {
        share(float(self.sent), by)
    }

    pub(super) fn acknowledged_per(&self, by: f64) -> Option<f64> {
        share(float(self.acknowledged), by)
    }

    /// Updates and presence states count alike: each is one message that reached one receiver.
    pub(super) fn cpu_micros_per_delivery(&self) -> Option<f64> {
        let deliveries = self.delivered + self.presence;
        share(self.server_cpu? * 1e6, float(deliveries))
    }

    pub(super) fn cpu_micros_per_connection_second(&self) -> Option<f64> {
        Some(self.server_cpu? * 1e6 / self.connection_seconds)
    }

    pub(super) fn written_per_received(&self) -> Option<f64> {
        share(float(self.written?), float(self.received_by_server))
    }
}

/// None when nothing was counted: a run without deliveries has no delivery figures.
fn share(count: f64, by: f64) -> Option<f64> {
    (count > 0.0 && by > 0.0).then(|| count / by)
}

fn add<T: std::ops::Add<Output = T>>(sum: Option<T>, more: Option<T>) -> Option<T> {
    match (sum, more) {
        (Some(sum), Some(more)) => Some(sum + more),
        (sum, more) => sum.or(more),
    }
}
