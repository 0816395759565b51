//! What a load run does, as a short TOML file that a person writes.

mod cold;
mod payload;
mod phase;
mod reading;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use self::cold::Cold;
pub use self::payload::{Payload, Preload};
pub use self::phase::{Phase, Rate};
pub use self::reading::ScenarioError;

use crate::peer::Protocol;

/// A load run: who connects, and what they do phase by phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name: that of the file unless the file says another.
    #[serde(default)]
    pub name: String,
    /// What it is like, in words.
    #[serde(default)]
    pub description: String,
    /// The protocol to speak; the target's own when absent.
    #[serde(default)]
    pub protocol: Option<Protocol>,
    /// How many documents are open.
    #[serde(default = "one")]
    pub documents: u32,
    /// Clients of each document.
    pub clients: u32,
    /// How many of a document's clients write: its first ones.
    #[serde(default)]
    pub writers: u32,
    /// Over how many seconds the clients arrive.
    #[serde(default = "two_seconds")]
    pub ramp_seconds: f64,
    /// What every document holds before the clients come.
    #[serde(default)]
    pub preload: Option<Preload>,
    /// What the clients do, one after the other.
    #[serde(rename = "phase", default)]
    pub phases: Vec<Phase>,
    /// Whether documents are opened from the disk at the end, and how often.
    #[serde(default)]
    pub cold: Option<Cold>,
    /// Limits on figures: the least where more is better, else the most. A broken one makes the run fail.
    #[serde(default)]
    pub thresholds: BTreeMap<String, f64>,
}

impl Scenario {
    /// Reads a scenario file; a bare name is looked up among the scenarios that are shipped.
    pub fn load(path: &Path) -> Result<Self, ScenarioError> {
        Self::load_with(path, &[])
    }

    /// Reads a scenario file and changes single values: `documents=5`, `phase.0.rate=20`.
    pub fn load_with(path: &Path, changes: &[(String, String)]) -> Result<Self, ScenarioError> {
        let path = find(path);
        let text = std::fs::read_to_string(&path)
            .map_err(|source| ScenarioError::Unread { path: path.clone(), source })?;
        let mut scenario = reading::read(&text, changes)?;
        if scenario.name.is_empty() {
            let stem = path.file_stem().unwrap_or_default();
            scenario.name = stem.to_string_lossy().into_owned();
        }
        Ok(scenario)
    }

    /// Reads a scenario from text.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        reading::read(text, &[])
    }

    /// Connections that stay open over the whole run.
    pub fn connections(&self) -> u32 {
        self.documents.saturating_mul(self.clients)
    }

    /// The most presence that a client of a document speaks, as a number of clients.
    pub fn presence_clients(&self) -> u32 {
        let speaking = |phase: &Phase| phase.presence_clients(self.clients);
        self.phases.iter().map(speaking).max().unwrap_or(0)
    }
}

/// The file as it is named, or the shipped scenario of that name.
fn find(path: &Path) -> PathBuf {
    if path.exists() || path.components().count() > 1 || path.extension().is_some() {
        return path.to_owned();
    }
    let shipped = shipped_folder().join(path).with_extension("toml");
    if shipped.exists() { shipped } else { path.to_owned() }
}

/// Where the shipped scenarios are.
pub fn shipped_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn one() -> u32 {
    1
}

fn two_seconds() -> f64 {
    2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_scenario_is_valid() {
        let mut read = 0;
        for entry in std::fs::read_dir(shipped_folder()).unwrap() {
            let path = entry.unwrap().path();
            Scenario::load(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            read += 1;
        }
        assert!(read >= 13, "only {read} scenarios are shipped");
    }

    #[test]
    fn a_value_can_be_changed_from_outside() {
        let changes = [("documents", "3"), ("phase.0.rate", "max"), ("phase.0.seconds", "1.5")];
        let changes = changes.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let scenario = Scenario::load_with(Path::new("smoke"), &changes).unwrap();
        assert_eq!((scenario.documents, scenario.name.as_str()), (3, "smoke"));
        assert_eq!(scenario.phases[0].rate, Rate::Max);
    }
}
