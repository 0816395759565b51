//! Workspaces.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::workspaces::{MemberRow, WorkspaceRow};
use renexus_tables::schema::{members, workspaces};
use renexus_wire::role::Role;

use super::members::parse_role;
use crate::db::{Conn, DatabaseError};

/// The workspace with this id or slug.
pub fn find(connection: &mut Conn, key: &str) -> Result<Option<WorkspaceRow>, DatabaseError> {
    let found = workspaces::table
        .filter(workspaces::id.eq(key).or(workspaces::slug.eq(key)))
        .select(WorkspaceRow::as_select())
        .first(connection);
    Ok(found.optional()?)
}

/// Writes a new workspace with its owner.
pub fn insert(connection: &mut Conn, row: &WorkspaceRow, owner: &str) -> QueryResult<()> {
    diesel::insert_into(workspaces::table).values(row).execute(connection)?;
    let member = MemberRow {
        workspace: row.id.clone(),
        person: owner.to_owned(),
        role: Role::Owner.name().to_owned(),
        joined_at: row.created_at,
    };
    diesel::insert_into(members::table).values(&member).execute(connection)?;
    Ok(())
}

/// Writes everything of a workspace that changes, and counts its version up; returns it as it is then.
pub fn update(connection: &mut Conn, row: &WorkspaceRow) -> QueryResult<WorkspaceRow> {
    diesel::update(workspaces::table.find(&row.id))
        .set((
            workspaces::slug.eq(&row.slug),
            workspaces::name.eq(&row.name),
            workspaces::archived_at.eq(row.archived_at),
            workspaces::delete_after.eq(row.delete_after),
            workspaces::version.eq(workspaces::version + 1),
        ))
        .returning(WorkspaceRow::as_returning())
        .get_result(connection)
}

/// Up to `most` workspaces of a person behind the id `after`, with the person's role.
pub fn of_person(
    connection: &mut Conn,
    person: &str,
    after: Option<&str>,
    most: i64,
) -> Result<Vec<(WorkspaceRow, Role)>, DatabaseError> {
    let mut query = workspaces::table
        .inner_join(members::table.on(members::workspace.eq(workspaces::id)))
        .filter(members::person.eq(person))
        .order(workspaces::id)
        .limit(most)
        .select((WorkspaceRow::as_select(), members::role))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(workspaces::id.gt(after));
    }
    let rows: Vec<(WorkspaceRow, String)> = query.load(connection)?;
    rows.into_iter().map(|(row, role)| Ok((row, parse_role(&role)?))).collect()
}

/// How many workspaces a person owns.
pub fn owned(connection: &mut Conn, person: &str) -> Result<i64, DatabaseError> {
    let owned =
        members::table.filter(members::person.eq(person).and(members::role.eq(Role::Owner.name())));
    Ok(owned.count().get_result(connection)?)
}

/// Up to `most` workspaces whose grace is over.
pub fn over(
    connection: &mut Conn,
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<String>, DatabaseError> {
    let over = workspaces::table.filter(workspaces::delete_after.le(now));
    Ok(over.order(workspaces::id).limit(most).select(workspaces::id).load(connection)?)
}

/// Deletes a workspace, and everything that refers to it.
pub fn delete(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::delete(workspaces::table.find(id)).execute(connection)?;
    Ok(())
}
