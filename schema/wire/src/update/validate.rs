//! The walk through the two halves of an update: what is written, by client,
//! and what is deleted, by client.

use super::block::{self, Kind, Origin};
use super::cursor::Cursor;
use super::{CLOCK_END, InvalidUpdate, UpdateLimits, UpdateSummary};

/// Bytes of the smallest section: count, client, clock and one block.
const SECTION_BYTES: usize = 3 + block::BYTES;

/// Bytes of the smallest deleted range: clock and length.
const RANGE_BYTES: usize = 2;

/// Bytes of the smallest client of the delete set: client, count, one range.
const DELETED_BYTES: usize = 2 + RANGE_BYTES;

/// Walks a v1 update once and says what it holds, or why it is refused.
///
/// Nothing is built. Only an update of several clients allocates, eight bytes
/// for each client that was really read.
pub fn validate(bytes: &[u8], limits: &UpdateLimits) -> Result<UpdateSummary, InvalidUpdate> {
    if bytes.len() > limits.bytes {
        return Err(InvalidUpdate::TooLarge { bytes: bytes.len(), limit: limits.bytes });
    }
    let mut cursor = Cursor::new(bytes);
    let mut summary =
        UpdateSummary { clients: 0, blocks: 0, nested_types: 0, deletions: 0, deleted: 0 };
    sections(&mut cursor, limits, &mut summary)?;
    deletions(&mut cursor, limits, &mut summary)?;
    match cursor.remaining() {
        0 => Ok(summary),
        count => Err(InvalidUpdate::Trailing { count, offset: cursor.offset() }),
    }
}

fn sections(
    cursor: &mut Cursor<'_>,
    limits: &UpdateLimits,
    summary: &mut UpdateSummary,
) -> Result<(), InvalidUpdate> {
    summary.clients = clients(cursor, "writing clients", SECTION_BYTES, limits)?;
    let mut seen = Seen::expecting(summary.clients);
    for _ in 0..summary.clients {
        let offset = cursor.offset();
        let count = cursor.count("blocks", block::BYTES)?;
        if count == 0 {
            return Err(InvalidUpdate::Empty { field: "blocks", offset });
        }
        summary.blocks += count;
        if summary.blocks > limits.blocks {
            let (field, count, limit) = ("blocks", summary.blocks, limits.blocks);
            return Err(InvalidUpdate::TooMany { field, count, limit, offset });
        }
        let client = cursor.client()?;
        let mut clock = cursor.clock("clock")?;
        for _ in 0..count {
            let offset = cursor.offset();
            let block = block::walk(cursor, Origin { client, clock }, limits)?;
            clock = after(clock, block.length, offset)?;
            if block.kind == Kind::NestedType {
                summary.nested_types += 1;
            }
        }
        seen.add(client);
    }
    seen.refuse_twins("writing clients", cursor.offset())
}

fn deletions(
    cursor: &mut Cursor<'_>,
    limits: &UpdateLimits,
    summary: &mut UpdateSummary,
) -> Result<(), InvalidUpdate> {
    let clients = clients(cursor, "deleted clients", DELETED_BYTES, limits)?;
    let mut seen = Seen::expecting(clients);
    for _ in 0..clients {
        seen.add(cursor.client()?);
        let offset = cursor.offset();
        let count = cursor.count("deleted ranges", RANGE_BYTES)?;
        if count == 0 {
            return Err(InvalidUpdate::Empty { field: "deleted ranges", offset });
        }
        summary.deletions += count;
        let mut end = 0;
        for _ in 0..count {
            let offset = cursor.offset();
            let clock = cursor.clock("deleted clock")?;
            if clock < end {
                return Err(InvalidUpdate::Repeated { field: "deleted ranges", offset });
            }
            let length = cursor.span("deleted length")?;
            end = after(clock, length, offset)?;
            summary.deleted = summary.deleted.saturating_add(length);
        }
    }
    seen.refuse_twins("deleted clients", cursor.offset())
}

fn clients(
    cursor: &mut Cursor<'_>,
    field: &'static str,
    each: usize,
    limits: &UpdateLimits,
) -> Result<usize, InvalidUpdate> {
    let offset = cursor.offset();
    let count = cursor.count(field, each)?;
    if count > limits.clients {
        return Err(InvalidUpdate::TooMany { field, count, limit: limits.clients, offset });
    }
    Ok(count)
}

/// The clock after `length` ids, while it stays in range.
#[inline]
fn after(clock: usize, length: usize, offset: usize) -> Result<usize, InvalidUpdate> {
    match clock.checked_add(length) {
        Some(end) if end < CLOCK_END => Ok(end),
        _ => Err(InvalidUpdate::OutOfRange { field: "clock", offset }),
    }
}

/// Notices a client that comes twice. The engine would chain the two sections
/// as if their clocks rose, and forget the first of two delete sets.
///
/// Yjs writes clients from the highest id down; only another order is sorted.
struct Seen {
    clients: Vec<u64>,
    alone: bool,
    falling: bool,
}

impl Seen {
    fn expecting(clients: usize) -> Self {
        Self { clients: Vec::new(), alone: clients < 2, falling: true }
    }

    fn add(&mut self, client: u64) {
        if !self.alone {
            self.falling &= self.clients.last().is_none_or(|last| *last > client);
            self.clients.push(client);
        }
    }

    fn refuse_twins(mut self, field: &'static str, offset: usize) -> Result<(), InvalidUpdate> {
        if !self.falling {
            self.clients.sort_unstable();
            if self.clients.windows(2).any(|pair| pair.first() == pair.last()) {
                return Err(InvalidUpdate::Repeated { field, offset });
            }
        }
        Ok(())
    }
}
