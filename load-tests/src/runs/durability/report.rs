//! What came out of a durability run.

use serde::Serialize;

use crate::peer::Protocol;
use crate::report::{Quantiles, Report};

/// What a target had in its hands when it was killed, and what was there afterwards.
#[derive(Clone, Debug, Serialize)]
pub struct DurabilityReport {
    /// The target's name.
    pub target: String,
    /// Spoken by the clients.
    pub protocols: Vec<Protocol>,
    /// Decided documents, protocols and moments.
    pub seed: u64,
    /// Kills.
    pub rounds: u32,
    /// Whether everybody had gone before each kill.
    pub everyone_left: bool,
    /// What the target's acknowledgement means, in its own file's words.
    pub acknowledgement_means: Option<String>,
    /// Edits sent.
    pub sent: u64,
    /// Edits that had been acknowledged before a kill.
    pub acknowledged: u64,
    /// Edits that had been acknowledged and were gone after the restart.
    pub acknowledged_missing: u64,
    /// Edits that another client had before a kill.
    pub seen: u64,
    /// Edits that another client had, and that were gone after the restart.
    pub seen_missing: u64,
    /// Edits that were there after one restart, and gone after another.
    pub stored_missing: u64,
    /// Edits that were not acknowledged, and were there: allowed.
    pub survived_unacknowledged: u64,
    /// Missing, torn and foreign edits, the first of them in words.
    pub faults: Vec<String>,
    /// How long acknowledgements took.
    pub acknowledgement: Quantiles,
    /// From the start of the process until it took connections.
    pub restart: Quantiles,
}

impl DurabilityReport {
    fn acknowledges(&self) -> bool {
        self.acknowledged > 0
    }
}

impl Report for DurabilityReport {
    fn lines(&self) -> Vec<String> {
        let protocols: Vec<_> = self.protocols.iter().map(Protocol::to_string).collect();
        let moment = if self.everyone_left { "when everybody had gone" } else { "under load" };
        let means = self.acknowledgement_means.as_deref().unwrap_or("not said");
        let mut lines = vec![
            format!(
                "kill -9 of {} {moment}: {} rounds, seed {}, {}",
                self.target,
                self.rounds,
                self.seed,
                protocols.join(", ")
            ),
            format!("its acknowledgement means: {means}"),
            format!("edits sent: {}", self.sent),
        ];
        if self.acknowledges() {
            let (missing, all) = (self.acknowledged_missing, self.acknowledged);
            lines.push(format!("acknowledged and gone: {missing} of {all}"));
            lines.push(format!("acknowledgement: {}", self.acknowledgement));
        } else {
            lines.push("acknowledged: nothing, so what others had seen is counted".to_owned());
        }
        lines.push(format!("seen by others and gone: {} of {}", self.seen_missing, self.seen));
        lines.push(format!("stored once and gone later: {}", self.stored_missing));
        lines.push(format!("unacknowledged and there: {}", self.survived_unacknowledged));
        lines.push(format!("restart: {}", self.restart));
        lines.extend(self.faults.iter().map(|fault| format!("FAULT {fault}")));
        lines
    }

    /// A server that acknowledges may lose what it did not; of one that does not,
    /// what others had seen is taken for a promise.
    fn kept(&self) -> bool {
        let promised = if self.acknowledges() { 0 } else { self.seen_missing };
        let missing = self.acknowledged_missing + self.stored_missing + promised;
        missing == 0 && self.faults.is_empty()
    }
}
