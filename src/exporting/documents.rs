//! The documents of a workspace: their updates as they are stored.
//!
//! A document is a file of updates, each behind its length (lib0 `varBytes`); applied in this
//! order they make the document. Beside them stands what can be read of it, Markdown, HTML, JSON, and its versions.

use renexus_wire::lib0::write_var_bytes;
use serde_json::json;

use super::archive::{Archive, aside};
use super::error::ExportError;
use super::forms::{self, Forms};
use super::versions;
use crate::adapters::store;
use crate::db::queries::documents::{self, Visible};
use crate::db::{Database, DatabaseError};

/// Documents of one page.
const PAGE: i64 = 200;

/// Writes all documents of a workspace, and a list of them.
pub(super) async fn write(
    database: &Database,
    workspace: &str,
    mut archive: Archive,
) -> Result<Archive, ExportError> {
    let (mut list, mut kept, mut number, mut after) = (Vec::new(), Vec::new(), 0_u64, None);
    loop {
        let visible = Visible::Some { ids: Vec::new(), workspace: Some(workspace.to_owned()) };
        let from = after.clone();
        let page =
            database.read(move |connection| documents::list(connection, visible, from, PAGE));
        let page: Result<Vec<_>, DatabaseError> = page.await;
        let page = page?;
        let Some(last) = page.last() else { break };
        after = Some(last.id.clone());
        for row in page {
            number += 1;
            // Ids of documents may hold anything; names of files should not.
            let stem = format!("documents/{number:06}");
            let name = format!("{stem}.updates");
            let line = json!({
                "id": row.id, "file": name, "seq": row.head, "created_at": row.created_at.and_utc(),
            });
            let key = row.key;
            match database.read(move |connection| store::load(connection, key)).await {
                Ok(stored) => {
                    let mut updates = Vec::new();
                    if let Some((_, state)) = &stored.checkpoint {
                        write_var_bytes(&mut updates, state);
                    }
                    for update in &stored.tail {
                        write_var_bytes(&mut updates, update);
                    }
                    archive = archive.file(&name, updates).await?;
                    let forms = aside(move || Ok(forms::of(&stored))).await?;
                    if let Some(Forms { markdown, html, json }) = forms {
                        let json = serde_json::to_vec(&json)?;
                        archive = archive.file(&format!("{stem}.md"), markdown.into()).await?;
                        archive = archive.file(&format!("{stem}.html"), html.into()).await?;
                        archive = archive.file(&format!("{stem}.json"), json).await?;
                    }
                    archive =
                        versions::write(database, (&row.id, &stem), &mut kept, archive).await?;
                }
                // It was deleted since the page was read.
                Err(DatabaseError::Deleted) => continue,
                Err(error) => return Err(error.into()),
            }
            serde_json::to_writer(&mut list, &line)?;
            list.push(b'\n');
        }
    }
    archive = archive.file("versions.jsonl", kept).await?;
    archive.file("documents.jsonl", list).await
}
