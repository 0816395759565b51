//! Files that come in several requests.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::files::{UploadPieceRow, UploadRow};
use renexus_tables::schema::files::{upload_pieces, uploads};

use crate::db::{Conn, DatabaseError};

/// An upload of a person in a workspace.
pub fn find(
    connection: &mut Conn,
    (workspace, person): (&str, &str),
    id: &str,
) -> Result<Option<UploadRow>, DatabaseError> {
    let own = uploads::workspace.eq(workspace).and(uploads::person.eq(person));
    let found = uploads::table.find(id).filter(own).select(UploadRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// How many uploads of a person in a workspace are not done.
pub fn open(connection: &mut Conn, workspace: &str, person: &str) -> Result<i64, DatabaseError> {
    let own = uploads::workspace.eq(workspace).and(uploads::person.eq(person));
    Ok(uploads::table.filter(own.and(uploads::done.eq(false))).count().get_result(connection)?)
}

/// Announces an upload.
pub fn insert(connection: &mut Conn, row: &UploadRow) -> Result<(), DatabaseError> {
    diesel::insert_into(uploads::table).values(row).execute(connection)?;
    Ok(())
}

/// How many pieces of an upload are here.
pub fn count_pieces(connection: &mut Conn, id: &str) -> Result<i64, DatabaseError> {
    let pieces = upload_pieces::table.filter(upload_pieces::upload.eq(id));
    Ok(pieces.count().get_result(connection)?)
}

/// The pieces of an upload in the order of the file.
pub fn pieces(connection: &mut Conn, id: &str) -> Result<Vec<UploadPieceRow>, DatabaseError> {
    Ok(upload_pieces::table
        .filter(upload_pieces::upload.eq(id))
        .order(upload_pieces::start)
        .select(UploadPieceRow::as_select())
        .load(connection)?)
}

/// Adds a piece at the end; returns whether it was the end.
pub fn append(connection: &mut Conn, piece: &UploadPieceRow) -> Result<bool, DatabaseError> {
    let here = uploads::received.eq(piece.start).and(uploads::done.eq(false));
    let moved = diesel::update(uploads::table.find(&piece.upload).filter(here))
        .set(uploads::received.eq(piece.start + piece.length))
        .execute(connection)?;
    if moved > 0 {
        diesel::insert_into(upload_pieces::table).values(piece).execute(connection)?;
    }
    Ok(moved > 0)
}

/// Notes that the file is there; the pieces are not needed any more.
pub fn finish(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::update(uploads::table.find(id)).set(uploads::done.eq(true)).execute(connection)?;
    diesel::delete(upload_pieces::table.filter(upload_pieces::upload.eq(id)))
        .execute(connection)?;
    Ok(())
}

/// Takes an upload out, with its pieces.
pub fn remove(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::delete(upload_pieces::table.filter(upload_pieces::upload.eq(id)))
        .execute(connection)?;
    diesel::delete(uploads::table.find(id)).execute(connection)?;
    Ok(())
}

/// Up to `most` uploads that ended before now.
pub fn expired(
    connection: &mut Conn,
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<UploadRow>, DatabaseError> {
    Ok(uploads::table
        .filter(uploads::expires_at.le(now))
        .order((uploads::expires_at, uploads::id))
        .limit(most)
        .select(UploadRow::as_select())
        .load(connection)?)
}
