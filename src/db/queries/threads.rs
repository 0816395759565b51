//! Conversations.

use diesel::prelude::*;
use renexus_tables::rows::comments::ThreadRow;
use renexus_tables::schema::comments::threads;

use crate::db::{Conn, DatabaseError};

/// The conversation of a workspace with this id.
pub fn find(
    connection: &mut Conn,
    workspace: &str,
    id: &str,
) -> Result<Option<ThreadRow>, DatabaseError> {
    let found = threads::table
        .filter(threads::id.eq(id).and(threads::workspace.eq(workspace)))
        .select(ThreadRow::as_select())
        .first(connection);
    Ok(found.optional()?)
}

/// Which conversations of a place (workspace, kind, id) a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The place.
    pub place: (&'a str, &'a str, &'a str),
    /// Only those that are resolved, or only those that are not.
    pub resolved: Option<bool>,
    /// Those behind this id.
    pub after: Option<&'a str>,
}

/// Up to `most` conversations of a place, in the order in which they began.
pub fn list(
    connection: &mut Conn,
    wanted: &Wanted<'_>,
    most: i64,
) -> Result<Vec<ThreadRow>, DatabaseError> {
    let (workspace, kind, place) = wanted.place;
    let here = threads::place_kind.eq(kind).and(threads::place.eq(place));
    let mut query = threads::table
        .filter(here.and(threads::workspace.eq(workspace)))
        .order(threads::id)
        .limit(most)
        .select(ThreadRow::as_select())
        .into_boxed();
    match wanted.resolved {
        Some(true) => query = query.filter(threads::resolved_at.is_not_null()),
        Some(false) => query = query.filter(threads::resolved_at.is_null()),
        None => {}
    }
    if let Some(after) = wanted.after {
        query = query.filter(threads::id.gt(after.to_owned()));
    }
    Ok(query.load(connection)?)
}

/// Up to `most` conversations of a workspace behind the id `after`.
pub fn after(
    connection: &mut Conn,
    workspace: &str,
    after: &str,
    most: i64,
) -> Result<Vec<ThreadRow>, DatabaseError> {
    Ok(threads::table
        .filter(threads::workspace.eq(workspace).and(threads::id.gt(after)))
        .order(threads::id)
        .limit(most)
        .select(ThreadRow::as_select())
        .load(connection)?)
}

/// How many conversations a place (workspace, kind, id) has.
pub fn count(
    connection: &mut Conn,
    (workspace, kind, place): (&str, &str, &str),
) -> Result<i64, DatabaseError> {
    let here = threads::place_kind.eq(kind).and(threads::place.eq(place));
    let here = here.and(threads::workspace.eq(workspace));
    Ok(threads::table.filter(here).count().get_result(connection)?)
}

/// Writes a new conversation.
pub fn insert(connection: &mut Conn, row: &ThreadRow) -> Result<(), DatabaseError> {
    diesel::insert_into(threads::table).values(row).execute(connection)?;
    Ok(())
}

/// Writes everything of a conversation.
pub fn update(connection: &mut Conn, row: &ThreadRow) -> Result<(), DatabaseError> {
    diesel::update(threads::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}
