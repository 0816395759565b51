//! Trying out a store: everything that will be done there, once, with a blob of its own.

use bytes::Bytes;
use chrono::Utc;
use object_store::path::Path;
use object_store::{Error, GetOptions, GetRange, ObjectStoreExt, PutMode, Result};
use renexus_wire::id;

use super::{ObjectBlobs, told};
use crate::files::key::BlobKey;

/// The folder of blobs that are tried.
const FOLDER: &str = "doctor";
/// What a blob on trial holds.
const WORDS: &[u8] = b"renexus doctor";

/// What can be done, and what cannot.
#[derive(Debug, Default)]
pub struct Trial {
    /// What went well, in words.
    pub done: Vec<&'static str>,
    /// The first thing that did not, and why; what would follow was not tried.
    pub failed: Option<(&'static str, String)>,
    /// Milliseconds that the clock of the store is ahead; stores tell seconds.
    pub ahead: Option<i64>,
}

impl ObjectBlobs {
    /// Writes, reads, lists and removes a blob that nobody else knows.
    pub async fn try_out(&self) -> Trial {
        let mut trial = Trial::default();
        let key = BlobKey::parse(&format!("{FOLDER}/{}", id::fresh()));
        let path = match key.and_then(|key| self.path(&key)) {
            Ok(path) => path,
            Err(error) => {
                trial.failed = Some(("name a blob", error.to_string()));
                return trial;
            }
        };
        if let Err((what, error)) = self.steps(&path, &mut trial).await {
            trial.failed = Some((what, told(&error)));
            // It may be there all the same.
            let _ = self.store.delete(&path).await;
        }
        trial
    }

    async fn steps(
        &self,
        path: &Path,
        trial: &mut Trial,
    ) -> std::result::Result<(), (&'static str, Error)> {
        let named = |what: &'static str| move |error: Error| (what, error);
        let store = &self.store;
        store.put(path, Bytes::from_static(WORDS).into()).await.map_err(named("write"))?;
        let now = Utc::now().timestamp_millis();
        trial.done.push("write");
        self.write_once(path).await.map_err(named("write only once"))?;
        trial.done.push("write only once");
        let read = self.read_part(path).await.map_err(named("read"))?;
        trial.ahead = Some(read - now);
        trial.done.push("read");
        self.first().await.map_err(named("list"))?;
        trial.done.push("list");
        let parts = async {
            let mut upload = store.put_multipart(path).await?;
            upload.put_part(Bytes::from_static(WORDS).into()).await?;
            upload.abort().await
        };
        parts.await.map_err(named("write in parts"))?;
        trial.done.push("write in parts");
        store.delete(path).await.map_err(named("remove"))?;
        trial.done.push("remove");
        Ok(())
    }

    /// Fails when the store writes over what it was told to leave.
    async fn write_once(&self, path: &Path) -> Result<()> {
        let twice = Bytes::from_static(WORDS).into();
        match self.store.put_opts(path, twice, PutMode::Create.into()).await {
            Err(Error::AlreadyExists { .. }) => Ok(()),
            Err(error) => Err(error),
            Ok(_) => Err(Error::Generic {
                store: "blobs",
                source: "what was there was written over in spite of If-None-Match".into(),
            }),
        }
    }

    /// Reads some of the blob; gives when the store wrote it.
    async fn read_part(&self, path: &Path) -> Result<i64> {
        let options = GetOptions { range: Some(GetRange::Bounded(8..14)), ..GetOptions::default() };
        let found = self.store.get_opts(path, options).await?;
        let written = found.meta.last_modified.timestamp_millis();
        match &*found.bytes().await? {
            b"doctor" => Ok(written),
            _ => Err(Error::Generic {
                store: "blobs",
                source: "other bytes came than were written".into(),
            }),
        }
    }
}
