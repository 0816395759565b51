//! Versions of documents.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::versions::VersionRow;
use renexus_tables::schema::people;
use renexus_tables::schema::versions::{version_writers, versions, versions_due};

use crate::db::{Conn, DatabaseError};

/// Writes a new version.
pub fn insert(connection: &mut Conn, row: &VersionRow, state: &[u8]) -> Result<(), DatabaseError> {
    diesel::insert_into(versions::table)
        .values((row.clone(), versions::state.eq(state)))
        .execute(connection)?;
    Ok(())
}

/// The version with this id.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<VersionRow>, DatabaseError> {
    let found = versions::table.find(id).select(VersionRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// What a version holds, packed.
pub fn state(connection: &mut Conn, id: &str) -> Result<Option<Vec<u8>>, DatabaseError> {
    let found = versions::table.find(id).select(versions::state);
    Ok(found.first(connection).optional()?)
}

/// The newest version of a document.
pub fn newest(connection: &mut Conn, document: &str) -> Result<Option<VersionRow>, DatabaseError> {
    Ok(of_document(connection, document, None, 1)?.pop())
}

/// Versions of a document, the newest first.
pub fn of_document(
    connection: &mut Conn,
    document: &str,
    before: Option<&str>,
    most: i64,
) -> Result<Vec<VersionRow>, DatabaseError> {
    let mut query = versions::table
        .filter(versions::document.eq(document))
        .order(versions::id.desc())
        .limit(most)
        .select(VersionRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(versions::id.lt(before));
    }
    Ok(query.load(connection)?)
}

/// Ids and times of the versions of a document that have no name, the newest first.
pub fn nameless(
    connection: &mut Conn,
    document: &str,
) -> Result<Vec<(String, NaiveDateTime)>, DatabaseError> {
    Ok(versions::table
        .filter(versions::document.eq(document).and(versions::name.is_null()))
        .order(versions::id.desc())
        .select((versions::id, versions::taken_at))
        .load(connection)?)
}

/// How many versions of a document have a name.
pub fn named(connection: &mut Conn, document: &str) -> Result<i64, DatabaseError> {
    let named = versions::document.eq(document).and(versions::name.is_not_null());
    Ok(versions::table.filter(named).count().get_result(connection)?)
}

/// Gives a version a name, or takes it away.
pub fn rename(
    connection: &mut Conn,
    id: &str,
    (name, by): (Option<&str>, Option<&str>),
) -> Result<(), DatabaseError> {
    diesel::update(versions::table.find(id))
        .set((versions::name.eq(name), versions::named_by.eq(by)))
        .execute(connection)?;
    Ok(())
}

/// Takes versions away.
pub fn remove(connection: &mut Conn, ids: &[String]) -> Result<usize, DatabaseError> {
    if ids.is_empty() {
        return Ok(0);
    }
    Ok(diesel::delete(versions::table.filter(versions::id.eq_any(ids))).execute(connection)?)
}

/// Takes away what is older and has no name.
pub fn forget(connection: &mut Conn, before: NaiveDateTime) -> QueryResult<usize> {
    let old = versions::taken_at.lt(before).and(versions::name.is_null());
    diesel::delete(versions::table.filter(old)).execute(connection)
}

/// Takes away everything of a document.
pub fn forget_document(connection: &mut Conn, document: &str) -> Result<(), DatabaseError> {
    diesel::delete(versions::table.filter(versions::document.eq(document))).execute(connection)?;
    diesel::delete(versions_due::table.find(document)).execute(connection)?;
    diesel::delete(version_writers::table.filter(version_writers::document.eq(document)))
        .execute(connection)?;
    Ok(())
}

/// Which of these are people.
pub fn people_of(connection: &mut Conn, ids: &[String]) -> Result<Vec<String>, DatabaseError> {
    Ok(people::table.filter(people::id.eq_any(ids)).select(people::id).load(connection)?)
}
