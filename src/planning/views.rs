//! Views: lists that were kept, for oneself or for all.

use renexus_tables::rows::planning::ViewRow;
use renexus_wire::id::fresh;
use renexus_wire::rest::catalogue::{Layout, NewView, ViewChange, ViewView};
use serde_json::json;

use super::projects;
use crate::access::Action;
use crate::db::queries::task_views;
use crate::domain::{Change, DomainError, Expected, View};
use crate::tasks::query::{self, Group, Sort};

/// Most views of a workspace, those of single people included.
const MAX_VIEWS: usize = 2_000;

/// The views that the person sees: their own, and shared ones of projects that they may read.
pub fn list(look: &mut View<'_>) -> Result<Vec<ViewView>, DomainError> {
    look.require(Action::WorkspaceRead)?;
    let open: Vec<_> = projects::readable(look)?.into_iter().map(|(row, _)| row.id).collect();
    let workspace = look.workspace.id.clone();
    let all = task_views::all(look.connection, &workspace)?;
    let seen = all.into_iter().filter(|row| {
        let reached = row.project.as_ref().is_none_or(|project| open.contains(project));
        reached && (row.is_shared || row.owner == look.person.id)
    });
    Ok(seen.map(view).collect())
}

/// Keeps a list.
pub fn add(tx: &mut Change<'_>, new: NewView) -> Result<ViewView, DomainError> {
    keep(tx, new.shared)?;
    let workspace = tx.workspace.id.clone();
    if task_views::all(tx.connection, &workspace)?.len() >= MAX_VIEWS {
        return Err(DomainError::Conflict("the workspace has 2000 views, which is the most"));
    }
    let project = match &new.project {
        Some(key) => Some(projects::to_read(tx, key)?.id),
        None => None,
    };
    let row = ViewRow {
        id: fresh(),
        workspace,
        project,
        owner: tx.person.id.clone(),
        name: new.name.trim().to_owned(),
        is_shared: new.shared,
        filter: new.filter,
        sort: new.sort.unwrap_or_else(|| "created".to_owned()),
        grouping: new.group,
        layout: new.layout.word().to_owned(),
        version: 1,
        created_at: tx.now,
    };
    check(&row)?;
    task_views::insert(tx.connection, std::slice::from_ref(&row))?;
    told(tx, "view.created", row)
}

/// Changes a view.
pub fn change(
    tx: &mut Change<'_>,
    id: &str,
    expected: Expected,
    wanted: ViewChange,
) -> Result<ViewView, DomainError> {
    let mut row = find(tx, id)?;
    expected.check(row.version, &view(row.clone()))?;
    keep(tx, row.is_shared || wanted.shared == Some(true))?;
    row.name = wanted.name.map_or(row.name, |name| name.trim().to_owned());
    row.is_shared = wanted.shared.unwrap_or(row.is_shared);
    row.filter = wanted.filter.unwrap_or(row.filter);
    row.sort = wanted.sort.unwrap_or(row.sort);
    row.grouping = wanted.group.unwrap_or(row.grouping);
    row.layout = wanted.layout.map_or(row.layout, |layout| layout.word().to_owned());
    check(&row)?;
    row.version += 1;
    task_views::update(tx.connection, &row)?;
    told(tx, "view.updated", row)
}

/// Forgets a view.
pub fn remove(tx: &mut Change<'_>, id: &str) -> Result<(), DomainError> {
    let row = find(tx, id)?;
    keep(tx, row.is_shared)?;
    task_views::delete(tx.connection, &row.id)?;
    tx.event("view.deleted", &json!({ "id": row.id }))
}

/// What all see is changed by those who may change what is shared.
fn keep(tx: &Change<'_>, shared: bool) -> Result<(), DomainError> {
    match shared {
        true => tx.require(Action::Catalogue),
        false => tx.require(Action::WorkspaceRead),
    }
}

fn find(tx: &mut Change<'_>, id: &str) -> Result<ViewRow, DomainError> {
    let found = task_views::find(tx.connection, id)?;
    let seen = |row: &ViewRow| {
        row.workspace == tx.workspace.id && (row.is_shared || row.owner == tx.person.id)
    };
    found.filter(seen).ok_or(DomainError::NotFound("view"))
}

/// Refuses what no list could be made of.
fn check(row: &ViewRow) -> Result<(), DomainError> {
    query::parse(&row.filter).map_err(|error| DomainError::invalid("filter", error))?;
    Sort::parse(&row.sort).map_err(|error| DomainError::invalid("sort", error))?;
    if let Some(group) = &row.grouping {
        Group::parse(group).map_err(|error| DomainError::invalid("group", error))?;
    }
    Ok(())
}

/// A view of one person alone is nobody else's news: the event says no more than that there is one.
fn told(tx: &mut Change<'_>, kind: &'static str, row: ViewRow) -> Result<ViewView, DomainError> {
    let told = view(row);
    match told.shared {
        true => tx.event(kind, &told)?,
        false => tx.event(kind, &json!({ "id": told.id, "owner": told.owner, "shared": false }))?,
    }
    Ok(told)
}

/// A view as it is told.
pub fn view(row: ViewRow) -> ViewView {
    ViewView {
        id: row.id,
        name: row.name,
        project: row.project,
        owner: row.owner,
        shared: row.is_shared,
        filter: row.filter,
        sort: row.sort,
        group: row.grouping,
        layout: Layout::from_word(&row.layout),
        version: row.version,
    }
}
