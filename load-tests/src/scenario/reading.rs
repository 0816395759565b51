//! From text to a scenario, with errors that say what is right.

use std::path::PathBuf;

use super::{Cold, Phase, Rate, Scenario};
use crate::figure::{self, Figure};

/// More clients than one machine can hold open: 28,000 ports on each of 253 loopback addresses.
const MOST_CONNECTIONS: u64 = 1_000_000;

/// Each phase has its own books.
const MOST_PHASES: usize = 32;

/// Each opening restarts the server.
const MOST_OPENINGS: u32 = 1_000;

/// An hour: histories of a run are kept in memory.
const LONGEST_SECONDS: f64 = 3600.0;

/// Why a scenario cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// The file cannot be read.
    #[error(
        "cannot read the scenario {path}: {source}; name a file, or one of the shipped scenarios"
    )]
    Unread {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It is not TOML.
    #[error("the scenario is not TOML: {0}")]
    NotToml(String),
    /// A value is of another kind than its key needs.
    #[error("{key}: {reason}")]
    Kind {
        /// Where.
        key: String,
        /// What is there and what is right.
        reason: String,
    },
    /// A value is outside of its bounds.
    #[error("{key} is {value}, but must be {right}")]
    Value {
        /// Where.
        key: String,
        /// What is there.
        value: String,
        /// What is right.
        right: String,
    },
    /// A change from outside names no place in the scenario.
    #[error("{0}: there is no such place; write key=value or phase.0.key=value")]
    NoPlace(String),
}

/// Reads and checks a scenario.
pub(super) fn read(text: &str, changes: &[(String, String)]) -> Result<Scenario, ScenarioError> {
    let mut table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| ScenarioError::NotToml(error.to_string()))?;
    for (key, value) in changes {
        change(&mut table, key, value)?;
    }
    let scenario: Scenario = serde_path_to_error::deserialize(table).map_err(|error| {
        let key = error.path().to_string();
        ScenarioError::Kind { key, reason: error.inner().message().to_owned() }
    })?;
    check(&scenario)?;
    Ok(scenario)
}

/// Puts a value where a dotted key points; text that is no other TOML value is a string.
fn change(table: &mut toml::Table, key: &str, text: &str) -> Result<(), ScenarioError> {
    let no_place = || ScenarioError::NoPlace(key.to_owned());
    let value = format!("value = {text}").parse::<toml::Table>().ok();
    let value = value.and_then(|mut parsed| parsed.remove("value"));
    let value = value.unwrap_or_else(|| toml::Value::String(text.to_owned()));
    let mut way = key.split('.').peekable();
    let first = way.next().ok_or_else(no_place)?;
    if way.peek().is_none() {
        table.insert(first.to_owned(), value);
        return Ok(());
    }
    let mut place = table.entry(first).or_insert_with(|| toml::Value::Table(toml::Table::new()));
    while let Some(step) = way.next() {
        let last = way.peek().is_none();
        place = match place {
            toml::Value::Array(list) => {
                step.parse().ok().and_then(|at: usize| list.get_mut(at)).ok_or_else(no_place)?
            }
            toml::Value::Table(inner) if last => {
                inner.insert(step.to_owned(), value);
                return Ok(());
            }
            toml::Value::Table(inner) => inner.get_mut(step).ok_or_else(no_place)?,
            _ => return Err(no_place()),
        };
    }
    *place = value;
    Ok(())
}

fn check(scenario: &Scenario) -> Result<(), ScenarioError> {
    let connections = u64::from(scenario.documents) * u64::from(scenario.clients);
    must(connections <= MOST_CONNECTIONS, "documents × clients", connections, "at most 1000000")?;
    must(connections > 0, "documents × clients", connections, "at least 1")?;
    let writers = scenario.writers;
    must(writers <= scenario.clients, "writers", writers, "at most the number of clients")?;
    let ramp = scenario.ramp_seconds;
    must((0.0..=LONGEST_SECONDS).contains(&ramp), "ramp_seconds", ramp, "between 0 and 3600")?;
    let phases = scenario.phases.len();
    let enough = phases > 0 || scenario.cold.is_some();
    let fits = enough && phases <= MOST_PHASES;
    must(fits, "the number of [[phase]]", phases, "1 to 32, or 0 with [cold]")?;
    if let Some(cold) = &scenario.cold {
        check_cold(cold)?;
    }
    for (place, phase) in scenario.phases.iter().enumerate() {
        check_phase(scenario, &format!("phase.{place}"), phase)?;
    }
    for name in scenario.thresholds.keys() {
        let known = Figure::by_name(name).is_some();
        must(known, "thresholds", name, &format!("one of {}", figure::names()))?;
    }
    Ok(())
}

