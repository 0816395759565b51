//! Updates written by hand, as a Yjs client encodes what is typed at the end of a text.
//!
//! What stands at a clock follows from the clock alone, so that a writer can
//! say again what a server has forgotten without keeping it.

use renexus_wire::lib0::{write_length, write_var_uint};

use crate::peer::TEXT;

/// A string of text.
const STRING: u8 = 4;
/// The block names its left neighbour.
const HAS_LEFT: u8 = 0x80;
/// The parent is a root type and named.
const NAMED_PARENT: u8 = 1;

/// Letters with a blank now and then.
const LETTERS: &[u8; 32] = b"the quick brown fox and lazy dog";

/// Appends the update by which `client` types `length` characters at `clock`.
pub(super) fn write_update(out: &mut Vec<u8>, client: u32, clock: u32, length: u32) {
    out.extend_from_slice(&[1, 1]);
    write_var_uint(out, u64::from(client));
    write_var_uint(out, u64::from(clock));
    if let Some(left) = clock.checked_sub(1) {
        out.push(STRING | HAS_LEFT);
        write_var_uint(out, u64::from(client));
        write_var_uint(out, u64::from(left));
    } else {
        out.extend_from_slice(&[STRING, NAMED_PARENT]);
        write_length(out, TEXT.len());
        out.extend_from_slice(TEXT.as_bytes());
    }
    write_var_uint(out, u64::from(length));
    out.extend((clock..clock.saturating_add(length)).map(letter));
    // Nothing is deleted.
    out.push(0);
}

fn letter(clock: u32) -> u8 {
    let place = usize::try_from(clock % 32).unwrap_or_default();
    LETTERS.get(place).copied().unwrap_or(b' ')
}

#[cfg(test)]
mod tests {
    use yrs::updates::decoder::Decode;
    use yrs::{Doc, GetString, ReadTxn, StateVector, Transact, Update};

    use super::*;

    fn typed(client: u32, clock: u32, length: u32) -> Vec<u8> {
        let mut out = Vec::new();
        write_update(&mut out, client, clock, length);
        out
    }

    #[test]
    fn an_engine_reads_what_is_written_by_hand() {
        let doc = Doc::new();
        let text = doc.get_or_insert_text(TEXT);
        for (clock, length) in [(0, 1), (1, 1), (2, 200), (202, 1)] {
            let update = Update::decode_v1(&typed(4_000_000_000, clock, length)).unwrap();
            doc.transact_mut().apply_update(update).unwrap();
        }
        let txn = doc.transact();
        assert_eq!(text.get_string(&txn).len(), 203);
        assert!(text.get_string(&txn).starts_with("the quick brown fox"));
        assert_eq!(txn.state_vector().get(&yrs::block::ClientID::new(4_000_000_000)), 203);
        let all = txn.encode_state_as_update_v1(&StateVector::default());
        assert_eq!(all, typed(4_000_000_000, 0, 203), "the same as the engine's own encoding");
    }
}
