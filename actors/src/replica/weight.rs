//! What takes the library long.

use renexus_wire::update::{self, UpdateLimits};

/// Bytes of a heavy update.
///
/// The library compares an insert with every one beside it: what this many bytes
/// can hold takes it milliseconds, ten times as many take a hundred times as long.
const BYTES: usize = 4 << 10;

/// Ids that a heavy update deletes. A few bytes name any number of them, and the library visits
/// each of their blocks.
const DELETED: usize = 2_000;

/// Whether applying an update may take the library long; such a one holds up its own document alone.
pub fn is_heavy(update: &[u8], limits: &UpdateLimits) -> bool {
    update.len() >= BYTES
        || update::validate(update, limits).is_ok_and(|summary| summary.deleted >= DELETED)
}
