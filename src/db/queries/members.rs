//! Who is in a workspace.

use std::collections::HashMap;

use diesel::prelude::*;
use renexus_tables::rows::people::PersonRow;
use renexus_tables::rows::workspaces::MemberRow;
use renexus_tables::schema::{members, people};
use renexus_wire::role::Role;

use crate::db::{Conn, DatabaseError};

/// Reads a role as the database keeps it.
pub fn parse_role(word: &str) -> Result<Role, DatabaseError> {
    word.parse().map_err(|error| DatabaseError::Damaged(format!("role: {error}")))
}

/// What a person is in a workspace.
pub fn role(
    connection: &mut Conn,
    workspace: &str,
    person: &str,
) -> Result<Option<Role>, DatabaseError> {
    let word: Option<String> = members::table
        .find((workspace, person))
        .select(members::role)
        .first(connection)
        .optional()?;
    word.as_deref().map(parse_role).transpose()
}

/// Up to `most` members behind the person `after`, in the order of their ids.
pub fn list(
    connection: &mut Conn,
    workspace: &str,
    after: Option<&str>,
    most: i64,
) -> Result<Vec<(MemberRow, PersonRow)>, DatabaseError> {
    let mut query = members::table
        .inner_join(people::table.on(people::id.eq(members::person)))
        .filter(members::workspace.eq(workspace))
        .order(members::person)
        .limit(most)
        .select((MemberRow::as_select(), PersonRow::as_select()))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(members::person.gt(after));
    }
    Ok(query.load(connection)?)
}

/// One member.
pub fn find(
    connection: &mut Conn,
    workspace: &str,
    person: &str,
) -> Result<Option<(MemberRow, PersonRow)>, DatabaseError> {
    let found = members::table
        .inner_join(people::table.on(people::id.eq(members::person)))
        .filter(members::workspace.eq(workspace).and(members::person.eq(person)))
        .select((MemberRow::as_select(), PersonRow::as_select()))
        .first(connection);
    Ok(found.optional()?)
}

/// The ids of members by their handles, of those who have one of these and may act.
pub fn by_handles(
    connection: &mut Conn,
    workspace: &str,
    handles: &[String],
) -> Result<HashMap<String, String>, DatabaseError> {
    let found: Vec<(String, String)> = members::table
        .inner_join(people::table.on(people::id.eq(members::person)))
        .filter(members::workspace.eq(workspace).and(people::handle.eq_any(handles)))
        .filter(people::deactivated_at.is_null())
        .select((people::handle, people::id))
        .load(connection)?;
    Ok(found.into_iter().collect())
}

/// Those of several people who are in a workspace.
pub fn among(
    connection: &mut Conn,
    workspace: &str,
    ids: &[String],
) -> Result<Vec<(MemberRow, PersonRow)>, DatabaseError> {
    Ok(members::table
        .inner_join(people::table.on(people::id.eq(members::person)))
        .filter(members::workspace.eq(workspace).and(members::person.eq_any(ids)))
        .select((MemberRow::as_select(), PersonRow::as_select()))
        .load(connection)?)
}

/// How many members a workspace has.
pub fn count(connection: &mut Conn, workspace: &str) -> Result<i64, DatabaseError> {
    Ok(members::table.filter(members::workspace.eq(workspace)).count().get_result(connection)?)
}

/// Lets a person in.
pub fn insert(connection: &mut Conn, row: &MemberRow) -> QueryResult<()> {
    diesel::insert_into(members::table).values(row).execute(connection)?;
    Ok(())
}

/// Gives a member another role.
pub fn set_role(
    connection: &mut Conn,
    workspace: &str,
    person: &str,
    role: Role,
) -> Result<(), DatabaseError> {
    diesel::update(members::table.find((workspace, person)))
        .set(members::role.eq(role.name()))
        .execute(connection)?;
    Ok(())
}

/// Takes a member out.
pub fn remove(connection: &mut Conn, workspace: &str, person: &str) -> Result<(), DatabaseError> {
    diesel::delete(members::table.find((workspace, person))).execute(connection)?;
    Ok(())
}

/// The ids of those who own a workspace.
pub fn owners(connection: &mut Conn, workspace: &str) -> Result<Vec<String>, DatabaseError> {
    let owners = members::workspace.eq(workspace).and(members::role.eq(Role::Owner.name()));
    Ok(members::table.filter(owners).select(members::person).load(connection)?)
}
