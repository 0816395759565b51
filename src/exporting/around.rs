//! What stands around the contents: the tree of documents, levels, and webhooks.

use renexus_tables::rows::pages::PageRow;
use renexus_tables::rows::workspaces::AccessEntryRow;
use serde_json::{Value, json};

use super::archive::Archive;
use super::error::ExportError;
use super::{Job, PAGE, lines};
use crate::db::queries::{entries, pages, webhooks as webhook_rows};
use crate::domain::{DomainError, View};
use crate::webhooks;

/// Writes `pages.jsonl`, `access.jsonl` and `webhooks.jsonl`.
pub(super) async fn write(job: &Job<'_>, archive: Archive) -> Result<Archive, ExportError> {
    let tree = job.read(tree).await?;
    let mut archive = archive.file("pages.jsonl", lines(&tree)?).await?;
    archive = archive.file("access.jsonl", Vec::new()).await?;
    let mut after = String::new();
    loop {
        let from = after.clone();
        let page = job.read(move |look| {
            Ok(entries::after(look.connection, &look.workspace.id, &from, PAGE)?)
        });
        let page = page.await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        let told: Vec<_> = page.into_iter().map(level).collect();
        archive = archive.append(lines(&told)?).await?;
    }
    let told = job.read(|look| {
        let rows = webhook_rows::all(look.connection, &look.workspace.id)?;
        Ok(rows.into_iter().map(webhooks::view).collect::<Result<Vec<_>, _>>()?)
    });
    archive.file("webhooks.jsonl", lines(&told.await?)?).await
}

/// Every page; what is in it stands in `documents.jsonl` under the same id.
fn tree(look: &mut View<'_>) -> Result<Vec<Value>, DomainError> {
    let rows = pages::all(look.connection, &look.workspace.id)?;
    let told = rows.into_iter().map(|row| {
        let PageRow { id, parent, title, icon, rank, is_closed, created_by, .. } = row;
        json!({
            "id": id,
            "parent": parent,
            "title": title,
            "icon": icon,
            "rank": rank,
            "closed": is_closed,
            "created_by": created_by,
            "created_at": row.created_at.and_utc(),
            "updated_at": row.updated_at.and_utc(),
            "archived_at": row.archived_at.map(|at| at.and_utc()),
        })
    });
    Ok(told.collect())
}

/// A level that was given; of a link everything but what opens it.
fn level(row: AccessEntryRow) -> Value {
    let subject = (row.subject_kind != entries::LINK).then_some(row.subject);
    json!({
        "kind": row.resource_kind,
        "resource": row.resource,
        "subject_kind": row.subject_kind,
        "subject": subject,
        "level": row.level,
        "created_at": row.created_at.and_utc(),
        "expires_at": row.expires_at.map(|at| at.and_utc()),
    })
}
