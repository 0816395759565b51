//! A document as it is on disk now, ready to be kept.

use std::sync::Arc;

use chrono::NaiveDateTime;
use renexus_actors::ports::{DocumentStore, StoreError, StoredDocument};
use renexus_actors::replica::{Replica, export};
use renexus_tables::rows::versions::VersionRow;
use renexus_wire::id::DocumentId;

use super::error::VersionError;
use super::{packing, words};
use crate::adapters::documents::Documents;
use crate::db::queries::versions;
use crate::db::{Database, DatabaseError};
use crate::domain::DomainError;

/// A document as it was at a moment.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    /// The workspace.
    pub(super) workspace: String,
    /// The id of the document.
    pub(super) document: String,
    /// How much of the journal it covers.
    pub(super) seq: i64,
    /// Before it was read: what was on disk then is in it.
    pub(super) at: NaiveDateTime,
    /// The document as one update.
    pub(super) state: Arc<Vec<u8>>,
    /// The same, packed.
    pub(super) packed: Arc<Vec<u8>>,
    /// Words that came and went since the newest version.
    pub(super) words: (i64, i64),
}

/// Reads a document of a workspace; none when there is no such document any more.
pub(super) async fn read(
    (database, store): (&Database, &Documents),
    document: &str,
    at: NaiveDateTime,
) -> Result<Option<Snapshot>, VersionError> {
    let id = DocumentId::parse(document).map_err(|_| DomainError::NotFound("document"))?;
    let info = match store.find(id).await {
        Ok(Some(info)) => info,
        Ok(None) | Err(StoreError::Deleted) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let Some(workspace) = info.workspace.clone() else { return Ok(None) };
    let stored = match store.load(Arc::new(info)).await {
        Ok(stored) => stored,
        Err(StoreError::Deleted) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let newest = document.to_owned();
    let newest = database.read(move |connection| {
        let newest = versions::newest(connection, &newest)?;
        let Some(row) = newest else { return Ok(None) };
        let packed = versions::state(connection, &row.id)?;
        Ok::<_, DatabaseError>(packed.map(|packed| (row, packed)))
    });
    let newest = newest.await?;
    let (document, seq) = (document.to_owned(), stored.head);
    let built = tokio::task::spawn_blocking(move || built(&stored, newest.as_ref()));
    let (state, packed, words) = built.await??;
    let (state, packed) = (Arc::new(state), Arc::new(packed));
    Ok(Some(Snapshot { workspace, document, seq, at, state, packed, words }))
}

type Built = (Vec<u8>, Vec<u8>, (i64, i64));

fn built(
    stored: &StoredDocument,
    newest: Option<&(VersionRow, Vec<u8>)>,
) -> Result<Built, VersionError> {
    let now = Replica::restore(stored)?.replica;
    let state = now.state()?;
    let text = now.read(export::to_text);
    let before = match newest {
        Some((row, packed)) => {
            let state = packing::unpack(packed, row.size)?;
            Replica::of_state(&state)?.read(export::to_text)
        }
        None => String::new(),
    };
    let packed =
        packing::pack(&state).map_err(|error| VersionError::Unfinished(error.to_string()))?;
    Ok((state, packed, words::changed(&before, &text)))
}
