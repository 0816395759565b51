//! What a run measured: one value that is written as JSON, drawn as a page and compared.
//!
//! Times are microseconds, memory and traffic are bytes, unless a name says otherwise.

use serde::{Deserialize, Serialize};

/// Everything that one run of one scenario against one target measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunResult {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the target.
    pub target: String,
    /// The protocol that was spoken.
    pub protocol: String,
    /// Decided everything that was drawn by chance.
    pub seed: u64,
    /// When the run began, RFC 3339.
    pub started_at: String,
    /// The command that made it, as a person types it.
    #[serde(default)]
    pub command: String,
    /// What it ran on.
    pub machine: Machine,
    /// The measured part of the run, phase by phase.
    pub phases: Vec<PhaseResult>,
    /// Documents compared at the end.
    pub convergence: Convergence,
    /// Seconds from opening a socket until its document was synced, as a distribution.
    pub synced: Distribution,
    /// From a broken connection until its document was synced again, on whatever connection.
    #[serde(default)]
    pub resumed: Distribution,
    /// Clients that stopped reading for a phase.
    #[serde(default)]
    pub slow_readers: SlowReaders,
    /// Documents opened from the disk at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cold: Option<ColdOpens>,
    /// The server process, when its process id is known.
    pub server: Option<ServerUsage>,
    /// Once a second over the whole run.
    pub timeline: Vec<Tick>,
    /// What the scenario asked for, and whether it held.
    pub verdicts: Vec<Verdict>,
}

/// What one phase measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PhaseResult {
    /// Its name.
    pub name: String,
    /// How long it was measured.
    pub seconds: f64,
    /// Connections that were open.
    pub connections: u64,
    /// Clients that did not read.
    #[serde(default)]
    pub slow_readers: u64,
    /// Updates that were sent.
    pub sent: u64,
    /// Updates that the server acknowledged as saved.
    pub acknowledged: u64,
    /// One update that reached one receiver.
    pub delivered: u64,
    /// Deliveries that should have happened and did not.
    pub lost: u64,
    /// Deliveries that happened more than once.
    pub duplicated: u64,
    /// Presence states that reached a receiver.
    pub presence_delivered: u64,
    /// Last presence states that did not reach a receiver, and that no newer one replaced.
    #[serde(default)]
    pub presence_lost: u64,
    /// Connections that ended by themselves and came back.
    pub reconnects: u64,
    /// Payload bytes that clients sent, websocket framing included.
    pub bytes_sent: u64,
    /// Payload bytes that clients received, websocket framing included.
    pub bytes_received: u64,
    /// From sending an update until it reached each receiver.
    pub latency: Distribution,
    /// From sending an update until it was acknowledged.
    pub acknowledgement: Distribution,
    /// From sending a presence state until it, or a newer one, reached each receiver.
    pub presence: Distribution,
    /// CPU seconds of the server.
    pub server_cpu_seconds: Option<f64>,
    /// Bytes that the server wrote to disk.
    pub server_bytes_written: Option<u64>,
    /// CPU seconds of the generator.
    pub generator_cpu_seconds: f64,
    /// Whether the generator fell behind its own schedule, so that the figures measure it.
    pub generator_saturated: bool,
}

/// A distribution of times in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// How many were measured.
    pub count: u64,
    /// Half are at most this.
    pub p50: u64,
    /// Nine in ten are at most this.
    pub p90: u64,
    /// 95 of 100 are at most this.
    pub p95: u64,
    /// 99 of 100 are at most this.
    pub p99: u64,
    /// 999 of 1,000 are at most this.
    pub p999: u64,
    /// The longest.
    pub max: u64,
    /// For plots: pairs of a quantile (0 to 1) and its time, rising.
    pub curve: Vec<(f64, u64)>,
}

/// What became of clients that stopped reading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlowReaders {
    /// How many stopped.
    pub stopped: u64,
    /// How many of them were watched: a few, and only where the server's sockets can be seen.
    pub watched: u64,
    /// How many of the watched ones the server cut while they did not read.
    pub cut: u64,
    /// The longest time from stopping until the cut.
    pub slowest_cut: u64,
    /// How many were connected and held everything at the end.
    pub resynced: u64,
}

/// Documents that were only on disk, and were opened after a restart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ColdOpens {
    /// From opening a socket until the whole document had arrived.
    pub opened: Distribution,
    /// Processor time of the server meanwhile; empty where the system does not tell.
    pub server_cpu: Distribution,
}

/// The server process over the whole run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ServerUsage {
    /// Resident memory before the first connection.
    pub memory_before: u64,
    /// Resident memory with all connections open and nothing sent.
    pub memory_connected: u64,
    /// The most resident memory.
    pub memory_peak: u64,
    /// Memory that each connection added: connected less before, by connections.
    pub memory_per_connection: f64,
    /// Memory that each document added: connected less before, by documents.
    pub memory_per_document: f64,
}

/// One second of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tick {
    /// Seconds since the run began.
    pub at: f64,
    /// Updates sent in this second.
    pub sent: u64,
    /// Deliveries in this second.
    pub delivered: u64,
    /// Acknowledgements in this second.
    pub acknowledged: u64,
    /// 99 of 100 deliveries of this second took at most this.
    pub latency_p99: u64,
    /// Cores that the server used, 1.0 is one core.
    pub server_cores: Option<f64>,
    /// Resident memory of the server.
    pub server_memory: Option<u64>,
    /// Cores that the generator used.
    pub generator_cores: f64,
}

/// Whether everybody ended with the same document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Convergence {
    /// Documents whose content was compared.
    pub documents: u64,
    /// Documents in which two clients differed, or a newcomer saw something else.
    pub different: u64,
    /// The first differences in words.
    pub faults: Vec<String>,
}

/// One threshold and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The figure, as the scenario names it.
    pub figure: String,
    /// The limit, as the scenario writes it.
    pub limit: String,
    /// What was measured; what was not does not keep a limit.
    pub measured: Option<f64>,
    /// Whether it held.
    pub kept: bool,
}

/// What a run ran on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// Model of the processor.
    pub processor: String,
    /// Logical processors.
    pub cores: u64,
    /// Memory in bytes.
    pub memory: u64,
    /// Operating system and kernel.
    pub system: String,
}

impl PhaseResult {
    /// Deliveries per second.
    pub fn deliveries_per_second(&self) -> f64 {
        ratio(self.delivered, self.seconds)
    }

    /// Deliveries per CPU second of the server.
    pub fn deliveries_per_cpu_second(&self) -> Option<f64> {
        self.server_cpu_seconds.map(|cpu| ratio(self.delivered, cpu))
    }

    /// Updates that were acknowledged, per CPU second of the server.
    pub fn acknowledged_per_cpu_second(&self) -> Option<f64> {
        self.server_cpu_seconds.map(|cpu| ratio(self.acknowledged, cpu))
    }
}

#[expect(clippy::as_conversions, reason = "counts stay far below 2^52")]
fn ratio(count: u64, by: f64) -> f64 {
    if by > 0.0 { count as f64 / by } else { 0.0 }
}
