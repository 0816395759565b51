//! Ways into a workspace.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::workspaces::InvitationRow;
use renexus_tables::schema::invitations;

use crate::db::{Conn, DatabaseError};

/// Writes a new invitation.
pub fn insert(connection: &mut Conn, row: &InvitationRow) -> Result<(), DatabaseError> {
    diesel::insert_into(invitations::table).values(row).execute(connection)?;
    Ok(())
}

/// How many invitations of a workspace work.
pub fn count(
    connection: &mut Conn,
    workspace: &str,
    now: NaiveDateTime,
) -> Result<i64, DatabaseError> {
    let working = invitations::workspace.eq(workspace).and(invitations::expires_at.gt(now));
    let working = working.and(invitations::uses_left.gt(0));
    Ok(invitations::table.filter(working).count().get_result(connection)?)
}

/// Up to `most` invitations of a workspace that work, behind the id `after`.
pub fn list(
    connection: &mut Conn,
    (workspace, after): (&str, Option<&str>),
    most: i64,
    now: NaiveDateTime,
) -> Result<Vec<InvitationRow>, DatabaseError> {
    let mut query = invitations::table
        .filter(invitations::workspace.eq(workspace).and(invitations::expires_at.gt(now)))
        .filter(invitations::uses_left.gt(0))
        .order(invitations::id)
        .limit(most)
        .select(InvitationRow::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(invitations::id.gt(after));
    }
    Ok(query.load(connection)?)
}

/// The invitation with this hash, if it works.
pub fn find_working(
    connection: &mut Conn,
    hash: &str,
    now: NaiveDateTime,
) -> Result<Option<InvitationRow>, DatabaseError> {
    let working = invitations::expires_at.gt(now).and(invitations::uses_left.gt(0));
    Ok(invitations::table
        .filter(invitations::hash.eq(hash).and(working))
        .select(InvitationRow::as_select())
        .first(connection)
        .optional()?)
}

/// Takes an invitation once.
pub fn take(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::update(invitations::table.find(id))
        .set(invitations::uses_left.eq(invitations::uses_left - 1))
        .execute(connection)?;
    Ok(())
}

/// Withdraws an invitation; false when there is none.
pub fn remove(connection: &mut Conn, workspace: &str, id: &str) -> Result<bool, DatabaseError> {
    let this = invitations::table.find(id).filter(invitations::workspace.eq(workspace));
    Ok(diesel::delete(this).execute(connection)? > 0)
}

/// Forgets invitations that ended.
pub fn forget(connection: &mut Conn, now: NaiveDateTime) -> Result<usize, DatabaseError> {
    let over = invitations::table.filter(invitations::expires_at.lt(now));
    Ok(diesel::delete(over).execute(connection)?)
}
