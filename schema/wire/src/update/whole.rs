//! What a whole state says of itself, without building it.

use super::block::{self, Kind, Origin};
use super::cursor::Cursor;
use super::{InvalidUpdate, UpdateLimits};
use crate::lib0::{write_length, write_var_uint};

/// The state vector of somebody who has applied a valid update and nothing else, encoded.
///
/// `None` when the update leaves a hole: then it is not a whole state.
pub fn state_vector(bytes: &[u8], limits: &UpdateLimits) -> Result<Option<Vec<u8>>, InvalidUpdate> {
    let mut cursor = Cursor::new(bytes);
    let clients = cursor.count("writing clients", block::BYTES)?;
    let mut out = Vec::new();
    write_length(&mut out, clients);
    for _ in 0..clients {
        let count = cursor.count("blocks", block::BYTES)?;
        let origin = Origin { client: cursor.client()?, clock: cursor.clock("clock")? };
        let mut clock = origin.clock;
        let mut whole = clock == 0;
        for _ in 0..count {
            let block = block::walk(&mut cursor, Origin { clock, ..origin }, limits)?;
            clock = clock.saturating_add(block.length);
            whole &= block.kind != Kind::Skip;
        }
        if !whole {
            return Ok(None);
        }
        write_var_uint(&mut out, origin.client);
        write_length(&mut out, clock);
    }
    Ok(Some(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Option<Vec<u8>> {
        state_vector(bytes, &UpdateLimits::default()).expect("the update is valid")
    }

    #[test]
    fn every_client_has_written_up_to_its_last_block() {
        // Client 7: "ab" at clock 0, "c" at clock 2; client 5: "d".
        let two = [
            2, 2, 7, 0, 4, 1, 1, b't', 2, b'a', b'b', 0x84, 7, 1, 1, b'c', 1, 5, 0, 4, 1, 1, b't',
            1, b'd', 0,
        ];
        assert_eq!(of(&two), Some(vec![2, 7, 3, 5, 1]));
        assert_eq!(of(&[0, 0]), Some(vec![0]));
    }

    #[test]
    fn what_has_a_hole_or_begins_late_is_not_whole() {
        assert_eq!(of(&[1, 2, 7, 0, 4, 1, 1, b't', 1, b'a', 10, 2, 0]), None);
        assert_eq!(of(&[1, 1, 7, 3, 0x84, 7, 2, 1, b'a', 0]), None);
    }
}
