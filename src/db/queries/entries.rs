//! Levels that were given beside those of roles.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::workspaces::AccessEntryRow;
use renexus_tables::schema::{access_entries, workspaces};
use renexus_wire::access::Level;

use super::members::parse_role;
use super::{documents, files, projects};
use crate::access::level::{Entry, ResourceKind, Subject};
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

/// Entries of a workspace behind an id, also those that have ended.
pub fn after(
    connection: &mut Conn,
    workspace: &str,
    id: &str,
    most: i64,
) -> Result<Vec<AccessEntryRow>, DatabaseError> {
    let here = access_entries::workspace.eq(workspace).and(access_entries::id.gt(id));
    Ok(access_entries::table
        .filter(here)
        .order(access_entries::id)
        .limit(most)
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

/// Whether a resource is there, and belongs to the workspace.
pub fn resource_belongs(
    connection: &mut Conn,
    workspace: &str,
    kind: ResourceKind,
    resource: &str,
) -> Result<bool, DatabaseError> {
    match kind {
        ResourceKind::Document => {
            let row = documents::find_by_id(connection, resource)?;
            let here = row.filter(|row| row.deleted_at.is_none());
            Ok(here.is_some_and(|row| row.workspace.as_deref() == Some(workspace)))
        }
        ResourceKind::Project => {
            let found = projects::find(connection, workspace, resource)?;
            Ok(found.is_some_and(|project| project.id == resource))
        }
        ResourceKind::File => Ok(files::find(connection, workspace, resource)?.is_some()),
    }
}

/// Writes an entry; one for the same subject is replaced.
pub fn put(connection: &mut Conn, row: &AccessEntryRow) -> Result<(), DatabaseError> {
    let same = access_entries::workspace
        .eq(&row.workspace)
        .and(access_entries::resource_kind.eq(&row.resource_kind))
        .and(access_entries::resource.eq(&row.resource));
    let subject = access_entries::subject_kind
        .eq(&row.subject_kind)
        .and(access_entries::subject.eq(&row.subject));
    diesel::delete(access_entries::table.filter(same.and(subject))).execute(connection)?;
    if row.level != Level::None.name() {
        diesel::insert_into(access_entries::table).values(row).execute(connection)?;
    }
    Ok(())
}

/// Takes an entry of a resource (workspace, kind, id) away; none when there is no such entry.
pub fn remove(
    connection: &mut Conn,
    (workspace, kind, resource): (&str, &str, &str),
    id: &str,
) -> Result<Option<AccessEntryRow>, DatabaseError> {
    let here = access_entries::workspace
        .eq(workspace)
        .and(access_entries::resource_kind.eq(kind))
        .and(access_entries::resource.eq(resource));
    let found: Option<AccessEntryRow> = access_entries::table
        .find(id)
        .filter(here)
        .select(AccessEntryRow::as_select())
        .first(connection)
        .optional()?;
    if found.is_some() {
        diesel::delete(access_entries::table.find(id)).execute(connection)?;
    }
    Ok(found)
}

/// The entry of a link, by the hash of its secret, if it works.
pub fn find_link(
    connection: &mut Conn,
    hash: &str,
    now: NaiveDateTime,
) -> Result<Option<AccessEntryRow>, DatabaseError> {
    let running = access_entries::expires_at.is_null().or(access_entries::expires_at.gt(now));
    let link = access_entries::subject_kind.eq(LINK).and(access_entries::subject.eq(hash));
    let found = access_entries::table
        .inner_join(workspaces::table.on(workspaces::id.eq(access_entries::workspace)))
        .filter(workspaces::delete_after.is_null())
        .filter(link.and(running))
        .select(AccessEntryRow::as_select())
        .first(connection);
    Ok(found.optional()?)
}
