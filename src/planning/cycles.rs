//! Cycles: stretches of time that tasks are planned into.

use renexus_tables::rows::planning::CycleRow;
use renexus_wire::id::fresh;
use renexus_wire::rest::planning::{CycleChange, CycleView, NewCycle};
use serde_json::json;

use super::projects;
use crate::db::queries::cycles;
use crate::domain::{Change, DomainError, Expected, View};
use crate::tasks::folding::fold;

/// Most cycles of a project: two weeks each, for seven years.
pub const MAX_CYCLES: usize = 200;

/// The cycles of a project in the order of their days.
pub fn list(look: &mut View<'_>, project: &str) -> Result<Vec<CycleView>, DomainError> {
    let project = projects::to_read(look, project)?;
    Ok(cycles::all(look.connection, &project.id)?.into_iter().map(view).collect())
}

/// Adds a cycle.
pub fn add(tx: &mut Change<'_>, project: &str, new: NewCycle) -> Result<CycleView, DomainError> {
    let project = projects::to_write(tx, project)?;
    if cycles::all(tx.connection, &project.id)?.len() >= MAX_CYCLES {
        return Err(DomainError::Conflict("the project has 200 cycles, which is the most"));
    }
    let row = CycleRow {
        id: fresh(),
        project: project.id,
        folded: fold(&new.name),
        name: new.name.trim().to_owned(),
        starts_on: new.start,
        ends_on: new.end,
        version: 1,
        created_at: tx.now,
    };
    in_order(&row)?;
    let taken = DomainError::taken("name", &row.name);
    cycles::insert(tx.connection, std::slice::from_ref(&row)).map_err(taken)?;
    let made = view(row);
    tx.event("cycle.created", &made)?;
    Ok(made)
}

/// Changes a cycle.
pub fn change(
    tx: &mut Change<'_>,
    (project, id): (&str, &str),
    expected: Expected,
    wanted: CycleChange,
) -> Result<CycleView, DomainError> {
    let mut row = find(tx, project, id)?;
    expected.check(row.version, &view(row.clone()))?;
    if let Some(name) = wanted.name {
        (row.folded, row.name) = (fold(&name), name.trim().to_owned());
    }
    row.starts_on = wanted.start.unwrap_or(row.starts_on);
    row.ends_on = wanted.end.unwrap_or(row.ends_on);
    in_order(&row)?;
    row.version += 1;
    cycles::update(tx.connection, &row).map_err(DomainError::taken("name", &row.name))?;
    let changed = view(row);
    tx.event("cycle.updated", &changed)?;
    Ok(changed)
}

/// Takes a cycle away; its tasks are in none then.
pub fn remove(tx: &mut Change<'_>, (project, id): (&str, &str)) -> Result<(), DomainError> {
    let row = find(tx, project, id)?;
    cycles::delete(tx.connection, &row.id)?;
    tx.event("cycle.deleted", &json!({ "id": row.id, "project": row.project }))
}

fn find(tx: &mut Change<'_>, project: &str, id: &str) -> Result<CycleRow, DomainError> {
    let project = projects::to_write(tx, project)?;
    let found = cycles::find(tx.connection, id)?.filter(|row| row.project == project.id);
    found.ok_or(DomainError::NotFound("cycle"))
}

fn in_order(row: &CycleRow) -> Result<(), DomainError> {
    if row.ends_on < row.starts_on {
        return Err(DomainError::invalid("end", "it is before `start`"));
    }
    Ok(())
}

/// A cycle as it is told.
pub fn view(row: CycleRow) -> CycleView {
    CycleView {
        id: row.id,
        project: row.project,
        name: row.name,
        start: row.starts_on,
        end: row.ends_on,
        version: row.version,
    }
}
