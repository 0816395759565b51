//! The proof that a copy is good: every document is opened, every blob is read to its end.

use std::sync::Arc;

use futures_util::TryStreamExt;
use renexus_actors::ports::{DocumentInfo, DocumentStore};
use renexus_actors::replica::Replica;
use renexus_wire::id::DocumentId;

use super::error::CopyError;
use crate::adapters::documents::Documents;
use crate::db::queries::{documents, kept_blobs};
use crate::db::{Database, DatabaseError};
use crate::files::blobs::{BlobError, Blobs};
use crate::files::fingerprint::Fingerprint;
use crate::files::key::BlobKey;
use crate::filing::portrait_key;

/// What was opened and read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Documents that opened.
    pub documents: u64,
    /// Updates of their journals that were applied.
    pub updates: u64,
    /// Blobs that are what was written.
    pub blobs: u64,
    /// What is wrong, a line each.
    pub faults: Vec<String>,
}

/// Opens everything.
pub async fn prove(
    database: &Database,
    store: &Documents,
    blobs: &dyn Blobs,
) -> Result<Proof, CopyError> {
    let mut proof = Proof::default();
    for (key, id) in database.read(documents::all).await? {
        match open(store, (key, &id)).await {
            Ok(updates) => {
                proof.documents += 1;
                proof.updates += updates;
            }
            Err(reason) => proof.faults.push(format!("document `{id}`: {reason}")),
        }
    }
    for (key, sum) in kept(database).await? {
        match read(blobs, &key).await {
            Ok(found) if sum.as_ref().is_none_or(|sum| *sum == found) => proof.blobs += 1,
            Ok(_) => proof.faults.push(format!("blob `{key}` is not what its row says")),
            Err(error) => proof.faults.push(format!("blob `{key}`: {error}")),
        }
    }
    Ok(proof)
}

/// Opens a document; gives how many updates its journal held.
async fn open(store: &Documents, (key, id): (i64, &str)) -> Result<u64, String> {
    let id = DocumentId::parse(id).map_err(|error| error.to_string())?;
    let info = Arc::new(DocumentInfo { key, id, workspace: None });
    let stored = store.load(info).await.map_err(|error| error.to_string())?;
    let restored = Replica::restore(&stored).map_err(|error| error.to_string())?;
    match restored.offenders.first() {
        Some(offender) => Err(format!("an update makes the library fail: {}", offender.reason)),
        None => Ok(super::count(stored.tail.len())),
    }
}

/// Every blob that rows name, with its SHA-256 where the row says it.
async fn kept(database: &Database) -> Result<Vec<(BlobKey, Option<String>)>, CopyError> {
    let named = database.read(|connection| {
        let files = kept_blobs::files(connection)?;
        let (pieces, avatars) = (kept_blobs::pieces(connection)?, kept_blobs::avatars(connection)?);
        Ok::<_, DatabaseError>((files, pieces, avatars))
    });
    let (files, pieces, avatars) = named.await?;
    let mut kept = Vec::new();
    for (workspace, id, _, sum) in files {
        kept.push((BlobKey::content(&workspace, &id), Some(sum)));
    }
    for (workspace, upload, piece) in pieces {
        kept.push((BlobKey::piece(&workspace, &upload, &piece), None));
    }
    kept.extend(avatars.iter().filter_map(|address| Some((Ok(portrait_key(address)?), None))));
    let checked = kept.into_iter().map(|(key, sum)| match key {
        Ok(key) => Ok((key, sum)),
        Err(source) => Err(CopyError::Blob { key: String::new(), source }),
    });
    checked.collect()
}

/// The SHA-256 of a blob.
async fn read(blobs: &dyn Blobs, key: &BlobKey) -> Result<String, BlobError> {
    let mut print = Fingerprint::default();
    let mut stream = blobs.read(key, None).await?;
    while let Some(piece) = stream.try_next().await? {
        print.take(&piece);
    }
    Ok(print.hexadecimal())
}
