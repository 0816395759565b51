//! The commit mark: how many transactions were acknowledged, outside of the database.
//!
//! SQLite takes a damaged end of its write-ahead log for the end of the log,
//! and drops what stood behind it without a word. The mark is written after
//! each commit, without fsync: it survives the death of the process, and after
//! a power failure it can only be older than the database. A database that
//! holds fewer commits than the mark says has lost some.

use std::fs::{File, OpenOptions};
use std::io::{Read, Result};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use crc32fast::hash;

/// A little-endian number and its CRC-32.
const LENGTH: usize = 12;

/// The open mark file.
#[derive(Debug)]
pub(crate) struct CommitMark(File);

impl CommitMark {
    /// Opens or creates the mark beside a database.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)?;
        Ok(Self(file))
    }

    /// How many commits were acknowledged; `None` when the mark is missing or damaged.
    pub(crate) fn read(&mut self) -> Result<Option<i64>> {
        let mut bytes = Vec::new();
        (&self.0).read_to_end(&mut bytes)?;
        Ok(parse(&bytes))
    }

    /// Notes a commit before it is acknowledged.
    pub(crate) fn write(&self, commits: i64) -> Result<()> {
        let number = commits.to_le_bytes();
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.extend_from_slice(&number);
        bytes.extend_from_slice(&hash(&number).to_le_bytes());
        self.0.write_all_at(&bytes, 0)
    }
}

fn parse(bytes: &[u8]) -> Option<i64> {
    let (number, sum) = bytes.split_first_chunk::<8>()?;
    let sum: [u8; 4] = sum.try_into().ok()?;
    (hash(number) == u32::from_le_bytes(sum)).then(|| i64::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_back_and_a_damaged_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("commits");
        assert_eq!(CommitMark::open(&path).unwrap().read().unwrap(), None);
        CommitMark::open(&path).unwrap().write(77).unwrap();
        assert_eq!(CommitMark::open(&path).unwrap().read().unwrap(), Some(77));
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[0] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(CommitMark::open(&path).unwrap().read().unwrap(), None);
    }
}
