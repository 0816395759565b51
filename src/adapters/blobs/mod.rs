//! Blobs behind `object_store`: files in a folder, in memory, or objects in S3, Azure or Google.

mod givers;
mod leftovers;
mod links;
mod objects;
mod sas;
mod takers;
mod trying;
mod writer;

use std::fs::DirBuilder;
use std::ops::Range;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Attributes, GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt};

use self::links::Links;
pub use self::trying::Trial;
use self::writer::ObjectWriter;
use crate::config::BlobSettings;
use crate::files::blobs::{
    BlobError, BlobFuture, BlobStream, BlobWriter, Blobs, IntakeLink, LinkTerms,
};
use crate::files::key::BlobKey;

/// Only the owner enters the folder.
const PRIVATE_FOLDER: u32 = 0o700;
/// The folder of files in the data folder.
const FOLDER: &str = "blobs";
/// Bytes that one writer holds before they go to a disk; a disk takes any size.
const FOLDER_PART_BYTES: usize = 1 << 20;

/// Blobs in a store of objects.
pub struct ObjectBlobs {
    store: Arc<dyn ObjectStore>,
    /// What stands in front of all keys.
    prefix: Path,
    /// What a writer gathers before it hands it on.
    part_bytes: usize,
    /// Whether the store keeps media types with the bytes; files have no room for them.
    keeps_types: bool,
    /// The links that the store gives.
    links: Links,
    /// Where the files are, if they are files.
    folder: Option<PathBuf>,
}

impl ObjectBlobs {
    /// Blobs where the settings put them: in a store of objects, or in the data folder.
    pub fn open(settings: &BlobSettings, data: &FilePath) -> Result<Self, BlobError> {
        match settings.place() {
            None => Self::folder(&data.join(FOLDER)),
            Some(place) => objects::open(settings, &place),
        }
    }

    /// Blobs as files in a folder, synced to the disk before they are there.
    pub fn folder(folder: &FilePath) -> Result<Self, BlobError> {
        let made = DirBuilder::new().recursive(true).mode(PRIVATE_FOLDER).create(folder);
        made.map_err(|error| BlobError::Failing(format!("{}: {error}", folder.display())))?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| BlobError::Failing(error.to_string()))?
            .with_fsync(true)
            .with_automatic_cleanup(true);
        Ok(Self { folder: Some(folder.to_owned()), ..Self::local(Arc::new(store)) })
    }

    /// Removes what a crash left half-written, for the one server that writes here. Whoever only
    /// looks must not: another may be writing.
    pub fn tidy(&self) {
        if let Some(folder) = &self.folder {
            leftovers::remove_aside(folder.clone());
        }
    }

    /// Blobs in memory.
    pub fn memory() -> Self {
        Self::local(Arc::new(InMemory::new()))
    }

    fn local(store: Arc<dyn ObjectStore>) -> Self {
        Self {
            store,
            prefix: Path::default(),
            part_bytes: FOLDER_PART_BYTES,
            keeps_types: false,
            links: Links::default(),
            folder: None,
        }
    }

    /// Whether there is no blob at all.
    pub async fn is_empty(&self) -> Result<bool, BlobError> {
        Ok(self.first().await.map_err(failed)?.is_none())
    }

    /// Any blob.
    async fn first(&self) -> object_store::Result<Option<ObjectMeta>> {
        let prefix = Some(&self.prefix).filter(|prefix| !prefix.as_ref().is_empty());
        self.store.list(prefix).next().await.transpose()
    }

    fn path(&self, key: &BlobKey) -> Result<Path, BlobError> {
        let path = match self.prefix.as_ref() {
            "" => Path::parse(key.as_str()),
            prefix => Path::parse(format!("{prefix}/{key}")),
        };
        path.map_err(|_| BlobError::Key(key.as_str().to_owned()))
    }
}

impl Blobs for ObjectBlobs {
    fn begin(&self, key: &BlobKey) -> BlobFuture<'static, Box<dyn BlobWriter>> {
        let (store, part_bytes) = (Arc::clone(&self.store), self.part_bytes);
        let attributes = match self.keeps_types {
            true => links::attributes(key),
            false => Attributes::default(),
        };
        let path = self.path(key);
        async move {
            let writer = ObjectWriter {
                store,
                path: path?,
                part_bytes,
                attributes,
                held: BytesMut::new(),
                upload: None,
            };
            Ok::<Box<dyn BlobWriter>, _>(Box::new(writer))
        }
        .boxed()
    }

    fn read(&self, key: &BlobKey, range: Option<Range<u64>>) -> BlobFuture<'static, BlobStream> {
        let store = Arc::clone(&self.store);
        let path = self.path(key);
        async move {
            let options =
                GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
            let found = store.get_opts(&path?, options).await.map_err(failed)?;
            Ok(found.into_stream().map_err(failed).boxed())
        }
        .boxed()
    }

    fn size(&self, key: &BlobKey) -> BlobFuture<'static, u64> {
        let store = Arc::clone(&self.store);
        let path = self.path(key);
        async move { Ok(store.head(&path?).await.map_err(failed)?.size) }.boxed()
    }

    fn remove(&self, key: &BlobKey) -> BlobFuture<'static, ()> {
        let store = Arc::clone(&self.store);
        let path = self.path(key);
        async move {
            match store.delete(&path?).await.map_err(failed) {
                Err(BlobError::Missing(_)) => Ok(()),
                result => result,
            }
        }
        .boxed()
    }

    fn link(&self, key: &BlobKey, terms: &LinkTerms) -> BlobFuture<'static, Option<String>> {
        let (links, path, terms) = (self.links.clone(), self.path(key), terms.clone());
        async move { links.signed(&path?, &terms).await.map_err(failed) }.boxed()
    }

    fn intake(
        &self,
        key: &BlobKey,
        length: u64,
        valid: Duration,
    ) -> BlobFuture<'static, Option<IntakeLink>> {
        let (taker, path) = (self.links.taker.clone(), self.path(key));
        async move {
            let Some(taker) = taker else { return Ok(None) };
            taker.intake(&path?, length, valid).await.map(Some).map_err(failed)
        }
        .boxed()
    }

    fn public_link(&self, key: &BlobKey) -> Option<String> {
        self.links.public(key)
    }
}

fn failed(error: object_store::Error) -> BlobError {
    match error {
        object_store::Error::NotFound { path, ref source } if !is_bucket(source) => {
            BlobError::Missing(path)
        }
        other => BlobError::Failing(told(&other)),
    }
}

/// Whether it is not the blob that is missing, but what it would lie in.
fn is_bucket(source: &impl std::fmt::Display) -> bool {
    let words = source.to_string();
    ["NoSuchBucket", "ContainerNotFound", "The specified bucket does not exist"]
        .iter()
        .any(|word| words.contains(word))
}

/// The words of a store in one line; some send pages.
fn told(error: &object_store::Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
