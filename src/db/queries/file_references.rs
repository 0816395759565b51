//! What refers to files.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::files::FileReferenceRow;
use renexus_tables::schema::files::{file_references, files};

use crate::db::{Conn, DatabaseError};

/// What refers to these files, in the order of the files.
pub fn of_files(
    connection: &mut Conn,
    ids: &[String],
) -> Result<Vec<FileReferenceRow>, DatabaseError> {
    Ok(file_references::table
        .filter(file_references::file.eq_any(ids))
        .order((file_references::file, file_references::kind, file_references::target))
        .select(FileReferenceRow::as_select())
        .load(connection)?)
}

/// Writes that something uses a file; returns whether that is new.
pub fn attach(connection: &mut Conn, row: &FileReferenceRow) -> Result<bool, DatabaseError> {
    let added = diesel::insert_into(file_references::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(connection)?;
    if added > 0 {
        diesel::update(files::table.find(&row.file))
            .set(files::unused_since.eq(None::<NaiveDateTime>))
            .execute(connection)?;
    }
    Ok(added > 0)
}

/// Strikes out that something (a kind, an id) uses a file; returns whether it did.
pub fn detach(
    connection: &mut Conn,
    file: &str,
    (kind, target): (&str, &str),
    now: NaiveDateTime,
) -> Result<bool, DatabaseError> {
    let removed =
        diesel::delete(file_references::table.find((file, kind, target))).execute(connection)?;
    if removed > 0 {
        note_unused(connection, &[file.to_owned()], now)?;
    }
    Ok(removed > 0)
}

/// Strikes out everything that something (a kind, an id) uses, since it is gone; returns those files.
pub fn detach_all(
    connection: &mut Conn,
    (kind, target): (&str, &str),
    now: NaiveDateTime,
) -> Result<Vec<String>, DatabaseError> {
    let by = file_references::kind.eq(kind).and(file_references::target.eq(target));
    let used: Vec<String> =
        file_references::table.filter(by).select(file_references::file).load(connection)?;
    diesel::delete(file_references::table.filter(by)).execute(connection)?;
    note_unused(connection, &used, now)?;
    Ok(used)
}

/// Those of the files that nothing refers to any more are unused from now on.
fn note_unused(
    connection: &mut Conn,
    ids: &[String],
    now: NaiveDateTime,
) -> Result<(), DatabaseError> {
    let used: Vec<String> = of_files(connection, ids)?.into_iter().map(|row| row.file).collect();
    let unused = ids.iter().filter(|id| !used.contains(id));
    diesel::update(files::table.filter(files::id.eq_any(unused)))
        .set(files::unused_since.eq(now))
        .execute(connection)?;
    Ok(())
}
