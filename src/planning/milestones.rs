//! Milestones: points on the way of a project.

use renexus_tables::rows::planning::MilestoneRow;
use renexus_wire::id::fresh;
use renexus_wire::rest::planning::{MilestoneChange, MilestoneView, NewMilestone};
use serde_json::json;

use super::projects;
use crate::db::queries::milestones;
use crate::domain::{Change, DomainError, Expected, View};
use crate::tasks::folding::fold;

/// Most milestones of a project.
pub const MAX_MILESTONES: usize = 200;

/// The milestones of a project in the order in which they were made.
pub fn list(look: &mut View<'_>, project: &str) -> Result<Vec<MilestoneView>, DomainError> {
    let project = projects::to_read(look, project)?;
    Ok(milestones::all(look.connection, &project.id)?.into_iter().map(view).collect())
}

/// Adds a milestone.
pub fn add(
    tx: &mut Change<'_>,
    project: &str,
    new: NewMilestone,
) -> Result<MilestoneView, DomainError> {
    let project = projects::to_write(tx, project)?;
    if milestones::all(tx.connection, &project.id)?.len() >= MAX_MILESTONES {
        return Err(DomainError::Conflict("the project has 200 milestones, which is the most"));
    }
    let row = MilestoneRow {
        id: fresh(),
        project: project.id,
        folded: fold(&new.name),
        name: new.name.trim().to_owned(),
        about: new.about,
        due_on: new.due,
        reached_at: None,
        version: 1,
        created_at: tx.now,
    };
    let taken = DomainError::taken("name", &row.name);
    milestones::insert(tx.connection, std::slice::from_ref(&row)).map_err(taken)?;
    let made = view(row);
    tx.event("milestone.created", &made)?;
    Ok(made)
}

/// Changes a milestone.
pub fn change(
    tx: &mut Change<'_>,
    (project, id): (&str, &str),
    expected: Expected,
    wanted: MilestoneChange,
) -> Result<MilestoneView, DomainError> {
    let mut row = find(tx, project, id)?;
    expected.check(row.version, &view(row.clone()))?;
    if let Some(name) = wanted.name {
        (row.folded, row.name) = (fold(&name), name.trim().to_owned());
    }
    row.about = wanted.about.unwrap_or(row.about);
    row.due_on = wanted.due.unwrap_or(row.due_on);
    if let Some(reached) = wanted.reached {
        row.reached_at = reached.then_some(row.reached_at.unwrap_or(tx.now));
    }
    row.version += 1;
    milestones::update(tx.connection, &row).map_err(DomainError::taken("name", &row.name))?;
    let changed = view(row);
    tx.event("milestone.updated", &changed)?;
    Ok(changed)
}

/// Takes a milestone away; its tasks belong to none then.
pub fn remove(tx: &mut Change<'_>, (project, id): (&str, &str)) -> Result<(), DomainError> {
    let row = find(tx, project, id)?;
    milestones::delete(tx.connection, &row.id)?;
    tx.event("milestone.deleted", &json!({ "id": row.id, "project": row.project }))
}

fn find(tx: &mut Change<'_>, project: &str, id: &str) -> Result<MilestoneRow, DomainError> {
    let project = projects::to_write(tx, project)?;
    let found = milestones::find(tx.connection, id)?.filter(|row| row.project == project.id);
    found.ok_or(DomainError::NotFound("milestone"))
}

/// A milestone as it is told.
pub fn view(row: MilestoneRow) -> MilestoneView {
    MilestoneView {
        id: row.id,
        project: row.project,
        name: row.name,
        about: row.about,
        due: row.due_on,
        reached_at: row.reached_at.map(|at| at.and_utc()),
        version: row.version,
    }
}
