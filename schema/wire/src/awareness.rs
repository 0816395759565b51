//! The awareness message: who is there, in what state.
//!
//! `varUint n`, then n times `varUint clientID, varUint clock, varString JSON`;
//! the JSON `null` says that the client left. Source: `y-protocols/awareness.js`.

use thiserror::Error;

use crate::lib0::{self, ReadError, Reader};

/// The state that says that a client left.
pub const LEFT: &str = "null";

/// The fewest bytes that one entry takes: id, clock, and an empty string.
const MIN_ENTRY_BYTES: usize = 3;

/// Largest client id of Yjs: 53 bits.
const MAX_CLIENT_ID: u64 = (1 << 53) - 1;

/// What one client says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwarenessEntry<'a> {
    /// The Yjs client id.
    pub client: u64,
    /// Grows with each state of this client.
    pub clock: u64,
    /// A JSON value, or [`LEFT`].
    pub state: &'a str,
}

/// Why an awareness message is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum InvalidAwareness {
    /// The bytes are cut short or malformed.
    #[error("awareness: {0}")]
    Malformed(#[from] ReadError),
    /// It speaks of more clients than allowed, or than its bytes can hold.
    #[error("awareness names {0} clients, at most {1} are allowed")]
    TooManyClients(u64, usize),
    /// A client id has more than 53 bits.
    #[error("awareness client id {0} has more than 53 bits")]
    ClientId(u64),
    /// Bytes follow the last entry.
    #[error("awareness has {0} bytes too many")]
    Trailing(usize),
}

/// Reads all entries of an awareness message that may name at most `max_clients` clients.
pub fn decode(
    bytes: &[u8],
    max_clients: usize,
) -> Result<Vec<AwarenessEntry<'_>>, InvalidAwareness> {
    let mut reader = Reader::new(bytes);
    let declared = reader.var_uint()?;
    let possible = max_clients.min(reader.rest().len() / MIN_ENTRY_BYTES);
    let count = usize::try_from(declared)
        .ok()
        .filter(|count| *count <= possible)
        .ok_or(InvalidAwareness::TooManyClients(declared, possible))?;
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        let client = reader.var_uint()?;
        if client > MAX_CLIENT_ID {
            return Err(InvalidAwareness::ClientId(client));
        }
        let clock = reader.var_uint()?;
        let state = reader.var_string()?;
        entries.push(AwarenessEntry { client, clock, state });
    }
    if !reader.is_empty() {
        return Err(InvalidAwareness::Trailing(reader.rest().len()));
    }
    Ok(entries)
}

/// Writes an awareness message; no entries make the shortest message there is.
pub fn encode<'a>(entries: impl ExactSizeIterator<Item = AwarenessEntry<'a>>) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    lib0::write_length(&mut out, entries.len());
    for entry in entries {
        lib0::write_var_uint(&mut out, entry.client);
        lib0::write_var_uint(&mut out, entry.clock);
        lib0::write_var_string(&mut out, entry.state);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_survive_the_round_trip() {
        let entries = [
            AwarenessEntry { client: 7, clock: 1, state: r#"{"user":{"name":"Ana"}}"# },
            AwarenessEntry { client: MAX_CLIENT_ID, clock: 900, state: LEFT },
        ];
        let bytes = encode(entries.into_iter());
        assert_eq!(decode(&bytes, 10).unwrap(), entries);
        assert_eq!(decode(&bytes, 1), Err(InvalidAwareness::TooManyClients(2, 1)));
    }

    #[test]
    fn a_claimed_million_of_clients_allocates_nothing() {
        let mut bytes = Vec::new();
        lib0::write_var_uint(&mut bytes, 1_000_000);
        bytes.extend([1, 1, 0]);
        assert_eq!(decode(&bytes, 1 << 20), Err(InvalidAwareness::TooManyClients(1_000_000, 1)));
    }
}
