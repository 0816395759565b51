//! Levels that were given beside those of roles.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::workspaces::AccessEntryRow;
use renexus_tables::schema::access_entries;

use super::members::parse_role;
use crate::access::level::{Entry, Subject};
use crate::db::{Conn, DatabaseError};

/// The word of an entry for one person.
pub const PERSON: &str = "person";
/// The word of an entry for a role.
pub const ROLE: &str = "role";
/// The word of an entry for whoever has a link.
pub const LINK: &str = "link";

/// The entries of one resource (workspace, kind, id) that have not ended.
pub fn of_resource(
    connection: &mut Conn,
    (workspace, kind, resource): (&str, &str, &str),
    now: NaiveDateTime,
) -> Result<Vec<AccessEntryRow>, DatabaseError> {
    let here = access_entries::workspace
        .eq(workspace)
        .and(access_entries::resource_kind.eq(kind))
        .and(access_entries::resource.eq(resource));
    let running = access_entries::expires_at.is_null().or(access_entries::expires_at.gt(now));
    Ok(access_entries::table
        .filter(here.and(running))
        .order(access_entries::id)
        .select(AccessEntryRow::as_select())
        .load(connection)?)
}

/// An entry in the words of the access table.
pub fn parse(row: &AccessEntryRow) -> Result<Entry, DatabaseError> {
    let subject = match row.subject_kind.as_str() {
        PERSON => Subject::Person(row.subject.clone()),
        ROLE => Subject::Role(parse_role(&row.subject)?),
        LINK => Subject::Link(row.subject.clone()),
        other => return Err(DatabaseError::Damaged(format!("access entry for a `{other}`"))),
    };
    let level = row
        .level
        .parse()
        .map_err(|error| DatabaseError::Damaged(format!("access entry: {error}")))?;
    Ok(Entry { subject, level })
}
