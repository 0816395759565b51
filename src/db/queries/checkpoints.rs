//! Checkpoints: the whole state of a document up to a position.

use diesel::prelude::*;
use diesel::upsert::excluded;
use renexus_tables::rows::CheckpointRow;
use renexus_tables::schema::checkpoints;

use super::{documents, journal};
use crate::db::{Conn, DatabaseError};

/// The checkpoint of a document, checked.
fn read(
    connection: &mut Conn,
    document: i64,
    id: &str,
) -> Result<Option<CheckpointRow>, DatabaseError> {
    let row = checkpoints::table
        .find(document)
        .select(CheckpointRow::as_select())
        .get_result(connection)
        .optional()?;
    match row {
        Some(row) if !row.is_intact() => Err(DatabaseError::Damaged(format!(
            "checkpoint of `{id}` at {} does not match its checksum",
            row.seq
        ))),
        row => Ok(row),
    }
}

/// Stores a checkpoint and prunes the journal behind it; nothing happens for a deleted document or
/// an older state. What the checkpoint covers may never have stood in the journal's table.
pub fn write(connection: &mut Conn, row: CheckpointRow) -> Result<(), DatabaseError> {
    // Another node may write one of the same document: the position decides, whoever is late.
    documents::lock(connection, row.document)?;
    let Some(document) = documents::find_by_key(connection, row.document)? else { return Ok(()) };
    let newest = read(connection, row.document, &document.id)?.map_or(-1, |former| former.seq);
    if document.deleted_at.is_some() || row.seq <= newest {
        return Ok(());
    }
    let row = row.sealed();
    diesel::insert_into(checkpoints::table)
        .values(&row)
        .on_conflict(checkpoints::document)
        .do_update()
        .set((
            checkpoints::seq.eq(excluded(checkpoints::seq)),
            checkpoints::body.eq(excluded(checkpoints::body)),
            checkpoints::sum.eq(excluded(checkpoints::sum)),
        ))
        .execute(connection)?;
    documents::raise(connection, document, row.seq)?;
    journal::prune(connection, row.document, row.seq)
}
