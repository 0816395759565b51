//! A whole installation on its way: into an archive, out of one, or from one engine to the other.
//!
//! A [`Source`] tells a [`Sink`] everything in one order: about itself, its tables, the edits that
//! are in no table yet, its keys, its blobs. Both sides are an installation or an archive; what
//! lies between them knows neither.

pub mod archive;
mod cell;
mod error;
mod installation;
pub mod proving;
mod receiving;
mod shape;

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use renexus_tables::rows::JournalRow;
use serde::{Deserialize, Serialize};

pub use error::CopyError;
pub use installation::{Installation, Parts};
pub use receiving::receive;

use crate::files::key::BlobKey;

/// One row: a value for each column.
pub type Row = Vec<serde_json::Value>;

/// Bytes in pieces, as they are read.
pub type Pieces<'a> = &'a mut dyn Iterator<Item = Result<Bytes, CopyError>>;

/// What stands in front of everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The version of the program.
    pub program: String,
    /// The engine that the rows come from.
    pub engine: String,
    /// The migrations that made its tables.
    pub migrations: Vec<String>,
}

/// Takes an installation in.
pub trait Sink {
    /// Hears what comes.
    fn begin(&mut self, about: &About) -> Result<(), CopyError>;
    /// Begins a table.
    fn table(&mut self, name: &str, columns: &[String]) -> Result<(), CopyError>;
    /// Takes rows of the table that was begun last.
    fn rows(&mut self, rows: Vec<Row>) -> Result<(), CopyError>;
    /// Takes edits that were acknowledged and stand in no table yet.
    fn edits(&mut self, edits: Vec<JournalRow>) -> Result<(), CopyError>;
    /// Takes a signing key.
    fn key(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), CopyError>;
    /// Takes a blob.
    fn blob(&mut self, key: &BlobKey, bytes: Pieces<'_>) -> Result<(), CopyError>;
}

/// Gives an installation away.
pub trait Source: Send {
    /// Tells a sink everything, and sums up what that was.
    fn pour(&mut self, sink: &mut dyn Sink, watch: &Watch) -> Result<Contents, CopyError>;
}

/// How much an installation holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Rows of each table.
    pub tables: BTreeMap<String, u64>,
    /// Edits that stood in the write-ahead log, as rows of the journal.
    pub edits: u64,
    /// Blobs.
    pub blobs: u64,
    /// Their bytes.
    pub blob_bytes: u64,
    /// Blobs that rows name and that are not there.
    pub missing: Vec<String>,
}

/// How far a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// So many rows come.
    Rows(u64),
    /// A table begins.
    Table(&'a str),
    /// So many more rows were told.
    Moved(u64),
    /// So many blobs come.
    Blobs(u64),
    /// One more blob was told.
    Blob,
}

/// Hears how far a copy is.
pub type Watch = Arc<dyn Fn(Step<'_>) + Send + Sync>;

/// A number of things.
fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