fn check_cold(cold: &Cold) -> Result<(), ScenarioError> {
    let (openings, settle) = (cold.openings, cold.settle_seconds);
    must((1..=MOST_OPENINGS).contains(&openings), "cold.openings", openings, "1 to 1000")?;
    let bounded = (0.0..=LONGEST_SECONDS).contains(&settle);
    must(bounded, "cold.settle_seconds", settle, "between 0 and 3600")
}

fn check_phase(scenario: &Scenario, at: &str, phase: &Phase) -> Result<(), ScenarioError> {
    let key = |name: &str| format!("{at}.{name}");
    let seconds = phase.seconds;
    let long = seconds > 0.0 && seconds <= LONGEST_SECONDS;
    must(long, &key("seconds"), seconds, "above 0 and at most 3600")?;
    let warm = phase.warm_up_seconds;
    must((0.0..=LONGEST_SECONDS).contains(&warm), &key("warm_up_seconds"), warm, "0 to 3600")?;
    if let Rate::PerSecond(rate) = phase.rate {
        must((0.0..=1e6).contains(&rate), &key("rate"), rate, "0 to 1000000, or \"max\"")?;
    }
    must((1..=65_536).contains(&phase.window), &key("window"), phase.window, "1 to 65536")?;
    let length = phase.payload.length();
    must((1..=1_000_000).contains(&length), &key("payload.pasted"), length, "1 to 1000000")?;
    let presence = phase.presence;
    must((0.0..=1000.0).contains(&presence), &key("presence"), presence, "0 to 1000 per second")?;
    must((0.0..=1.0).contains(&phase.churn), &key("churn"), phase.churn, "a share from 0 to 1")?;
    let readers = scenario.clients - scenario.writers;
    let slow = phase.slow_readers;
    must(slow <= readers, &key("slow_readers"), slow, "at most the clients that do not write")?;
    must(phase.joins <= 100_000, &key("joins"), phase.joins, "at most 100000")
}

fn must(
    holds: bool,
    key: &str,
    value: impl std::fmt::Display,
    right: &str,
) -> Result<(), ScenarioError> {
    let wrong = || ScenarioError::Value {
        key: key.to_owned(),
        value: value.to_string(),
        right: right.to_owned(),
    };
    holds.then_some(()).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHASE: &str = "[[phase]]\nname = 'a'\nseconds = 1\n";

    fn refusal(text: &str) -> String {
        read(&format!("{text}\n{PHASE}"), &[]).unwrap_err().to_string()
    }

    #[test]
    fn refusals_name_key_value_and_what_is_right() {
        assert_eq!(
            refusal("clients = 2\nwriters = 5"),
            "writers is 5, but must be at most the number of clients"
        );
        assert!(refusal("clients = 'many'").starts_with("clients: invalid type: string \"many\""));
        assert!(refusal("clients = 1\nclient = 2").contains("unknown field `client`"));
    }

    #[test]
    fn a_scenario_without_phases_opens_documents_at_least() {
        let of = |text: &str| read(&format!("clients = 1\n{text}"), &[]);
        assert!(of("").unwrap_err().to_string().contains("1 to 32, or 0 with [cold]"));
        assert_eq!(of("[cold]\nopenings = 3").unwrap().cold.unwrap().openings, 3);
        let told = of("[cold]\nopenings = 0").unwrap_err().to_string();
        assert_eq!(told, "cold.openings is 0, but must be 1 to 1000");
    }

    #[test]
    fn a_rate_is_a_number_or_max() {
        let of = |rate: &str| read(&format!("clients = 1\n{PHASE}rate = {rate}"), &[]);
        assert_eq!(of("10").unwrap().phases[0].rate, Rate::PerSecond(10.0));
        assert_eq!(of("'max'").unwrap().phases[0].rate, Rate::Max);
        assert!(of("'fast'").unwrap_err().to_string().contains("or \"max\""));
    }

    #[test]
    fn thresholds_are_known_figures() {
        let text = format!("clients = 1\n{PHASE}[thresholds]\nlatency = 5");
        let told = read(&text, &[]).unwrap_err().to_string();
        assert!(told.contains("latency_p99_ms"), "{told}");
    }
}
