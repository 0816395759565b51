//! The documents that describe tasks.

use bytes::Bytes;
use renexus_actors::replica::Replica;
use renexus_tables::rows::JournalRow;
use renexus_wire::id::DocumentId;
use renexus_wire::lib0::write_var_bytes;
use renexus_wire::rich::ROOT;

use crate::db::DatabaseError;
use crate::db::queries::{documents, journal};
use crate::domain::{Change, DomainError};
use crate::rich::from_markdown;

/// Makes the document of a new task, with its first text, which is read as Markdown; returns its id.
pub fn create(tx: &mut Change<'_>, text: &str) -> Result<String, DomainError> {
    let id = DocumentId::generate().to_string();
    let (workspace, now) = (tx.workspace.id.clone(), tx.now);
    let document = documents::create(tx.connection, &id, Some(&workspace), now)?;
    if !text.is_empty() {
        let update = Replica::from_rich(ROOT, &from_markdown(text))
            .map(Bytes::from)
            .map_err(|error| DomainError::invalid("description", error))?;
        let mut body = Vec::with_capacity(update.len() + 4);
        write_var_bytes(&mut body, &update);
        let row = JournalRow { document: document.key, seq: 1, count: 1, body, sum: 0 };
        if !journal::append(tx.connection, vec![row])?.is_empty() {
            return Err(DatabaseError::Damaged(format!("document `{id}`")).into());
        }
    }
    Ok(id)
}
