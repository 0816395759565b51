//! What hangs on a place without a foreign key: conversations, watches, notifications, files in use.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::schema::comments::{comments, notifications, reminders, threads, watches};
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::files::ReferenceKind;

use super::file_references;
use crate::db::{Conn, DatabaseError};

/// Forgets everything that hangs on a task and on the document that describes it; returns the
/// files that they used.
pub fn forget_task(
    connection: &mut Conn,
    (task, document): (&str, &str),
    now: NaiveDateTime,
) -> Result<Vec<String>, DatabaseError> {
    let mut files = forget(connection, (PlaceKind::Task, task), now)?;
    files.extend(forget(connection, (PlaceKind::Document, document), now)?);
    for (kind, target) in [(ReferenceKind::Task, task), (ReferenceKind::Document, document)] {
        files.extend(file_references::detach_all(connection, (kind.word(), target), now)?);
    }
    diesel::delete(reminders::table.filter(reminders::task.eq(task))).execute(connection)?;
    files.sort();
    files.dedup();
    Ok(files)
}

/// Forgets what hangs on one place; returns the files that its comments used.
pub fn forget(
    connection: &mut Conn,
    (kind, place): (PlaceKind, &str),
    now: NaiveDateTime,
) -> Result<Vec<String>, DatabaseError> {
    let here = threads::place_kind.eq(kind.word()).and(threads::place.eq(place));
    let talks = threads::table.filter(here).select(threads::id);
    let said: Vec<String> = comments::table
        .filter(comments::thread.eq_any(talks))
        .select(comments::id)
        .load(connection)?;
    let mut files = Vec::new();
    for comment in said {
        let by = (ReferenceKind::Comment.word(), comment.as_str());
        files.extend(file_references::detach_all(connection, by, now)?);
    }
    diesel::delete(threads::table.filter(here)).execute(connection)?;
    let watched = watches::place_kind.eq(kind.word()).and(watches::place.eq(place));
    diesel::delete(watches::table.filter(watched)).execute(connection)?;
    let told = notifications::place_kind.eq(kind.word()).and(notifications::place.eq(place));
    diesel::delete(notifications::table.filter(told)).execute(connection)?;
    Ok(files)
}
