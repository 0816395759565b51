//! Taking bytes in: counted, fingerprinted, and written on as they come.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};

use super::FileError;
use super::blobs::BlobWriter;
use super::fingerprint::Fingerprint;

/// Bytes of the beginning that are kept to tell what a file is; headers of pictures fit in.
const HEAD_BYTES: usize = 64 << 10;

/// What is allowed to come.
#[derive(Clone, Copy, Debug)]
pub struct IntakeBounds {
    /// Most bytes; more end the intake.
    pub bytes: u64,
    /// Longest pause between two pieces; a longer one ends the intake.
    pub idle: Duration,
}

/// How the sender ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// In order.
    Whole,
    /// In the middle, or by silence.
    Cut,
}

/// What has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// How many bytes.
    pub size: u64,
    /// Their SHA-256 in hexadecimal.
    pub sha256: String,
    /// The first of them.
    pub head: Vec<u8>,
}

/// A blob that is coming in.
pub struct Intake {
    writer: Box<dyn BlobWriter>,
    bounds: IntakeBounds,
    print: Fingerprint,
    head: Vec<u8>,
    size: u64,
}

impl Intake {
    /// An intake into a blob that was begun.
    pub fn new(writer: Box<dyn BlobWriter>, bounds: IntakeBounds) -> Self {
        Self { writer, bounds, print: Fingerprint::default(), head: Vec::new(), size: 0 }
    }

    /// Takes everything that a sender sends.
    pub async fn pour<S, E>(&mut self, mut pieces: S) -> Result<Ending, FileError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        loop {
            match tokio::time::timeout(self.bounds.idle, pieces.next()).await {
                Ok(Some(Ok(piece))) => self.take(piece).await?,
                Ok(None) => return Ok(Ending::Whole),
                Ok(Some(Err(_))) | Err(_) => return Ok(Ending::Cut),
            }
        }
    }

    /// How much came.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Makes the blob durable.
    pub async fn finish(self) -> Result<Taken, FileError> {
        self.writer.finish().await?;
        Ok(Taken { size: self.size, sha256: self.print.hexadecimal(), head: self.head })
    }

    async fn take(&mut self, piece: Bytes) -> Result<(), FileError> {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        let size = self.size.saturating_add(length);
        if size > self.bounds.bytes {
            return Err(FileError::TooLarge(self.bounds.bytes));
        }
        self.size = size;
        self.print.take(&piece);
        let room = HEAD_BYTES - self.head.len();
        self.head.extend(piece.iter().take(room));
        Ok(self.writer.write(piece).await?)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;
    use crate::adapters::blobs::ObjectBlobs;
    use crate::files::blobs::{BlobError, Blobs};
    use crate::files::key::BlobKey;

    type Pieces = Vec<Result<Bytes, ()>>;

    fn pieces(count: usize, length: usize) -> Pieces {
        (0..count).map(|_| Ok(Bytes::from(vec![b'x'; length]))).collect()
    }

    async fn intake(blobs: &ObjectBlobs, bytes: u64) -> Intake {
        let key = BlobKey::avatar("one").unwrap();
        let bounds = IntakeBounds { bytes, idle: Duration::from_millis(50) };
        Intake::new(blobs.begin(&key).await.unwrap(), bounds)
    }

    async fn is_there(blobs: &ObjectBlobs) -> bool {
        let found = blobs.read(&BlobKey::avatar("one").unwrap(), None).await;
        !matches!(found, Err(BlobError::Missing(_)))
    }

    #[tokio::test]
    async fn what_comes_is_counted_and_only_its_beginning_kept() {
        let blobs = ObjectBlobs::memory();
        let mut intake = intake(&blobs, 10_000_000).await;
        let ending = intake.pour(stream::iter(pieces(30, 100_000))).await.unwrap();
        assert_eq!((ending, intake.size()), (Ending::Whole, 3_000_000));
        let taken = intake.finish().await.unwrap();
        assert_eq!((taken.size, taken.head.len()), (3_000_000, HEAD_BYTES));
        assert!(is_there(&blobs).await);
    }

    #[tokio::test]
    async fn too_much_leaves_nothing() {
        let blobs = ObjectBlobs::memory();
        let mut intake = intake(&blobs, 2_999_999).await;
        let refused = intake.pour(stream::iter(pieces(30, 100_000))).await;
        assert!(matches!(refused, Err(FileError::TooLarge(2_999_999))), "{refused:?}");
        drop(intake);
        assert!(!is_there(&blobs).await);
    }

    #[tokio::test]
    async fn a_sender_that_breaks_off_or_falls_silent_is_cut() {
        let blobs = ObjectBlobs::memory();
        let mut broken = pieces(1, 10);
        broken.push(Err(()));
        let mut one = intake(&blobs, 100).await;
        assert_eq!(one.pour(stream::iter(broken)).await.unwrap(), Ending::Cut);
        let mut two = intake(&blobs, 100).await;
        let silent = stream::iter(pieces(1, 10)).chain(stream::pending());
        assert_eq!(two.pour(silent).await.unwrap(), Ending::Cut);
        assert_eq!((one.size(), two.size()), (10, 10));
        drop((one, two));
        assert!(!is_there(&blobs).await);
    }
}
