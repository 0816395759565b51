//! What an item holds.

use super::cursor::Cursor;
use super::{InvalidUpdate, UpdateLimits, value};

/// A shared type.
const TYPE: u8 = 7;

/// The number of a content, and where it stood.
pub(super) struct Kind {
    pub(super) number: u8,
    pub(super) offset: usize,
}

impl Kind {
    pub(super) fn is_type(&self) -> bool {
        self.number == TYPE
    }
}

/// Walks the content of an item and returns how many ids it spans.
pub(super) fn walk(
    cursor: &mut Cursor<'_>,
    kind: Kind,
    limits: &UpdateLimits,
) -> Result<usize, InvalidUpdate> {
    let one = |()| 1;
    match kind.number {
        1 => cursor.span("deleted content"),
        // Only documents of Yjs 12 hold these. The engine reads one string
        // more than the count declares, so what follows would be misread.
        2 => Err(InvalidUpdate::Unsupported { kind: "JSON content", offset: kind.offset }),
        3 => cursor.bytes("binary content").map(drop).map(one),
        4 => text(cursor),
        5 => value::walk_json(cursor, "embed", limits.depth).map(one),
        6 => {
            cursor.text("format key")?;
            value::walk_json(cursor, "format value", limits.depth).map(one)
        }
        TYPE => shared_type(cursor).map(one),
        8 => values(cursor, limits.depth),
        9 => {
            cursor.text("subdocument id")?;
            value::walk(cursor, "subdocument options", limits.depth).map(one)
        }
        value => Err(InvalidUpdate::Unknown { field: "content", value, offset: kind.offset }),
    }
}

/// A run of text spans one id per UTF-16 code unit.
fn text(cursor: &mut Cursor<'_>) -> Result<usize, InvalidUpdate> {
    let offset = cursor.offset();
    let text = cursor.text("text")?;
    if text.is_empty() {
        return Err(InvalidUpdate::Empty { field: "text", offset });
    }
    Ok(if text.len() == 1 { 1 } else { text.encode_utf16().count() })
}

/// A run of values spans one id per value.
fn values(cursor: &mut Cursor<'_>, depth: usize) -> Result<usize, InvalidUpdate> {
    let offset = cursor.offset();
    let count = cursor.count("values", value::BYTES)?;
    if count == 0 {
        return Err(InvalidUpdate::Empty { field: "values", offset });
    }
    for _ in 0..count {
        value::walk(cursor, "value", depth)?;
    }
    Ok(count)
}

fn shared_type(cursor: &mut Cursor<'_>) -> Result<(), InvalidUpdate> {
    let offset = cursor.offset();
    match cursor.byte("shared type")? {
        // Array, map, text, XML fragment, XML text.
        0 | 1 | 2 | 4 | 6 => Ok(()),
        3 => cursor.text("element name").map(drop),
        // The engine does not read the name that follows a hook.
        5 => Err(InvalidUpdate::Unsupported { kind: "XML hook", offset }),
        value => Err(InvalidUpdate::Unknown { field: "shared type", value, offset }),
    }
}
