//! What becomes of pages.

use std::collections::HashMap;

use renexus_tables::rows::pages::PageRow;
use renexus_tables::rows::workspaces::AccessEntryRow;
use renexus_wire::access::Level;
use renexus_wire::id::{DocumentId, fresh};
use renexus_wire::rest::pages::{NewPage, PageChange, PageView};
use renexus_wire::role::Role;
use serde_json::json;

use super::placing::{Where, place};
use super::showing::{reach, seen};
use crate::access::Action;
use crate::access::level::ResourceKind;
use crate::db::queries::{documents, entries, pages};
use crate::domain::{Change, DomainError, Expected};

/// Most pages of a workspace: the tree is read as a whole.
const MAX_PAGES: i64 = 10_000;
/// Most pages that stand below each other.
const MAX_DEPTH: usize = 20;

/// Makes a document, as the last one below its parent.
pub fn add(tx: &mut Change<'_>, new: NewPage) -> Result<PageView, DomainError> {
    tx.require(Action::DocumentCreate)?;
    let id = DocumentId::generate().to_string();
    let (workspace, now) = (tx.workspace.id.clone(), tx.now);
    documents::create(tx.connection, &id, Some(&workspace), now)?;
    adopt(tx, id, new)
}

/// Gives a document that is there a place, as the last one below its parent.
pub fn adopt(tx: &mut Change<'_>, id: String, new: NewPage) -> Result<PageView, DomainError> {
    tx.require(Action::DocumentCreate)?;
    let workspace = tx.workspace.id.clone();
    if pages::count(tx.connection, &workspace)? >= MAX_PAGES {
        return Err(DomainError::Conflict("the workspace has 10,000 documents, which is the most"));
    }
    let parent = new.parent.as_deref();
    if let Some(parent) = parent {
        below(tx, parent, None)?;
    }
    let now = tx.now;
    let rank = place(tx, (parent, &id), Where::Last)?;
    let row = PageRow {
        id,
        workspace,
        parent: new.parent,
        title: new.title.trim().to_owned(),
        icon: new.icon,
        rank,
        is_closed: new.closed,
        version: 1,
        created_by: tx.person.id.clone(),
        created_at: now,
        updated_at: now,
        archived_at: None,
    };
    pages::insert(tx.connection, &row)?;
    if row.is_closed && tx.standing.role.is_none_or(|role| role < Role::Admin) {
        given_to_maker(tx, &row)?;
    }
    told(tx, "page.created", row)
}

/// Changes title, place, who sees it, or whether it is put away.
pub fn change(
    tx: &mut Change<'_>,
    id: &str,
    expected: Expected,
    wanted: PageChange,
) -> Result<PageView, DomainError> {
    let (mut row, level) = reach(tx, id)?;
    tx.require_at(Action::ResourceWrite, level)?;
    let current = seen(tx, row.clone(), level)?;
    expected.check(row.version, &current)?;
    if let Some(title) = wanted.title {
        title.trim().clone_into(&mut row.title);
    }
    row.icon = wanted.icon.unwrap_or(row.icon);
    let old_parent = row.parent.clone();
    if let Some(parent) = wanted.parent {
        if let Some(parent) = &parent {
            below(tx, parent, Some(&row.id))?;
        }
        row.parent = parent;
    }
    let place_wanted = match wanted.behind {
        Some(Some(other)) => Some(Where::Behind(other)),
        Some(None) => Some(Where::First),
        None => (row.parent != old_parent).then_some(Where::Last),
    };
    if let Some(wanted) = place_wanted {
        row.rank = place(tx, (row.parent.as_deref(), &row.id), wanted)?;
    }
    if let Some(closed) = wanted.closed.filter(|closed| *closed != row.is_closed) {
        tx.require_at(Action::ResourceManage, level)?;
        row.is_closed = closed;
        if closed && tx.standing.role.is_none_or(|role| role < Role::Admin) {
            given_to_maker(tx, &row)?;
        }
        // Open sockets ask again what they may.
        tx.event("access.changed", &json!({ "kind": "document", "resource": row.id }))?;
    }
    if let Some(archived) = wanted.archived {
        row.archived_at = archived.then(|| row.archived_at.unwrap_or(tx.now));
    }
    row.version += 1;
    row.updated_at = tx.now;
    pages::update(tx.connection, &row)?;
    told(tx, "page.updated", row)
}

/// Takes a page away; those below it move up. The document itself is deleted by whoever holds the registry.
pub fn remove(tx: &mut Change<'_>, id: &str) -> Result<(), DomainError> {
    let (row, level) = reach(tx, id)?;
    tx.require_at(Action::ResourceManage, level)?;
    pages::remove(tx.connection, &row)?;
    tx.event("page.removed", &json!({ "id": row.id }))
}

/// Tells of a page by its id alone: documents have readers of their own, and events are heard by others too.
fn told(tx: &mut Change<'_>, kind: &'static str, row: PageRow) -> Result<PageView, DomainError> {
    let level = tx.level(ResourceKind::Document, &row.id)?;
    tx.event(kind, &json!({ "id": row.id }))?;
    seen(tx, row, level)
}

/// Refuses a parent that cannot be seen, stands below the page itself, or too deep for what stands below that.
fn below(tx: &mut Change<'_>, parent: &str, moved: Option<&str>) -> Result<(), DomainError> {
    let (row, level) = reach(tx, parent)?;
    tx.require_at(Action::ResourceWrite, level)?;
    let rows = pages::all(tx.connection, &row.workspace)?;
    let parents: HashMap<&str, &str> =
        rows.iter().filter_map(|row| Some((row.id.as_str(), row.parent.as_deref()?))).collect();
    let above = |id| above(&parents, id);
    if moved.is_some_and(|moved| above(parent).any(|id| id == moved)) {
        return Err(DomainError::Conflict("a page cannot stand below itself"));
    }
    // The page and what stands below it, as steps from the page.
    let steps =
        |moved| rows.iter().filter_map(move |row| above(&row.id).position(|id| id == moved));
    let height = 1 + moved.and_then(|moved| steps(moved).max()).unwrap_or_default();
    if above(parent).count() + height > MAX_DEPTH {
        return Err(DomainError::Conflict("pages stand at most 20 below each other"));
    }
    Ok(())
}

/// A page and those that it stands below, the nearest first.
fn above<'a>(
    parents: &'a HashMap<&str, &'a str>,
    id: &'a str,
) -> impl Iterator<Item = &'a str> + 'a {
    std::iter::successors(Some(id), |id| parents.get(id).copied())
}

/// Whoever closes a page goes on seeing it.
fn given_to_maker(tx: &mut Change<'_>, row: &PageRow) -> Result<(), DomainError> {
    let entry = AccessEntryRow {
        id: fresh(),
        workspace: row.workspace.clone(),
        resource_kind: ResourceKind::Document.word().to_owned(),
        resource: row.id.clone(),
        subject_kind: "person".to_owned(),
        subject: tx.person.id.clone(),
        level: Level::Manage.name().to_owned(),
        created_at: tx.now,
        expires_at: None,
    };
    Ok(entries::put(tx.connection, &entry)?)
}
