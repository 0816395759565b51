//! Values as lib0 writes them, and values as JSON text.

use super::InvalidUpdate;
use super::cursor::Cursor;

/// Bytes of the smallest value: its tag.
pub(super) const BYTES: usize = 1;

/// Bytes of the smallest entry of an object: an empty key and a tag.
const ENTRY_BYTES: usize = 1 + BYTES;

/// Bits of the first byte of a `varInt` that belong to the number; the other
/// two are the sign and "more follows".
const FIRST_BITS: u32 = 6;

/// JavaScript reads integers up to 53 bits and throws on longer ones.
const INTEGER_BITS: u32 = 53;

/// Walks one value, recursing at most `depth` times.
pub(super) fn walk(
    cursor: &mut Cursor<'_>,
    field: &'static str,
    depth: usize,
) -> Result<(), InvalidUpdate> {
    nested(cursor, field, Levels { left: depth, limit: depth })
}

/// How many levels of arrays and objects may still open.
#[derive(Clone, Copy)]
struct Levels {
    left: usize,
    limit: usize,
}

impl Levels {
    fn deeper(self, field: &'static str, offset: usize) -> Result<Self, InvalidUpdate> {
        match self.left.checked_sub(1) {
            Some(left) => Ok(Self { left, ..self }),
            None => Err(InvalidUpdate::TooDeep { field, limit: self.limit, offset }),
        }
    }
}

fn nested(
    cursor: &mut Cursor<'_>,
    field: &'static str,
    levels: Levels,
) -> Result<(), InvalidUpdate> {
    let offset = cursor.offset();
    match cursor.byte(field)? {
        // Undefined, null, false, true.
        127 | 126 | 121 | 120 => Ok(()),
        125 => integer(cursor, field),
        124 => cursor.take(field, size_of::<f32>()).map(drop),
        // A double, or a 64-bit integer.
        123 | 122 => cursor.take(field, size_of::<f64>()).map(drop),
        119 => cursor.text(field).map(drop),
        118 => {
            let levels = levels.deeper(field, offset)?;
            for _ in 0..cursor.count("object entries", ENTRY_BYTES)? {
                cursor.text("object key")?;
                nested(cursor, field, levels)?;
            }
            Ok(())
        }
        117 => {
            let levels = levels.deeper(field, offset)?;
            for _ in 0..cursor.count("array values", BYTES)? {
                nested(cursor, field, levels)?;
            }
            Ok(())
        }
        116 => cursor.bytes(field).map(drop),
        value => Err(InvalidUpdate::Unknown { field: "value tag", value, offset }),
    }
}

/// Reads a `varInt`: a sign and up to 53 bits.
fn integer(cursor: &mut Cursor<'_>, field: &'static str) -> Result<(), InvalidUpdate> {
    let offset = cursor.offset();
    let mut bits = FIRST_BITS;
    let mut byte = cursor.byte(field)?;
    while byte >= 0x80 {
        byte = cursor.byte(field)?;
        // A group of zeros counts as one bit, so padding ends too.
        let width = u32::BITS - u32::from(byte & 0x7f).max(1).leading_zeros();
        if bits + width > INTEGER_BITS {
            return Err(InvalidUpdate::OutOfRange { field, offset });
        }
        bits += 7;
    }
    Ok(())
}

/// Reads a JSON text and refuses one that nests deeper than `depth`. Whether
/// it is JSON at all is for the engine to say: it answers with an error.
pub(super) fn walk_json(
    cursor: &mut Cursor<'_>,
    field: &'static str,
    depth: usize,
) -> Result<(), InvalidUpdate> {
    let offset = cursor.offset();
    let mut bytes = cursor.text(field)?.bytes();
    let mut levels = Levels { left: depth, limit: depth };
    let mut quoted = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => quoted = !quoted,
            b'\\' if quoted => drop(bytes.next()),
            b'[' | b'{' if !quoted => levels = levels.deeper(field, offset)?,
            b']' | b'}' if !quoted => levels.left = depth.min(levels.left + 1),
            _ => {}
        }
    }
    Ok(())
}
