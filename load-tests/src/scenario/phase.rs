//! One stretch of a run.

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::payload::Payload;

/// One stretch of a run: everybody does the same until it is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Its name in reports.
    pub name: String,
    /// How long it is measured.
    pub seconds: f64,
    /// How long it runs before it is measured.
    #[serde(default)]
    pub warm_up_seconds: f64,
    /// Updates per second of each writer.
    #[serde(default)]
    pub rate: Rate,
    /// The most updates of a writer that wait for an answer when the rate is `max`.
    #[serde(default = "window")]
    pub window: u32,
    /// What an update holds.
    #[serde(default)]
    pub payload: Payload,
    /// Presence states per second of each client.
    #[serde(default)]
    pub presence: f64,
    /// How many clients of a document show presence: its first ones; all when absent.
    #[serde(default, rename = "presence_clients")]
    pub speakers: Option<u32>,
    /// The share of clients that leave and come back in each second; writers stay.
    #[serde(default)]
    pub churn: f64,
    /// How many clients do not read: the last ones of the first document.
    #[serde(default)]
    pub slow_readers: u32,
    /// How many newcomers open the first document at the same moment; they leave at the end.
    #[serde(default)]
    pub joins: u32,
    /// Whether the nodes of the target are restarted one after the other, from the first measured
    /// moment on: its process is sent SIGHUP.
    #[serde(default)]
    pub restart: bool,
}

impl Phase {
    /// How many clients of a document with `clients` show presence.
    pub fn presence_clients(&self, clients: u32) -> u32 {
        let speaks = self.presence > 0.0;
        if speaks { self.speakers.unwrap_or(clients).min(clients) } else { 0 }
    }

    /// Whether writers write at all.
    pub fn writes(&self) -> bool {
        self.payload != Payload::None && self.rate != Rate::PerSecond(0.0)
    }
}

fn window() -> u32 {
    256
}

/// How fast a writer writes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rate {
    /// So many updates per second, whatever the server does.
    PerSecond(f64),
    /// As fast as answers come.
    Max,
}

impl Default for Rate {
    fn default() -> Self {
        Self::PerSecond(0.0)
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::PerSecond(rate) => out.serialize_f64(*rate),
            Self::Max => out.serialize_str("max"),
        }
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(RateVisitor)
    }
}

struct RateVisitor;

impl Visitor<'_> for RateVisitor {
    type Value = Rate;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a number of updates per second, or \"max\"")
    }

    fn visit_f64<E: Error>(self, rate: f64) -> Result<Rate, E> {
        Ok(Rate::PerSecond(rate))
    }

    fn visit_i64<E: Error>(self, rate: i64) -> Result<Rate, E> {
        let rate = i32::try_from(rate).map_err(|_| E::custom("more than two thousand million"))?;
        Ok(Rate::PerSecond(f64::from(rate)))
    }

    fn visit_u64<E: Error>(self, rate: u64) -> Result<Rate, E> {
        let rate = u32::try_from(rate).map_err(|_| E::custom("more than four thousand million"))?;
        Ok(Rate::PerSecond(f64::from(rate)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Rate, E> {
        if text == "max" {
            Ok(Rate::Max)
        } else {
            Err(E::invalid_value(serde::de::Unexpected::Str(text), &self))
        }
    }
}
