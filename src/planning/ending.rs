//! Projects that are deleted: for a while that can be undone, and they are only read.

use chrono::TimeDelta;
use renexus_wire::rest::planning::ProjectView;

use super::projects::{reach, view};
use crate::access::Action;
use crate::db::queries::projects;
use crate::domain::{Change, DomainError, Expected};

/// Deletes a project; it can be restored for a while.
pub fn delete(
    tx: &mut Change<'_>,
    key: &str,
    expected: Expected,
    grace: TimeDelta,
) -> Result<ProjectView, DomainError> {
    let (mut row, level) = reach(tx, key)?;
    tx.require_at(Action::ResourceManage, level)?;
    expected.check(row.version, &view(row.clone()))?;
    if row.delete_after.is_some() {
        return Ok(view(row));
    }
    row.delete_after = Some(tx.now + grace);
    row.version += 1;
    projects::update(tx.connection, &row)?;
    let told = view(row);
    tx.event("project.deleted", &told)?;
    Ok(told)
}

/// Undoes a deletion, while that is possible.
pub fn restore(tx: &mut Change<'_>, key: &str) -> Result<ProjectView, DomainError> {
    let (mut row, level) = reach(tx, key)?;
    tx.require_at(Action::ResourceManage, level)?;
    match row.delete_after {
        None => return Ok(view(row)),
        Some(until) if until <= tx.now => {
            return Err(DomainError::Conflict("the project is being removed"));
        }
        Some(_) => row.delete_after = None,
    }
    row.version += 1;
    projects::update(tx.connection, &row)?;
    let told = view(row);
    tx.event("project.restored", &told)?;
    Ok(told)
}
