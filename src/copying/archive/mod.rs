//! One file that holds an installation: a zip of tables as lines of JSON, keys and blobs.
//!
//! `manifest.json` names each part with its SHA-256. The comment at the end of the file holds the
//! SHA-256 of all that stands before it, so that no byte can change unnoticed.

mod reading;
mod writing;

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use serde::{Deserialize, Serialize};

pub use reading::ArchiveReader;
pub use writing::ArchiveWriter;

use super::{About, Contents};
use crate::files::fingerprint::Fingerprint;

/// What the form of archives is called; another form has another number.
const FORMAT: u32 = 1;
/// What the comment begins with; the SHA-256 of everything before it follows.
const SEAL: &str = "renexus backup 1, sha256 of all before this number: ";
/// Digits of a SHA-256.
const DIGITS: usize = 64;
/// Names of parts.
const MANIFEST: &str = "manifest.json";
const TABLES: &str = "tables/";
const EDITS: &str = "edits.jsonl";
const KEYS: &str = "keys/";
const BLOBS: &str = "blobs/";
/// What stands behind the name of a table.
const LINES: &str = ".jsonl";
/// Bytes that are read together.
const PIECE: usize = 1 << 20;

/// What an archive says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    made_at: String,
    about: About,
    contents: Contents,
    /// In the order in which they were written.
    parts: Vec<Part>,
}

/// One file in the archive.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Part {
    name: String,
    sha256: String,
}

/// Edits that stood in no table, as a line.
#[derive(Debug, Serialize, Deserialize)]
struct Edit {
    document: i64,
    seq: i64,
    count: i64,
    /// In base64.
    body: String,
}

/// The SHA-256 of the first bytes of a file.
fn print_of(file: &File, bytes: u64) -> std::io::Result<String> {
    let mut reader = BufReader::with_capacity(PIECE, file);
    reader.seek(SeekFrom::Start(0))?;
    digest(reader.take(bytes))
}

/// The SHA-256 of all that can be read.
fn digest(mut reader: impl Read) -> std::io::Result<String> {
    let (mut print, mut piece) = (Fingerprint::default(), vec![0; PIECE]);
    loop {
        let length = reader.read(&mut piece)?;
        match piece.get(..length) {
            Some(read) if length > 0 => print.take(read),
            _ => return Ok(print.hexadecimal()),
        }
    }
}
