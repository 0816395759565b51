//! Columns of a board: added, renamed, put elsewhere, taken away.

use renexus_tables::rows::planning::StatusRow;
use renexus_wire::id::fresh;
use renexus_wire::rest::planning::{MAX_STATUSES, NewStatus, StatusChange, StatusView};
use renexus_wire::task::Category;
use serde_json::json;

use super::projects;
use crate::db::queries::statuses;
use crate::domain::{Change, DomainError, Expected, View};
use crate::tasks::folding::fold;

/// The statuses of a project from left to right.
pub fn list(look: &mut View<'_>, project: &str) -> Result<Vec<StatusView>, DomainError> {
    let project = projects::to_read(look, project)?;
    Ok(statuses::of_project(look.connection, &project.id)?.into_iter().map(view).collect())
}

/// Adds a column.
pub fn add(tx: &mut Change<'_>, project: &str, new: NewStatus) -> Result<StatusView, DomainError> {
    let project = projects::to_manage(tx, project)?;
    let mut row = of_all(tx, &project.id)?;
    if row.len() >= MAX_STATUSES {
        return Err(DomainError::Conflict("the project has 30 statuses, which is the most"));
    }
    let made = StatusRow {
        id: fresh(),
        project: project.id,
        folded: fold(&new.name),
        name: new.name.trim().to_owned(),
        category: new.category.word().to_owned(),
        position: i32::MAX,
        version: 1,
        created_at: tx.now,
    };
    let taken = DomainError::taken("name", &made.name);
    statuses::insert(tx.connection, std::slice::from_ref(&made)).map_err(taken)?;
    let place = new.position.and_then(|place| usize::try_from(place).ok()).unwrap_or(row.len());
    row.insert(place.min(row.len()), made.clone());
    let made = arrange(tx, row, &made.id)?;
    tx.event("status.created", &made)?;
    Ok(made)
}

/// Changes a column.
pub fn change(
    tx: &mut Change<'_>,
    (project, id): (&str, &str),
    expected: Expected,
    wanted: StatusChange,
) -> Result<StatusView, DomainError> {
    let project = projects::to_manage(tx, project)?;
    let mut all = of_all(tx, &project.id)?;
    let place = all.iter().position(|status| status.id == id);
    let place = place.ok_or(DomainError::NotFound("status"))?;
    let mut row = all.remove(place);
    expected.check(row.version, &view(row.clone()))?;
    if let Some(name) = wanted.name {
        (row.folded, row.name) = (fold(&name), name.trim().to_owned());
    }
    row.category = wanted.category.map_or(row.category, |category| category.word().to_owned());
    row.version += 1;
    statuses::update(tx.connection, &row).map_err(DomainError::taken("name", &row.name))?;
    let wanted = wanted.position.and_then(|place| usize::try_from(place).ok()).unwrap_or(place);
    all.insert(wanted.min(all.len()), row);
    let changed = arrange(tx, all, id)?;
    tx.event("status.updated", &changed)?;
    Ok(changed)
}

/// Takes a column away that has no tasks.
pub fn remove(tx: &mut Change<'_>, (project, id): (&str, &str)) -> Result<(), DomainError> {
    let project = projects::to_manage(tx, project)?;
    let mut all = of_all(tx, &project.id)?;
    let place = all.iter().position(|status| status.id == id);
    let place = place.ok_or(DomainError::NotFound("status"))?;
    if all.len() == 1 {
        return Err(DomainError::Conflict("a project keeps at least one status"));
    }
    if statuses::has_tasks(tx.connection, id)? {
        return Err(DomainError::Conflict("the status has tasks; move them first"));
    }
    all.remove(place);
    statuses::delete(tx.connection, id)?;
    arrange(tx, all, "")?;
    tx.event("status.deleted", &json!({ "id": id, "project": project.id }))
}

fn of_all(tx: &mut Change<'_>, project: &str) -> Result<Vec<StatusRow>, DomainError> {
    Ok(statuses::of_project(tx.connection, project)?)
}

/// Numbers the columns from the left; returns the one that is asked for, or the first.
fn arrange(
    tx: &mut Change<'_>,
    all: Vec<StatusRow>,
    wanted: &str,
) -> Result<StatusView, DomainError> {
    let mut found = None;
    for (mut row, position) in all.into_iter().zip(0..) {
        if row.position != position {
            row.position = position;
            statuses::update(tx.connection, &row)?;
        }
        if row.id == wanted || found.is_none() {
            found = Some(row);
        }
    }
    found.map(view).ok_or(DomainError::NotFound("status"))
}

/// What a stored status means.
pub fn category(row: &StatusRow) -> Category {
    Category::from_word(&row.category).unwrap_or(Category::Unstarted)
}

/// Where a task of a project begins: the first planned status, else the first open one, else the first.
pub fn first(all: &[StatusRow]) -> Result<&StatusRow, DomainError> {
    let planned = all.iter().find(|row| category(row) == Category::Unstarted);
    let open = || all.iter().find(|row| category(row).is_open());
    planned.or_else(open).or_else(|| all.first()).ok_or(DomainError::NotFound("status"))
}

/// The status of a project with this id.
pub fn among<'a>(all: &'a [StatusRow], id: &str) -> Result<&'a StatusRow, DomainError> {
    all.iter().find(|row| row.id == id).ok_or_else(|| {
        DomainError::invalid("status", format!("`{id}` is no status of the project"))
    })
}

/// A status as it is told.
pub fn view(row: StatusRow) -> StatusView {
    StatusView {
        category: category(&row),
        id: row.id,
        project: row.project,
        name: row.name,
        position: row.position,
        version: row.version,
    }
}
