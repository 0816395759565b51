//! The border between a client's bytes and the document engine: every update
//! is walked once, without building anything, before the engine decodes it.
//!
//! The engine reserves memory for declared counts, recurses into nested values
//! and trusts ids and clocks. An update that passes [`validate`] has a shape
//! that Yjs 13.6 itself writes and that the engine reads the same way, so the
//! walk and the engine agree on what each byte means.
//!
//! ```text
//! update    = clients(count) section* deletes(count) deleted*
//! section   = blocks(count) client clock block*
//! deleted   = client ranges(count) (clock length)*
//! ```

mod block;
mod content;
mod cursor;
mod gapless;
mod invalid;
#[cfg(test)]
mod tests;
mod validate;
mod value;
mod whole;

pub use gapless::gapless;
pub use invalid::InvalidUpdate;
pub use validate::validate;
pub use whole::state_vector;

/// Client ids are integers that JavaScript holds exactly: below 2^53.
const CLIENT_END: u64 = 1 << 53;

/// The engine subtracts clocks as signed 32-bit numbers: all stay below 2^31.
const CLOCK_END: usize = 1 << 31;

/// How much one update may ask of the document engine.
#[derive(Clone, Debug)]
pub struct UpdateLimits {
    /// Bytes of the whole update; a larger one is refused unread.
    pub bytes: usize,
    /// Clients that write, and clients whose writing is deleted.
    pub clients: usize,
    /// Blocks of all clients; each costs the engine a few hundred bytes.
    pub blocks: usize,
    /// Arrays and objects inside one another in a single value; reading and
    /// dropping such a value recurses once per level.
    pub depth: usize,
}

impl Default for UpdateLimits {
    fn default() -> Self {
        Self {
            // A document of about ten million characters.
            bytes: 16 * 1024 * 1024,
            // A new client id is drawn each time a page opens.
            clients: 65_536,
            // Eight bytes per block when the size limit is used up.
            blocks: 2 * 1024 * 1024,
            // Half of what the engine's JSON reader takes.
            depth: 64,
        }
    }
}

/// What a valid update holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpdateSummary {
    /// Clients that write in this update.
    pub clients: usize,
    /// Blocks written, including placeholders.
    pub blocks: usize,
    /// Shared types that name another type as their parent. A document nests
    /// at most as deep as it has such types, and the engine deletes nested
    /// types recursively: whoever keeps documents bounds their sum.
    pub nested_types: usize,
    /// Ranges of deleted ids.
    pub deletions: usize,
    /// Ids in these ranges.
    pub deleted: usize,
}

impl UpdateSummary {
    /// Whether applying the update can change nothing.
    pub fn is_empty(&self) -> bool {
        self.blocks == 0 && self.deletions == 0
    }
}
