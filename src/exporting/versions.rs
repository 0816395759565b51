//! The versions of a document: each as one Yjs update, and a line about it.

use serde_json::json;

use super::archive::Archive;
use super::error::ExportError;
use crate::db::{Database, DatabaseError};
use crate::versions;

/// Versions of one page.
const PAGE: i64 = 100;

/// Writes all versions of a document beside it, the newest first, and a line about each.
pub(super) async fn write(
    database: &Database,
    (document, stem): (&str, &str),
    list: &mut Vec<u8>,
    mut archive: Archive,
) -> Result<Archive, ExportError> {
    let mut before: Option<String> = None;
    loop {
        let (id, from) = (document.to_owned(), before.take());
        let page = database
            .read(move |connection| versions::kept(connection, &id, (from.as_deref(), PAGE)));
        let page: Result<Vec<_>, DatabaseError> = page.await;
        let page = page?;
        let Some(last) = page.last() else { return Ok(archive) };
        before = Some(last.id.clone());
        for version in page {
            let id = version.id.clone();
            let held = database.read(move |connection| versions::held(connection, &id));
            let held: Result<Option<Vec<u8>>, DatabaseError> = held.await;
            // It was thinned out since the page was read.
            let Some(update) = held? else { continue };
            let name = format!("{stem}.versions/{}.update", version.id);
            archive = archive.file(&name, update).await?;
            serde_json::to_writer(&mut *list, &json!({ "version": version, "file": name }))?;
            list.push(b'\n');
        }
    }
}
