//! One block: a placeholder, or an item with its neighbours and content.

use super::cursor::Cursor;
use super::{InvalidUpdate, UpdateLimits, content};

/// Bytes of the smallest block: a placeholder's kind and length.
pub(super) const BYTES: usize = 2;

/// Stands for content that was collected as garbage.
const GARBAGE: u8 = 0;
/// Stands for a gap that another update fills.
const SKIP: u8 = 10;

/// The id of the item to its left follows.
const HAS_LEFT: u8 = 0b1000_0000;
/// The id of the item to its right follows.
const HAS_RIGHT: u8 = 0b0100_0000;
/// The item is the value of a key; the key follows if no neighbour has it.
const HAS_KEY: u8 = 0b0010_0000;
/// The lower bits name the content.
const CONTENT: u8 = 0b0001_1111;

/// The id that a block begins with.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub(super) client: u64,
    pub(super) clock: usize,
}

/// What the walk learns about a block.
pub(super) struct Block {
    /// How many ids it spans: at least one.
    pub(super) length: usize,
    pub(super) kind: Kind,
}

/// The kinds of blocks that matter later.
#[derive(PartialEq, Eq)]
pub(super) enum Kind {
    Skip,
    /// A shared type that says which other type it is in.
    NestedType,
    Other,
}

/// Walks one block.
#[inline]
pub(super) fn walk(
    cursor: &mut Cursor<'_>,
    origin: Origin,
    limits: &UpdateLimits,
) -> Result<Block, InvalidUpdate> {
    let offset = cursor.offset();
    let info = cursor.byte("block")?;
    match info {
        GARBAGE => return Ok(Block { length: cursor.span("placeholder")?, kind: Kind::Other }),
        SKIP => return Ok(Block { length: cursor.span("placeholder")?, kind: Kind::Skip }),
        _ => {}
    }
    let content = content::Kind { number: info & CONTENT, offset };
    let mut kind = Kind::Other;
    if info & HAS_LEFT != 0 {
        reference(cursor, "left neighbour", origin)?;
    }
    if info & HAS_RIGHT != 0 {
        reference(cursor, "right neighbour", origin)?;
    }
    if info & (HAS_LEFT | HAS_RIGHT) == 0 {
        if parent(cursor, origin)? == Parent::Item && content.is_type() {
            kind = Kind::NestedType;
        }
        if info & HAS_KEY != 0 {
            cursor.text("key")?;
        }
    }
    Ok(Block { length: content::walk(cursor, content, limits)?, kind })
}

#[derive(PartialEq, Eq)]
enum Parent {
    Root,
    Item,
}

/// Reads the name of a root type or the id of the item that is the parent.
fn parent(cursor: &mut Cursor<'_>, origin: Origin) -> Result<Parent, InvalidUpdate> {
    let offset = cursor.offset();
    match cursor.byte("parent kind")? {
        0 => reference(cursor, "parent", origin).map(|()| Parent::Item),
        1 => cursor.text("root name").map(|_| Parent::Root),
        value => Err(InvalidUpdate::Unknown { field: "parent kind", value, offset }),
    }
}

/// Reads an id. A client cannot refer to what it writes later; such an item
/// would wait for itself.
#[inline]
fn reference(
    cursor: &mut Cursor<'_>,
    field: &'static str,
    origin: Origin,
) -> Result<(), InvalidUpdate> {
    let offset = cursor.offset();
    let client = cursor.client()?;
    let clock = cursor.clock(field)?;
    if client == origin.client && clock >= origin.clock {
        return Err(InvalidUpdate::FromTheFuture { field, offset });
    }
    Ok(())
}
