//! What a comparison measured, as it is written to JSON.

use serde::{Deserialize, Serialize};

use crate::result::RunResult;
use crate::search::Found;

/// Everything that one `compare` measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Tells this file from others.
    pub kind: ComparisonKind,
    /// The command that made it.
    pub command: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Names of the targets, in the order of their turns; ratios are of the first to each other.
    pub targets: Vec<String>,
    /// The first round's seed; each further round takes the next.
    pub seed: u64,
    /// Every run that ended, in order.
    pub rounds: Vec<Round>,
    /// Runs that could not be made.
    pub failures: Vec<Failure>,
    /// What was required, and what became of it.
    pub requirements: Vec<Checked>,
}

/// Only ever written as `comparison`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComparisonKind {
    /// The only kind.
    #[default]
    Comparison,
}

/// One target's turn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Counted from 1.
    pub round: u32,
    /// Name of the target.
    pub target: String,
    /// The run; of a search, the last one at the rate that was found.
    pub result: RunResult,
    /// How the rate was found, when it was searched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<Found>,
}

/// A turn that ended without a result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Counted from 1.
    pub round: u32,
    /// Name of the target.
    pub target: String,
    /// Why.
    pub error: String,
}

/// A requirement and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// As it was written.
    pub requirement: String,
    /// Whether it held.
    pub kept: bool,
    /// What was measured, in words.
    pub measured: String,
}

impl Comparison {
    /// The target that is compared with the others.
    pub fn first(&self) -> &str {
        self.targets.first().map_or("", String::as_str)
    }

    /// The runs of a target, in order.
    pub fn runs<'a>(&'a self, target: &'a str) -> impl Iterator<Item = &'a Round> {
        self.rounds.iter().filter(move |round| round.target == target)
    }

    /// Whether every turn ended and every requirement held.
    pub fn kept(&self) -> bool {
        self.failures.is_empty() && self.requirements.iter().all(|checked| checked.kept)
    }
}
