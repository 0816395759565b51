//! One file of the write-ahead log, named by the number of its first frame.

use std::fs::{self, File, OpenOptions};
use std::io::{Error, ErrorKind, Result};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FallocateFlags, fallocate};

use super::frame::{FrameError, HEADER, Header, Place};

/// Ending of the files.
const ENDING: &str = "wal";
/// Room that is reserved at a time, in bytes: a file that does not grow is synced in half the time.
const RESERVED: u64 = 1 << 20;

/// An open segment.
#[derive(Debug)]
pub(super) struct Segment {
    file: File,
    path: PathBuf,
}

/// A segment that is written, and how far.
#[derive(Debug)]
pub(super) struct Writing {
    pub(super) length: u64,
    reserved: u64,
}

/// One frame as it was found.
pub(super) struct Found {
    pub(super) number: i64,
    /// Where the frame begins.
    pub(super) at: u64,
    pub(super) places: Vec<Place>,
}

impl Segment {
    /// A new file for frames from `number` on; its name is on disk when this returns.
    pub(super) fn create(folder: &Path, number: i64) -> Result<Self> {
        let path = folder.join(format!("{number:020}.{ENDING}"));
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&path)?;
        File::open(folder)?.sync_all()?;
        Ok(Self { file, path })
    }

    /// Every segment in a folder with the number of its first frame, in order.
    pub(super) fn list(folder: &Path) -> Result<Vec<(i64, Self)>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let number = path.file_stem().and_then(|name| name.to_str()?.parse::<i64>().ok());
            if let Some(number) =
                number.filter(|_| path.extension().is_some_and(|end| end == ENDING))
            {
                found.push((number, Self { file: File::open(&path)?, path }));
            }
        }
        found.sort_by_key(|(number, _)| *number);
        Ok(found)
    }

    /// Writes a frame behind what is there, and returns when it is on disk.
    pub(super) fn append(&self, frame: &[u8], writing: &mut Writing) -> Result<()> {
        let end = writing.length + u64::try_from(frame.len()).map_err(Error::other)?;
        while writing.reserved < end {
            // Some file systems cannot reserve; writing works all the same.
            let _ = fallocate(&self.file, FallocateFlags::empty(), writing.reserved, RESERVED);
            writing.reserved += RESERVED;
        }
        self.file.write_all_at(frame, writing.length)?;
        self.file.sync_data()?;
        writing.length = end;
        Ok(())
    }

    /// Gives back what was reserved behind the end, and whatever a failed write left there.
    pub(super) fn cut(&self, writing: &Writing) -> Result<()> {
        self.file.set_len(writing.length)
    }

    /// Bytes of the segment.
    pub(super) fn read(&self, at: u64, length: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, at)?;
        Ok(bytes)
    }

    /// Reads every frame in turn, and says how far the sound ones reach and what stands behind them.
    pub(super) fn scan(&self, mut each: impl FnMut(Found)) -> Result<(u64, FrameError)> {
        let end = self.file.metadata()?.len();
        let mut at = 0;
        loop {
            match self.frame(at, end) {
                Ok((found, length)) => {
                    each(found);
                    at += length;
                }
                Err(ScanError::Frame(error)) => return Ok((at, error)),
                Err(ScanError::File(error)) => return Err(error),
            }
        }
    }

    fn frame(&self, at: u64, end: u64) -> std::result::Result<(Found, u64), ScanError> {
        if at + as_u64(HEADER) > end {
            return Err(FrameError::Short.into());
        }
        let header = Header::parse(&self.read(at, HEADER)?)?;
        let length = as_u64(HEADER) + u64::from(header.length);
        if at + length > end {
            return Err(FrameError::Short.into());
        }
        let payload = usize::try_from(header.length).map_err(Error::other)?;
        let places = header.places(&self.read(at + as_u64(HEADER), payload)?)?;
        Ok((Found { number: header.number, at, places }, length))
    }

    /// Removes the file; who reads it still may go on.
    pub(super) fn remove(&self) -> Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The file's name, for messages.
    pub(super) fn name(&self) -> std::path::Display<'_> {
        self.path.display()
    }
}

impl Writing {
    /// An empty segment.
    pub(super) fn begin() -> Self {
        Self { length: 0, reserved: 0 }
    }
}

enum ScanError {
    Frame(FrameError),
    File(Error),
}

impl From<FrameError> for ScanError {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

impl From<Error> for ScanError {
    fn from(error: Error) -> Self {
        Self::File(error)
    }
}

fn as_u64(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
