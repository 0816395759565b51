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

/// What became of something that a member said of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It is old, hearsay, or not allowed.
    Ignored,
    /// The member speaks as this client now; others know the state already.
    Claimed,
    /// Others have to hear of it.
    Changed,
}

#[derive(Debug)]
struct State {
    /// The last clock that its owner sent.
    heard: u64,
    /// The last clock that others were told. Clients remember the clocks of those who left, so a
    /// state that is shown again must have a higher one.
    shown: u64,
    /// The JSON as it is sent; `None` when the client left.
    json: Option<Arc<str>>,
    /// The seat that speaks as this client.
    owner: MemberId,
    /// Whether that seat is on another node.
    elsewhere: bool,
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

    /// Takes what a member says of one client.
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
    ) -> Heard {
        let leaving = entry.state == LEFT;
        let full = self.states.len() >= limits.clients;
        let shown = match self.states.get_mut(&entry.client) {
            None if leaving || full => return Heard::Ignored,
            None => entry.clock,
            Some(known) if !known.may_be_spoken_for_by(owner, identity) => return Heard::Ignored,
            Some(known) if known.owner == owner && !known.is_news(entry) => return Heard::Ignored,
            // Back before anybody noticed.
            Some(known)
                if known.owner != owner
                    && entry.clock <= known.heard
                    && known.json.is_some()
                    && !leaving =>
            {
                known.owner = owner;
                known.renewed = now;
                return Heard::Claimed;
            }
            Some(known) => entry.clock.max(known.shown + 1),
        };
        let json = match stamp(entry.state, identity) {
            Some(json) => Some(json),
            None if leaving => None,
            None => return Heard::Ignored,
        };
        self.version += 1;
        let subject = identity.subject.clone();
        let heard = entry.clock;
        let state = State {
            heard,
            shown,
            json,
            owner,
            subject,
            renewed: now,
            version: self.version,
            elsewhere: false,
        };
        self.states.insert(entry.client, state);
        Heard::Changed
    }

    /// Takes what another node says of a client of its own; `owner` stands for that node's room.
    /// True when the members have to hear of it.
    ///
    /// The node has stamped it already. Whoever came to this node meanwhile speaks for themselves.
    pub fn hear_elsewhere(
        &mut self,
        owner: MemberId,
        entry: AwarenessEntry<'_>,
        now: Instant,
        limits: &PresenceLimits,
    ) -> bool {
        let leaving = entry.state == LEFT;
        let full = self.states.len() >= limits.clients;
        let shown = match self.states.get(&entry.client) {
            None if leaving || full => return false,
            None => entry.clock,
            Some(known) if known.owner == owner && !known.is_news(entry) => return false,
            Some(known) if known.owner != owner && (leaving || entry.clock <= known.heard) => {
                return false;
            }
            Some(known) => entry.clock.max(known.shown + 1),
        };
        self.version += 1;
        let json: Option<Arc<str>> = (!leaving).then(|| entry.state.into());
        let state = State {
            heard: entry.clock,
            shown,
            subject: json.as_deref().and_then(stamped),
            json,
            owner,
            elsewhere: true,
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
        self.states.retain(|_, state| {
            state.json.is_some() || now.duration_since(state.renewed) < REMEMBER_LEFT
        });
        before != self.version
    }

    /// When [`Presence::expire`] should be called next.
    pub fn next_expiry(&self, limits: &PresenceLimits) -> Option<Instant> {
        self.states
            .values()
            .map(|state| {
                state.renewed + if state.json.is_some() { limits.expiry } else { REMEMBER_LEFT }
            })
            .min()
    }

    /// The message for somebody who comes in: every state, each with a clock that nobody has seen.
    pub fn introduce(&mut self, except: Option<u64>) -> Option<Vec<u8>> {
        for state in self.states.values_mut().filter(|state| state.json.is_some()) {
            state.shown += 1;
        }
        self.since(0, except)
    }

    /// Whether the state of this client is newer than `seen`.
    pub fn is_newer(&self, client: u64, seen: u64) -> bool {
        self.states.get(&client).is_some_and(|state| state.version > seen)
    }

    /// The awareness message with every state newer than `seen`, without the client `except`;
    /// `None` when there is none.
    ///
    /// Those who have seen nothing are not told of clients that left.
    pub fn since(&self, seen: u64, except: Option<u64>) -> Option<Vec<u8>> {
        self.message(seen, |client, _| Some(client) != except)
    }

    /// The same for other nodes: states of the clients that are here.
    pub fn own_since(&self, seen: u64) -> Option<Vec<u8>> {
        self.message(seen, |_, state| !state.elsewhere)
    }

    fn message(&self, seen: u64, of: impl Fn(u64, &State) -> bool) -> Option<Vec<u8>> {
        let newer: Vec<_> = self
            .states
            .iter()
            .filter(|(client, state)| {
                state.version > seen && (seen > 0 || state.json.is_some()) && of(**client, state)
            })
            .map(|(client, state)| AwarenessEntry {
                client: *client,
                clock: state.shown,
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

    fn is_news(&self, entry: AwarenessEntry<'_>) -> bool {
        entry.clock > self.heard
            || (entry.clock == self.heard && entry.state == LEFT && self.json.is_some())
    }

    fn go(&mut self, version: u64, now: Instant) {
        self.json = None;
        self.shown += 1;
        self.version = version;
        self.renewed = now;
    }
}

/// Whose name a node has written into a state.
fn stamped(state: &str) -> Option<String> {
    let state: Value = serde_json::from_str(state).ok()?;
    state.pointer("/user/id")?.as_str().map(str::to_owned)
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
        user.insert("name".into(), identity.name.as_ref().unwrap_or(subject).as_str().into());
    }
    serde_json::to_string(&object).ok().map(Arc::from)
}

#[cfg(test)]
mod tests {
    use renexus_wire::awareness::decode;
    use renexus_wire::id::SessionId;

    use super::*;

    const ANA: u64 = 7;

    fn member(session: u64) -> MemberId {
        MemberId { session: SessionId(session), seat: 0 }
    }

    fn person(name: &str) -> Identity {
        Identity { subject: Some(name.into()), name: Some(name.into()) }
    }

    fn says(clock: u64, state: &str) -> AwarenessEntry<'_> {
        AwarenessEntry { client: ANA, clock, state }
    }

    fn shown(presence: &Presence, seen: u64) -> Vec<(u64, u64, String)> {
        let Some(bytes) = presence.since(seen, None) else { return Vec::new() };
        let entries = decode(&bytes, 100).unwrap();
        entries
            .into_iter()
            .map(|entry| (entry.client, entry.clock, entry.state.to_owned()))
            .collect()
    }

    #[test]
    fn nobody_speaks_with_the_name_or_the_client_of_another() {
        let (mut presence, limits, now) =
            (Presence::default(), PresenceLimits::default(), Instant::now());
        let forged = says(1, r#"{"user":{"name":"Boss","color":"red"},"cursor":3}"#);
        assert_eq!(presence.hear(member(1), &person("Ana"), forged, now, &limits), Heard::Changed);
        assert_eq!(
            shown(&presence, 0)[0].2,
            r#"{"cursor":3,"user":{"color":"red","id":"Ana","name":"Ana"}}"#
        );
        assert_eq!(
            presence.hear(member(2), &person("Bob"), says(9, "{}"), now, &limits),
            Heard::Ignored
        );
        assert_eq!(
            presence.hear(member(2), &person("Bob"), says(9, LEFT), now, &limits),
            Heard::Ignored
        );
    }

    #[test]
    fn a_state_that_nobody_renews_is_gone_after_its_time() {
        let (mut presence, limits, start) =
            (Presence::default(), PresenceLimits::default(), Instant::now());
        presence.hear(member(1), &person("Ana"), says(1, "{}"), start, &limits);
        let renewed = start + Duration::from_secs(15);
        presence.hear(member(1), &person("Ana"), says(2, "{}"), renewed, &limits);
        assert!(!presence.expire(start + limits.expiry, &limits));
        assert!(presence.expire(renewed + limits.expiry, &limits));
        assert_eq!(shown(&presence, 1), [(ANA, 3, LEFT.to_owned())]);
        assert_eq!(shown(&presence, 0), []);
    }

    #[test]
    fn who_comes_back_with_the_same_clock_is_seen_at_once() {
        let (mut presence, limits, now) =
            (Presence::default(), PresenceLimits::default(), Instant::now());
        presence.hear(member(1), &person("Ana"), says(4, r#"{"cursor":1}"#), now, &limits);
        assert!(presence.leave(member(1), ANA, now));
        let seen = presence.version();
        assert_eq!(
            presence.hear(member(2), &person("Ana"), says(4, r#"{"cursor":1}"#), now, &limits),
            Heard::Changed
        );
        assert_eq!(shown(&presence, seen)[0].1, 6, "a clock above the one of the leaving");
        presence.hear(member(2), &person("Ana"), says(5, "{}"), now, &limits);
        assert_eq!(shown(&presence, seen)[0].1, 7);
    }

    #[test]
    fn who_comes_in_is_told_clocks_that_nobody_has_seen() {
        let (mut presence, limits, now) =
            (Presence::default(), PresenceLimits::default(), Instant::now());
        presence.hear(member(1), &person("Ana"), says(4, "{}"), now, &limits);
        let first = decode(&presence.introduce(None).unwrap(), 9).unwrap()[0].clock;
        let second = decode(&presence.introduce(None).unwrap(), 9).unwrap()[0].clock;
        assert!(first > 4 && second > first);
        assert_eq!(presence.introduce(Some(ANA)), None, "nobody is told of themselves");
    }

    #[test]
    fn who_comes_back_before_the_old_socket_is_known_dead_keeps_the_cursor() {
        let (mut presence, limits, now) =
            (Presence::default(), PresenceLimits::default(), Instant::now());
        presence.hear(member(1), &person("Ana"), says(4, "{}"), now, &limits);
        assert_eq!(
            presence.hear(member(2), &person("Ana"), says(4, "{}"), now, &limits),
            Heard::Claimed
        );
        assert!(!presence.leave(member(1), ANA, now), "the old socket has no say any more");
        assert_eq!(shown(&presence, 0).len(), 1);
    }
}
