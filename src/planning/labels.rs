//! Labels: words that tasks are marked with, in the whole workspace.

use renexus_tables::rows::planning::LabelRow;
use renexus_wire::id::fresh;
use renexus_wire::rest::catalogue::{LabelChange, LabelView, NewLabel};
use serde_json::json;

use crate::access::Action;
use crate::db::queries::labels;
use crate::domain::{Change, DomainError, Expected, View};
use crate::tasks::folding::fold;

/// Most labels of a workspace.
pub const MAX_LABELS: usize = 500;

/// The labels of the workspace in the order of their words.
pub fn list(look: &mut View<'_>) -> Result<Vec<LabelView>, DomainError> {
    look.require(Action::WorkspaceRead)?;
    let workspace = look.workspace.id.clone();
    Ok(labels::all(look.connection, &workspace)?.into_iter().map(view).collect())
}

/// Adds a label.
pub fn add(tx: &mut Change<'_>, new: NewLabel) -> Result<LabelView, DomainError> {
    tx.require(Action::Catalogue)?;
    let workspace = tx.workspace.id.clone();
    if labels::all(tx.connection, &workspace)?.len() >= MAX_LABELS {
        return Err(DomainError::Conflict("the workspace has 500 labels, which is the most"));
    }
    let row = LabelRow {
        id: fresh(),
        workspace,
        folded: fold(&new.name),
        name: new.name.trim().to_owned(),
        color: new.color.to_lowercase(),
        version: 1,
        created_at: tx.now,
    };
    let taken = DomainError::taken("name", &row.name);
    labels::insert(tx.connection, std::slice::from_ref(&row)).map_err(taken)?;
    let made = view(row);
    tx.event("label.created", &made)?;
    Ok(made)
}

/// Changes a label.
pub fn change(
    tx: &mut Change<'_>,
    id: &str,
    expected: Expected,
    wanted: LabelChange,
) -> Result<LabelView, DomainError> {
    let mut row = find(tx, id)?;
    expected.check(row.version, &view(row.clone()))?;
    if let Some(name) = wanted.name {
        (row.folded, row.name) = (fold(&name), name.trim().to_owned());
    }
    row.color = wanted.color.map_or(row.color, |color| color.to_lowercase());
    row.version += 1;
    labels::update(tx.connection, &row).map_err(DomainError::taken("name", &row.name))?;
    let changed = view(row);
    tx.event("label.updated", &changed)?;
    Ok(changed)
}

/// Takes a label away, from all tasks as well.
pub fn remove(tx: &mut Change<'_>, id: &str) -> Result<(), DomainError> {
    let row = find(tx, id)?;
    labels::delete(tx.connection, &row.id)?;
    tx.event("label.deleted", &json!({ "id": row.id }))
}

fn find(tx: &mut Change<'_>, id: &str) -> Result<LabelRow, DomainError> {
    tx.require(Action::Catalogue)?;
    let found = labels::find(tx.connection, id)?.filter(|row| row.workspace == tx.workspace.id);
    found.ok_or(DomainError::NotFound("label"))
}

/// A label as it is told.
pub fn view(row: LabelRow) -> LabelView {
    LabelView { id: row.id, name: row.name, color: row.color, version: row.version }
}
