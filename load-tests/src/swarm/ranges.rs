//! Which clocks of which clients an update holds, without building anything.

use renexus_wire::lib0::{ReadError, Reader};

/// Values nest at most this deep; deeper ones are not read.
const DEPTH: u32 = 128;

/// Why an update cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum RangeError {
    /// It ends early or holds malformed bytes.
    #[error(transparent)]
    Bytes(#[from] ReadError),
    /// It holds something that Yjs does not write.
    #[error("an update holds an unknown {0} {1}")]
    Unknown(&'static str, u8),
}

/// Calls `each(client, clock, length)` for every run of ids in a v1 update, joined where they touch.
pub(super) fn each_range(
    update: &[u8],
    mut each: impl FnMut(u64, u64, u64),
) -> Result<(), RangeError> {
    let mut reader = Reader::new(update);
    for _ in 0..reader.var_uint()? {
        let blocks = reader.var_uint()?;
        let client = reader.var_uint()?;
        let mut start = reader.var_uint()?;
        let mut end = start;
        for _ in 0..blocks {
            let (length, skipped) = block(&mut reader)?;
            if skipped {
                report(&mut each, client, start, end);
                start = end.saturating_add(length);
                end = start;
            } else {
                end = end.saturating_add(length);
            }
        }
        report(&mut each, client, start, end);
    }
    // What is deleted says nothing about what arrived.
    Ok(())
}

fn report(each: &mut impl FnMut(u64, u64, u64), client: u64, start: u64, end: u64) {
    if end > start {
        each(client, start, end - start);
    }
}

/// Length of a block, and whether it only stands for a gap.
#[inline]
fn block(reader: &mut Reader<'_>) -> Result<(u64, bool), RangeError> {
    let info = reader.byte()?;
    match info {
        // Collected as garbage.
        0 => return Ok((reader.var_uint()?, false)),
        10 => return Ok((reader.var_uint()?, true)),
        _ => {}
    }
    // Neighbours, or the parent when there are none.
    for neighbour in [0x80, 0x40] {
        if info & neighbour != 0 {
            id(reader)?;
        }
    }
    if info & 0xc0 == 0 {
        match reader.byte()? {
            0 => id(reader)?,
            _ => skip_bytes(reader)?,
        }
        if info & 0x20 != 0 {
            skip_bytes(reader)?;
        }
    }
    Ok((content(reader, info & 0x1f)?, false))
}

fn content(reader: &mut Reader<'_>, kind: u8) -> Result<u64, RangeError> {
    match kind {
        1 => return Ok(reader.var_uint()?),
        2 => {
            let count = reader.var_uint()?;
            for _ in 0..count {
                skip_bytes(reader)?;
            }
            return Ok(count);
        }
        4 => return Ok(units(reader.var_bytes()?)),
        8 => {
            let count = reader.var_uint()?;
            for _ in 0..count {
                value(reader, DEPTH)?;
            }
            return Ok(count);
        }
        3 | 5 => skip_bytes(reader)?,
        6 => {
            skip_bytes(reader)?;
            skip_bytes(reader)?;
        }
        // Elements and hooks have a name.
        7 => match reader.byte()? {
            3 | 5 => skip_bytes(reader)?,
            _ => {}
        },
        9 => {
            skip_bytes(reader)?;
            value(reader, DEPTH)?;
        }
        other => return Err(RangeError::Unknown("content", other)),
    }
    Ok(1)
}

fn value(reader: &mut Reader<'_>, depth: u32) -> Result<(), RangeError> {
    let deeper = || depth.checked_sub(1).ok_or(RangeError::Unknown("depth of a value", 0));
    match reader.byte()? {
        120 | 121 | 126 | 127 => {}
        125 => while reader.byte()? >= 0x80 {},
        124 => drop(reader.take(4)?),
        122 | 123 => drop(reader.take(8)?),
        116 | 119 => skip_bytes(reader)?,
        118 => {
            let depth = deeper()?;
            for _ in 0..reader.var_uint()? {
                skip_bytes(reader)?;
                value(reader, depth)?;
            }
        }
        117 => {
            let depth = deeper()?;
            for _ in 0..reader.var_uint()? {
                value(reader, depth)?;
            }
        }
        other => return Err(RangeError::Unknown("value", other)),
    }
    Ok(())
}

fn id(reader: &mut Reader<'_>) -> Result<(), RangeError> {
    reader.var_uint()?;
    reader.var_uint()?;
    Ok(())
}

fn skip_bytes(reader: &mut Reader<'_>) -> Result<(), RangeError> {
    reader.var_bytes()?;
    Ok(())
}

/// UTF-16 units of UTF-8: one for each first byte, and one more for those of four bytes.
fn units(text: &[u8]) -> u64 {
    let count = |holds: fn(u8) -> bool| text.iter().filter(|byte| holds(**byte)).count();
    let units = if text.is_ascii() {
        text.len()
    } else {
        count(|byte| byte & 0xc0 != 0x80) + count(|byte| byte >= 0xf0)
    };
    u64::try_from(units).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use yrs::types::ToJson;
    use yrs::{
        Any, Array, Doc, Map, ReadTxn, StateVector, Text, Transact, WriteTxn, merge_updates_v1,
    };

    use super::super::typist::write_update;
    use super::*;

    fn ranges(update: &[u8]) -> Vec<(u64, u64, u64)> {
        let mut found = Vec::new();
        each_range(update, |client, clock, length| found.push((client, clock, length))).unwrap();
        found.sort_unstable();
        found
    }

    fn typed(client: u32, clock: u32, length: u32) -> Vec<u8> {
        let mut out = Vec::new();
        write_update(&mut out, client, clock, length);
        out
    }

    #[test]
    fn merged_updates_show_every_range_and_every_gap() {
        let parts = [typed(7, 0, 1), typed(7, 1, 1), typed(9, 5, 3), typed(7, 9, 1)];
        assert_eq!(ranges(&parts[2]), [(9, 5, 3)]);
        let merged = merge_updates_v1(&parts).unwrap();
        assert_eq!(ranges(&merged), [(7, 0, 2), (7, 9, 1), (9, 5, 3)]);
    }

    #[test]
    fn everything_that_an_engine_writes_is_counted() {
        let doc = Doc::with_client_id(3);
        let mut txn = doc.transact_mut();
        let text = txn.get_or_insert_text("text");
        text.insert(&mut txn, 0, "aü😀");
        text.format(&mut txn, 0, 1, [("bold".into(), true.into())].into());
        text.insert_embed(&mut txn, 1, Any::from("picture"));
        text.remove_range(&mut txn, 0, 2);
        let map = txn.get_or_insert_map("map");
        map.insert(&mut txn, "key", Any::from(1.5));
        map.insert(&mut txn, "key", Any::from(vec![1_u8, 2]));
        let array = txn.get_or_insert_array("array");
        let nested = Any::from_json(r#"{"a":[1,null,true,"x",-5000000],"b":{}}"#).unwrap();
        array.insert_range(&mut txn, 0, [nested, Any::Undefined, Any::from(3_i64)]);
        array.push_back(&mut txn, yrs::MapPrelim::default());
        assert!(!array.to_json(&txn).to_string().is_empty());
        let all = txn.encode_state_as_update_v1(&StateVector::default());
        let end = txn.state_vector().get(&doc.client_id());
        assert_eq!(ranges(&all), [(3, 0, u64::from(end))]);
    }

    #[test]
    fn cut_updates_are_refused() {
        let whole = typed(7, 3, 5);
        for end in 0..whole.len() - 1 {
            assert!(each_range(&whole[..end], |_, _, _| {}).is_err(), "cut at {end}");
        }
    }
}
