//! Presence as y-protocols encode it: clientID, clock, JSON or `null`.

use std::collections::BTreeMap;

use renexus_wire::lib0::{ReadError, Reader, write_var_string, write_var_uint};
use serde_json::Value;

/// Who is there, as the server told this peer; and what this peer says of itself.
#[derive(Debug, Default)]
pub(super) struct Presences {
    /// clientID → clock and state; the state of someone who left is `None`.
    known: BTreeMap<u64, (u64, Option<Value>)>,
    /// Grows with each own statement.
    clock: u64,
    /// The last own statement.
    own: Option<Value>,
}

impl Presences {
    /// The clients that are there, with their states.
    pub(super) fn present(&self) -> BTreeMap<u64, Value> {
        let present = self.known.iter();
        present.filter_map(|(id, (_, state))| Some((*id, state.clone()?))).collect()
    }

    /// Takes in what the server sent: the newer clock wins, a `null` wins at the same clock.
    pub(super) fn hear(&mut self, states: &[u8]) -> Result<(), ReadError> {
        let mut reader = Reader::new(states);
        for _ in 0..reader.var_uint()? {
            let client = reader.var_uint()?;
            let clock = reader.var_uint()?;
            let state: Option<Value> = serde_json::from_str(reader.var_string()?).ok().flatten();
            let newer = match self.known.get(&client) {
                None => true,
                Some((seen, _)) => clock > *seen || (clock == *seen && state.is_none()),
            };
            if newer {
                self.known.insert(client, (clock, state));
            }
        }
        Ok(())
    }

    /// Says something new about `client`, or that it left.
    pub(super) fn say(&mut self, client: u64, state: Option<Value>) -> Vec<u8> {
        self.own = state;
        self.repeat(client)
    }

    /// Says the same as before with a newer clock.
    pub(super) fn repeat(&mut self, client: u64) -> Vec<u8> {
        self.clock += 1;
        let json = self.own.as_ref().map_or_else(|| "null".to_owned(), Value::to_string);
        encode(client, self.clock, &json)
    }

    /// Whether this peer has said anything about itself.
    pub(super) fn speaks(&self) -> bool {
        self.own.is_some()
    }
}

/// The presence of one client as y-protocols encode it; any clientID, for tests of forgery.
pub fn encode(client: u64, clock: u64, json: &str) -> Vec<u8> {
    let mut out = Vec::new();
    write_var_uint(&mut out, 1);
    write_var_uint(&mut out, client);
    write_var_uint(&mut out, clock);
    write_var_string(&mut out, json);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_newest_state_wins_and_null_leaves() {
        let mut presences = Presences::default();
        presences.hear(&encode(7, 2, r#"{"name":"Ada"}"#)).unwrap();
        presences.hear(&encode(7, 1, r#"{"name":"old"}"#)).unwrap();
        assert_eq!(presences.present(), BTreeMap::from([(7, json!({"name": "Ada"}))]));
        presences.hear(&encode(7, 2, "null")).unwrap();
        assert!(presences.present().is_empty());
    }
}
