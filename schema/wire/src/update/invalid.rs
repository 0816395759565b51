//! Why an update is refused.

use crate::lib0::ReadError;
use thiserror::Error;

/// Why an update may not reach the document engine. `offset` is the byte at
/// which the refused value starts.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidUpdate {
    /// The update is larger than the limit and was not read.
    #[error("{bytes} bytes, but the limit is {limit}")]
    TooLarge {
        /// Size of the update.
        bytes: usize,
        /// Most bytes allowed.
        limit: usize,
    },
    /// A count exceeds its limit.
    #[error("{count} {field} at byte {offset}, but the limit is {limit}")]
    TooMany {
        /// What is counted.
        field: &'static str,
        /// How many there are so far.
        count: usize,
        /// Most allowed.
        limit: usize,
        /// Where the count stands.
        offset: usize,
    },
    /// A value inside a value inside a value: deeper than the limit.
    #[error("{field} at byte {offset} nests deeper than {limit} levels")]
    TooDeep {
        /// What nests.
        field: &'static str,
        /// Most levels allowed.
        limit: usize,
        /// Where the refused level opens.
        offset: usize,
    },
    /// The bytes end early, or are not a number or text.
    #[error("{field} at byte {offset}: {reason}")]
    Unreadable {
        /// What was expected.
        field: &'static str,
        /// Where it was expected.
        offset: usize,
        /// What was found.
        #[source]
        reason: ReadError,
    },
    /// More items are declared than the remaining bytes can hold.
    #[error("{count} {field} are declared at byte {offset}, but only {remaining} bytes follow")]
    BeyondEnd {
        /// What is declared.
        field: &'static str,
        /// How many are declared.
        count: usize,
        /// How many bytes are left for them.
        remaining: usize,
        /// Where the count stands.
        offset: usize,
    },
    /// Something that must have a length or members has none.
    #[error("{field} at byte {offset} is empty")]
    Empty {
        /// What is empty.
        field: &'static str,
        /// Where it stands.
        offset: usize,
    },
    /// A number exceeds what JavaScript or the engine can hold exactly.
    #[error("{field} at byte {offset} is out of range")]
    OutOfRange {
        /// Which number.
        field: &'static str,
        /// Where it stands.
        offset: usize,
    },
    /// A kind that Yjs does not write.
    #[error("{field} {value} at byte {offset} is unknown")]
    Unknown {
        /// Which kind.
        field: &'static str,
        /// Its number.
        value: u8,
        /// Where it stands.
        offset: usize,
    },
    /// A kind that Yjs can write and the document engine misreads.
    #[error("{kind} at byte {offset} is not supported")]
    Unsupported {
        /// Which kind.
        kind: &'static str,
        /// Where it stands.
        offset: usize,
    },
    /// An item refers to an id of its own client that it cannot have known.
    #[error("{field} at byte {offset} is not before its item")]
    FromTheFuture {
        /// Which reference.
        field: &'static str,
        /// Where it stands.
        offset: usize,
    },
    /// A client has two sections, or deleted ranges are not in rising order.
    #[error("{field} repeat or overlap before byte {offset}")]
    Repeated {
        /// What repeats.
        field: &'static str,
        /// Where the repetition was noticed.
        offset: usize,
    },
    /// Bytes follow the end of the update.
    #[error("{count} bytes follow the end of the update at byte {offset}")]
    Trailing {
        /// How many bytes.
        count: usize,
        /// Where the update ends.
        offset: usize,
    },
}
