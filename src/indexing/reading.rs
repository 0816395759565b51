//! Reading the text of one document into the index.

use std::sync::Arc;
use std::time::Duration;

use renexus_actors::ports::{Clock, DocumentStore, StoreError, StoredDocument};
use renexus_actors::replica::{Replica, export};
use renexus_wire::id::DocumentId;

use super::IndexError;
use super::stirred::Stirred;
use crate::adapters::clock::database_now;
use crate::adapters::documents::Documents;
use crate::config::SearchSettings;
use crate::db::Database;
use crate::db::queries::search::{self, DocumentText};

/// Reads texts of documents.
pub struct Reader {
    pub(super) database: Database,
    pub(super) store: Documents,
    pub(super) clock: Arc<dyn Clock>,
    stirred: Arc<Stirred>,
    settings: SearchSettings,
}

impl Reader {
    /// A reader of what is in a store.
    pub fn new(
        (database, store): (Database, Documents),
        clock: Arc<dyn Clock>,
        stirred: Arc<Stirred>,
        settings: SearchSettings,
    ) -> Self {
        Self { database, store, clock, stirred, settings }
    }

    /// What was edited.
    pub(super) fn stirred(&self) -> &Stirred {
        &self.stirred
    }

    /// How long a document must be quiet.
    pub(super) fn quiet(&self) -> Duration {
        Duration::from_secs_f64(self.settings.quiet_seconds)
    }

    /// Reads the text of a document as it is now.
    pub async fn read(&self, document: &str) -> Result<(), IndexError> {
        let failed = |reason: String| IndexError::Document { document: document.into(), reason };
        let id = DocumentId::parse(document).map_err(|error| failed(error.to_string()))?;
        let info = match self.store.find(id).await {
            Ok(Some(info)) => info,
            Ok(None) | Err(StoreError::Deleted) => return Ok(()),
            Err(error) => return Err(failed(error.to_string())),
        };
        let Some(workspace) = info.workspace.clone() else { return Ok(()) };
        let stored = match self.store.load(Arc::new(info)).await {
            Ok(stored) => stored,
            Err(StoreError::Deleted) => return Ok(()),
            Err(error) => return Err(failed(error.to_string())),
        };
        let (position, most) = (stored.head, self.settings.document_bytes);
        let text = tokio::task::spawn_blocking(move || text(&stored, most)).await;
        let text = text.map_err(|error| failed(error.to_string()))?.map_err(failed)?;
        let read = DocumentText { workspace, document: document.to_owned(), position, text };
        let now = database_now(&*self.clock);
        let written =
            self.database.write(move |connection| search::set_text(connection, &read, now));
        Ok(written.await?)
    }
}

/// The beginning of a document's text.
fn text(stored: &StoredDocument, most: usize) -> Result<String, String> {
    let restored = Replica::restore(stored).map_err(|error| error.to_string())?;
    let mut text = restored.replica.read(export::to_text);
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    Ok(text)
}
