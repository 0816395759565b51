//! The port behind which bytes of files live: a folder, memory, or a store of objects elsewhere.

use std::ops::Range;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use thiserror::Error;

use super::key::BlobKey;

/// What an operation on blobs gives, later.
pub type BlobFuture<'a, T> = BoxFuture<'a, Result<T, BlobError>>;

/// The bytes of a blob, in pieces as they are read.
pub type BlobStream = BoxStream<'static, Result<Bytes, BlobError>>;

/// Why blobs could not do what was asked.
#[derive(Debug, Error)]
pub enum BlobError {
    /// There is no such blob.
    #[error("blob `{0}` is missing")]
    Missing(String),
    /// This is not a key.
    #[error("`{0}` is not the key of a blob")]
    Key(String),
    /// The disk, the network or the other side failed; trying again may help.
    #[error("blobs are failing: {0}")]
    Failing(String),
}

/// The media type of bytes that go to a store directly: what they are is told once they are here.
pub const BROUGHT_TYPE: &str = "application/octet-stream";

/// What a link is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTerms {
    /// How long.
    pub valid: Duration,
    /// The media type that the answer must carry.
    pub media_type: String,
    /// The `Content-Disposition` that the answer must carry.
    pub disposition: String,
}

/// Where a store takes bytes by itself, as [`BROUGHT_TYPE`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeLink {
    /// The address, for a `PUT`.
    pub url: String,
    /// What goes along with the bytes: the signature binds it.
    pub headers: Vec<(&'static str, String)>,
}

/// Where blobs live. A blob is there as a whole or not at all, and never changes.
pub trait Blobs: Send + Sync + 'static {
    /// Begins a blob; it exists once the writer has finished, and not before.
    fn begin(&self, key: &BlobKey) -> BlobFuture<'static, Box<dyn BlobWriter>>;
    /// Reads a blob, or those of its bytes that are in the range.
    fn read(&self, key: &BlobKey, range: Option<Range<u64>>) -> BlobFuture<'static, BlobStream>;
    /// How many bytes a blob has.
    fn size(&self, key: &BlobKey) -> BlobFuture<'static, u64>;
    /// Removes a blob; one that is missing is removed already.
    fn remove(&self, key: &BlobKey) -> BlobFuture<'static, ()>;
    /// An address at which the store itself gives the blob, if it can do that.
    fn link(&self, key: &BlobKey, terms: &LinkTerms) -> BlobFuture<'static, Option<String>>;
    /// An address at which the store itself takes `length` bytes as the blob, if it can do that.
    fn intake(
        &self,
        key: &BlobKey,
        length: u64,
        valid: Duration,
    ) -> BlobFuture<'static, Option<IntakeLink>>;
    /// An address at which everybody reads a blob that is nobody's secret, if there is one.
    fn public_link(&self, key: &BlobKey) -> Option<String>;
}

/// A blob that is being written. Dropped before the end, it leaves nothing behind.
pub trait BlobWriter: Send {
    /// Adds bytes; while the store is slow this waits.
    fn write(&mut self, bytes: Bytes) -> BlobFuture<'_, ()>;
    /// Makes the blob durable and visible.
    fn finish(self: Box<Self>) -> BlobFuture<'static, ()>;
}
