//! Who is in a document and what they show of themselves: plain Rust, the clock is handed in.
//!
//! Every change of a state gets the next version; a member that has seen
//! version v is sent what is newer. So a slow reader misses steps in between,
//! never the latest state.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use renexus_wire::awareness::{self, AwarenessEntry, LEFT};
use renexus_wire::id::MemberId;
use serde_json::Value;

use super::member::Identity;
use crate::limits::PresenceLimits;

/// How long the clock of a client that left is remembered, so that late repetitions of others do not revive it.
const REMEMBER_LEFT: Duration = Duration::from_secs(60);

/// The states of all clients of one document.
#[derive(Debug, Default)]
pub struct Presence {
    states: HashMap<u64, State>,
    version: u64,
}

#[derive(Debug)]
struct State {
    clock: u64,
    /// The JSON as it is sent; `None` when the client left.
    json: Option<Arc<str>>,
    /// The seat that speaks as this client.
    owner: MemberId,
    /// Whose seat it is; the same person may take over from a dead connection.
    subject: Option<String>,
    renewed: Instant,
    version: u64,
}

impl Presence {
    /// The newest version.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Takes what a member says of one client. True when others have to hear of it.
    ///
    /// A member speaks as one client only. What it repeats of others is
    /// ignored: stock clients repeat everything they hear.
    pub fn hear(
        &mut self,
        owner: MemberId,
        identity: &Identity,
        entry: AwarenessEntry<'_>,
        now: Instant,
        limits: &PresenceLimits,
    ) -> bool {
        if entry.state.len() > limits.state_bytes {
            return false;
        }
        if let Some(known) = self.states.get(&entry.client) {
            let newer = entry.clock > known.clock || (entry.clock == known.clock && entry.state == LEFT && known.json.is_some());
            if !newer || !known.may_be_spoken_for_by(owner, identity) {
                return false;
            }
        } else if entry.state == LEFT || self.states.len() >= limits.clients {
            return false;
        }
        let json = match entry.state {
            LEFT => None,
            state => match stamp(state, identity) {
                Some(json) => Some(json),
                None => return false,
            },
        };
        self.version += 1;
        let state = State {
            clock: entry.clock,
            json,
            owner,
            subject: identity.subject.clone(),
            renewed: now,
            version: self.version,
        };
        self.states.insert(entry.client, state);
        true
    }

    /// Removes the client that a leaving member spoke as. True when others have to hear of it.
    pub fn leave(&mut self, owner: MemberId, client: u64, now: Instant) -> bool {
        match self.states.get_mut(&client) {
            Some(state) if state.owner == owner && state.json.is_some() => {
                self.version += 1;
                state.go(self.version, now);
                true
            }
            _ => false,
        }
    }

    /// Removes states that were not renewed in time. True when others have to hear of it.
    pub fn expire(&mut self, now: Instant, limits: &PresenceLimits) -> bool {
        let before = self.version;
        for state in self.states.values_mut() {
            if state.json.is_some() && now.duration_since(state.renewed) >= limits.expiry {
                self.version += 1;
                state.go(self.version, now);
            }
        }
        self.states.retain(|_, state| state.json.is_some() || now.duration_since(state.renewed) < REMEMBER_LEFT);
        before != self.version
    }

    /// When [`Presence::expire`] should be called next.
    pub fn next_expiry(&self, limits: &PresenceLimits) -> Option<Instant> {
        self.states
            .values()
            .map(|state| state.renewed + if state.json.is_some() { limits.expiry } else { REMEMBER_LEFT })
            .min()
    }

    /// The awareness message with every state newer than `seen`; `None` when there is none.
    ///
    /// Those who have seen nothing are not told of clients that left.
    pub fn since(&self, seen: u64) -> Option<Vec<u8>> {
        let newer: Vec<_> = self
            .states
            .iter()
            .filter(|(_, state)| state.version > seen && (seen > 0 || state.json.is_some()))
            .map(|(client, state)| AwarenessEntry {
                client: *client,
                clock: state.clock,
                state: state.json.as_deref().unwrap_or(LEFT),
            })
            .collect();
        (!newer.is_empty()).then(|| awareness::encode(newer.into_iter()))
    }
}

impl State {
    fn may_be_spoken_for_by(&self, member: MemberId, identity: &Identity) -> bool {
        self.owner == member || self.subject == identity.subject || self.json.is_none()
    }

    /// The clock stays: clients accept the same clock for a leaving.
    fn go(&mut self, version: u64, now: Instant) {
        self.json = None;
        self.version = version;
        self.renewed = now;
    }
}

/// Writes the known identity into a state: nobody speaks with another's name.
///
/// `None` when the state is not a JSON object.
fn stamp(state: &str, identity: &Identity) -> Option<Arc<str>> {
    let Value::Object(mut object) = serde_json::from_str(state).ok()? else { return None };
    let Some(subject) = &identity.subject else { return Some(state.into()) };
    let user = object.entry("user").or_insert_with(|| Value::Object(serde_json::Map::new()));
    if !user.is_object() {
        *user = Value::Object(serde_json::Map::new());
    }
    if let Value::Object(user) = user {
        user.insert("id".into(), subject.as_str().into());
        if let Some(name) = &identity.name {
            user.insert("name".into(), name.as_str().into());
        }
    }
    serde_json::to_string(&object).ok().map(Arc::from)
}
