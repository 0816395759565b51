//! States as they are kept: packed with zlib, whose checksum tells damage.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::db::DatabaseError;

/// Packs a state.
pub(super) fn pack(state: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(state)?;
    packer.finish()
}

/// Unpacks a state that is `size` bytes long; anything else is damage.
pub(super) fn unpack(packed: &[u8], size: i64) -> Result<Vec<u8>, DatabaseError> {
    let damaged = |what: String| DatabaseError::Damaged(format!("version: {what}"));
    let most = u64::try_from(size).map_err(|_| damaged(format!("{size} bytes")))?;
    let mut state = Vec::new();
    let mut unpacked = ZlibDecoder::new(packed).take(most + 1);
    unpacked.read_to_end(&mut state).map_err(|error| damaged(error.to_string()))?;
    if u64::try_from(state.len()).ok() != Some(most) {
        return Err(damaged(format!("it is not {size} bytes long")));
    }
    Ok(state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_back_or_is_called_damaged() {
        let state: Vec<u8> = (0..10_000_u32).map(|n| n.to_le_bytes()[0] / 7).collect();
        let packed = pack(&state).unwrap();
        assert!(packed.len() < state.len());
        assert_eq!(unpack(&packed, 10_000).unwrap(), state);
        assert!(unpack(&packed, 9_999).is_err() && unpack(&packed, 10_001).is_err());
        for at in 0..packed.len() {
            let mut flipped = packed.clone();
            flipped[at] ^= 4;
            assert!(unpack(&flipped, 10_000).map_or(true, |back| back == state), "byte {at}");
        }
    }
}
