//! Blobs behind `object_store`: files in a folder, or in memory.

use std::fs::DirBuilder;
use std::ops::Range;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path as FilePath;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, MultipartUpload, ObjectStore, ObjectStoreExt};

use super::leftovers;
use crate::files::blobs::{BlobError, BlobFuture, BlobStream, BlobWriter, Blobs, LinkTerms};
use crate::files::key::BlobKey;

/// Only the owner enters the folder.
const PRIVATE_FOLDER: u32 = 0o700;
/// The folder of files in the data folder.
pub(crate) const FOLDER: &str = "blobs";
/// Bytes that one writer holds before they go to a disk; a disk takes any size.
const FOLDER_PART_BYTES: usize = 1 << 20;

/// Blobs in a store of objects.
pub struct ObjectBlobs {
    store: Arc<dyn ObjectStore>,
    /// What a writer gathers before it hands it on.
    part_bytes: usize,
}

impl ObjectBlobs {
    /// Blobs as files in a folder, synced to the disk before they are there.
    pub fn folder(folder: &FilePath) -> Result<Self, BlobError> {
        let made = DirBuilder::new().recursive(true).mode(PRIVATE_FOLDER).create(folder);
        made.map_err(|error| BlobError::Failing(format!("{}: {error}", folder.display())))?;
        leftovers::remove_aside(folder.to_owned());
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| BlobError::Failing(error.to_string()))?
            .with_fsync(true)
            .with_automatic_cleanup(true);
        Ok(Self { store: Arc::new(store), part_bytes: FOLDER_PART_BYTES })
    }

    /// Blobs in memory.
    pub fn memory() -> Self {
        Self { store: Arc::new(InMemory::new()), part_bytes: FOLDER_PART_BYTES }
    }
}

impl Blobs for ObjectBlobs {
    fn begin(&self, key: &BlobKey) -> BlobFuture<'static, Box<dyn BlobWriter>> {
        let (store, part_bytes) = (Arc::clone(&self.store), self.part_bytes);
        let path = path(key);
        async move {
            let writer = ObjectWriter {
                store,
                path: path?,
                part_bytes,
                held: BytesMut::new(),
                upload: None,
            };
            Ok::<Box<dyn BlobWriter>, _>(Box::new(writer))
        }
        .boxed()
    }

    fn read(&self, key: &BlobKey, range: Option<Range<u64>>) -> BlobFuture<'static, BlobStream> {
        let store = Arc::clone(&self.store);
        let path = path(key);
        async move {
            let options =
                GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
            let found = store.get_opts(&path?, options).await.map_err(failed)?;
            Ok(found.into_stream().map_err(failed).boxed())
        }
        .boxed()
    }

    fn remove(&self, key: &BlobKey) -> BlobFuture<'static, ()> {
        let store = Arc::clone(&self.store);
        let path = path(key);
        async move {
            match store.delete(&path?).await.map_err(failed) {
                Err(BlobError::Missing(_)) => Ok(()),
                result => result,
            }
        }
        .boxed()
    }

    /// Neither a folder nor memory can be asked from outside.
    fn link(&self, _: &BlobKey, _: &LinkTerms) -> BlobFuture<'static, Option<String>> {
        std::future::ready(Ok(None)).boxed()
    }
}

/// Small blobs go in one piece, larger ones in parts of one size.
struct ObjectWriter {
    store: Arc<dyn ObjectStore>,
    path: Path,
    part_bytes: usize,
    /// What has not gone out; less than a part between two writes.
    held: BytesMut,
    /// There is one as soon as a part went out.
    upload: Option<Box<dyn MultipartUpload>>,
}

impl ObjectWriter {
    async fn send_part(&mut self, part: Bytes) -> Result<(), BlobError> {
        let upload = match &mut self.upload {
            Some(upload) => upload,
            none => {
                let upload = self.store.put_multipart(&self.path).await.map_err(failed)?;
                none.insert(upload)
            }
        };
        upload.put_part(part.into()).await.map_err(failed)
    }

    async fn end(mut self) -> Result<(), BlobError> {
        let rest = self.held.split().freeze();
        if self.upload.is_none() {
            self.store.put(&self.path, rest.into()).await.map_err(failed)?;
            return Ok(());
        }
        if !rest.is_empty() {
            self.send_part(rest).await?;
        }
        if let Some(upload) = &mut self.upload {
            upload.complete().await.map_err(failed)?;
        }
        self.upload = None;
        Ok(())
    }
}

impl BlobWriter for ObjectWriter {
    fn write(&mut self, bytes: Bytes) -> BlobFuture<'_, ()> {
        async move {
            self.held.extend_from_slice(&bytes);
            while self.held.len() >= self.part_bytes {
                let part = self.held.split_to(self.part_bytes).freeze();
                self.send_part(part).await?;
            }
            Ok(())
        }
        .boxed()
    }

    fn finish(self: Box<Self>) -> BlobFuture<'static, ()> {
        self.end().boxed()
    }
}

impl Drop for ObjectWriter {
    /// Whoever stops in between leaves parts, which the store is told to forget.
    fn drop(&mut self) {
        let Some(mut upload) = self.upload.take() else { return };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move {
            if let Err(error) = upload.abort().await {
                log::warn!("parts of a blob are left over: {error}");
            }
        });
    }
}

fn path(key: &BlobKey) -> Result<Path, BlobError> {
    Path::parse(key.as_str()).map_err(|_| BlobError::Key(key.as_str().to_owned()))
}

fn failed(error: object_store::Error) -> BlobError {
    match error {
        object_store::Error::NotFound { path, .. } => BlobError::Missing(path),
        other => BlobError::Failing(other.to_string()),
    }
}
