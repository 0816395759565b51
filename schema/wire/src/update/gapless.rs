//! Cutting an update where it would leave a hole in what a client wrote.
//!
//! Yjs writes such updates in good faith: a page that waits for an update
//! passes on what came after it, with a skip in between. The engine would keep
//! the hole, and a block that later fills it and reaches beyond it makes the
//! engine read freed memory, or claim four billion missing ids for good (yrs
//! 0.28.1, `BlockSet::exclude`). So only what continues the known ids goes in.

use super::block::{self, Kind, Origin};
use super::cursor::Cursor;
use super::{InvalidUpdate, UpdateLimits};
use crate::lib0::{write_length, write_var_uint};
use std::borrow::Cow;

/// Keeps of a valid update what continues the ids `known` of each client, and
/// all deletions.
///
/// Borrowed when nothing had to go. What went is not lost: its author sends it
/// again when asked for a sync.
pub fn gapless<'a>(
    bytes: &'a [u8],
    limits: &UpdateLimits,
    known: impl Fn(u64) -> u32,
) -> Result<Cow<'a, [u8]>, InvalidUpdate> {
    let mut cursor = Cursor::new(bytes);
    let mut sections = Vec::new();
    for _ in 0..cursor.count("writing clients", block::BYTES)? {
        sections.push(Section::read(&mut cursor, limits, &known)?);
    }
    if sections.iter().all(|section| section.complete) {
        return Ok(Cow::Borrowed(bytes));
    }
    sections.retain(|section| section.blocks > 0);
    let mut out = Vec::with_capacity(bytes.len());
    write_length(&mut out, sections.len());
    for section in sections {
        write_length(&mut out, section.blocks);
        write_var_uint(&mut out, section.origin.client);
        write_length(&mut out, section.origin.clock);
        out.extend_from_slice(section.bytes);
    }
    out.extend_from_slice(cursor.rest());
    Ok(Cow::Owned(out))
}

/// The leading blocks of one client that leave no hole.
struct Section<'a> {
    origin: Origin,
    blocks: usize,
    bytes: &'a [u8],
    complete: bool,
}

impl<'a> Section<'a> {
    fn read(
        cursor: &mut Cursor<'a>,
        limits: &UpdateLimits,
        known: &impl Fn(u64) -> u32,
    ) -> Result<Self, InvalidUpdate> {
        let count = cursor.count("blocks", block::BYTES)?;
        let origin = Origin { client: cursor.client()?, clock: cursor.clock("clock")? };
        let known = usize::try_from(known(origin.client)).unwrap_or(usize::MAX);
        let start = cursor.rest();
        let mut section = Self { origin, blocks: 0, bytes: &[], complete: origin.clock <= known };
        let mut clock = origin.clock;
        for _ in 0..count {
            let block = block::walk(cursor, Origin { clock, ..origin }, limits)?;
            clock = clock.saturating_add(block.length);
            section.complete &= block.kind != Kind::Skip || clock <= known;
            if section.complete {
                section.blocks += 1;
                section.bytes = start.get(..start.len() - cursor.remaining()).unwrap_or(start);
            }
        }
        Ok(section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Client 7: "a" at clock 3, a skip of two, "b" at clock 6; a deletion.
    const HOLED: [u8; 21] =
        [1, 3, 7, 3, 0x84, 7, 2, 1, b'a', 10, 2, 0x84, 7, 5, 1, b'b', 1, 7, 1, 0, 1];

    fn cut(known: u32) -> Cow<'static, [u8]> {
        gapless(&HOLED, &UpdateLimits::default(), |client| if client == 7 { known } else { 0 })
            .expect("the update is valid")
    }

    #[test]
    fn what_is_known_or_continues_it_stays() {
        for known in [6, 7, 100] {
            assert!(matches!(cut(known), Cow::Borrowed(bytes) if bytes == HOLED), "{known}");
        }
    }

    #[test]
    fn what_follows_a_hole_goes() {
        for known in [3, 4, 5] {
            let left = [1, 1, 7, 3, 0x84, 7, 2, 1, b'a', 1, 7, 1, 0, 1];
            assert_eq!(cut(known).as_ref(), left, "{known}");
        }
    }

    #[test]
    fn a_section_that_starts_beyond_the_known_goes_and_deletions_stay() {
        assert_eq!(cut(2).as_ref(), [0, 1, 7, 1, 0, 1]);
    }
}
