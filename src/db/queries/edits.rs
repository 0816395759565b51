//! Which documents were edited since their newest versions, and by whom.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::upsert::excluded;
use renexus_tables::rows::versions::{VersionDueRow, VersionWriterRow};
use renexus_tables::schema::versions::{version_writers, versions_due};

use crate::db::{Conn, DatabaseError};

/// Rows that are written in one statement.
const ROWS: usize = 500;

/// Notes which documents were edited, each once, and by whom.
pub fn note(
    connection: &mut Conn,
    due: &[VersionDueRow],
    writers: &[VersionWriterRow],
) -> Result<(), DatabaseError> {
    for chunk in due.chunks(ROWS) {
        diesel::insert_into(versions_due::table)
            .values(chunk)
            .on_conflict(versions_due::document)
            .do_update()
            .set(versions_due::last_at.eq(excluded(versions_due::last_at)))
            .execute(connection)?;
    }
    for chunk in writers.chunks(ROWS) {
        diesel::insert_into(version_writers::table)
            .values(chunk)
            .on_conflict((version_writers::document, version_writers::person))
            .do_update()
            .set(version_writers::last_at.eq(excluded(version_writers::last_at)))
            .execute(connection)?;
    }
    Ok(())
}

/// Up to `most` documents that nobody edited since `quiet`, or that are edited since before `worked`.
pub fn due(
    connection: &mut Conn,
    (quiet, worked): (NaiveDateTime, NaiveDateTime),
    most: usize,
) -> Result<Vec<String>, DatabaseError> {
    let due = versions_due::last_at.le(quiet).or(versions_due::first_at.le(worked));
    Ok(versions_due::table
        .filter(due)
        .order(versions_due::last_at)
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select(versions_due::document)
        .load(connection)?)
}

/// Who wrote in a document until `until`, the last one first.
pub fn writers(
    connection: &mut Conn,
    document: &str,
    until: NaiveDateTime,
) -> Result<Vec<String>, DatabaseError> {
    let here = version_writers::document.eq(document).and(version_writers::last_at.le(until));
    Ok(version_writers::table
        .filter(here)
        .order((version_writers::last_at.desc(), version_writers::person))
        .select(version_writers::person)
        .load(connection)?)
}

/// Forgets what was noted until `until`: a version holds it.
pub fn settle(
    connection: &mut Conn,
    document: &str,
    until: NaiveDateTime,
) -> Result<(), DatabaseError> {
    let over = versions_due::document.eq(document).and(versions_due::last_at.le(until));
    diesel::delete(versions_due::table.filter(over)).execute(connection)?;
    diesel::update(versions_due::table.find(document))
        .set(versions_due::first_at.eq(until))
        .execute(connection)?;
    let told = version_writers::document.eq(document).and(version_writers::last_at.le(until));
    diesel::delete(version_writers::table.filter(told)).execute(connection)?;
    Ok(())
}

/// Puts a document that could not be read off until `now` and another quiet time are over.
pub fn put_off(
    connection: &mut Conn,
    document: &str,
    now: NaiveDateTime,
) -> Result<(), DatabaseError> {
    diesel::update(versions_due::table.find(document))
        .set((versions_due::first_at.eq(now), versions_due::last_at.eq(now)))
        .execute(connection)?;
    Ok(())
}
