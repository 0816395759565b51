//! Documents, without their content.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::upsert::excluded;
use renexus_tables::rows::{DocumentRow, NewDocumentRow};
use renexus_tables::schema::{checkpoints, documents, journal};

use super::{ledger, search};
use crate::db::engine::Engine;
use crate::db::{Conn, DatabaseError};

/// Keys of one query, below SQLite's 32,766 variables.
const KEYS_AT_ONCE: usize = 1_000;

/// Which documents a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visible {
    /// All of them.
    All,
    /// Those with one of these ids, and those of this workspace.
    Some {
        /// The ids.
        ids: Vec<String>,
        /// The workspace.
        workspace: Option<String>,
    },
}

/// The document with this id, deleted or not.
pub fn find_by_id(connection: &mut Conn, id: &str) -> Result<Option<DocumentRow>, DatabaseError> {
    let row = documents::table
        .filter(documents::id.eq(id))
        .select(DocumentRow::as_select())
        .get_result(connection);
    row.optional()?.map(intact).transpose()
}

/// The document with this key, deleted or not.
pub fn find_by_key(connection: &mut Conn, key: i64) -> Result<Option<DocumentRow>, DatabaseError> {
    let row = documents::table.find(key).select(DocumentRow::as_select()).get_result(connection);
    row.optional()?.map(intact).transpose()
}

fn intact(row: DocumentRow) -> Result<DocumentRow, DatabaseError> {
    if row.is_intact() {
        Ok(row)
    } else {
        Err(DatabaseError::Damaged(format!("document `{}` does not match its checksum", row.id)))
    }
}

/// Creates a document, or returns the one that is there.
pub fn create(
    connection: &mut Conn,
    id: &str,
    workspace: Option<&str>,
    now: NaiveDateTime,
) -> Result<(DocumentRow, bool), DatabaseError> {
    if let Some(row) = find_by_id(connection, id)? {
        return Ok((row, false));
    }
    let new = NewDocumentRow { id, workspace, head: 0, created_at: now, sum: 0 };
    let row: DocumentRow = diesel::insert_into(documents::table)
        .values(&new)
        .returning(DocumentRow::as_returning())
        .get_result(connection)?;
    let row = save(connection, row)?;
    ledger::count_document(connection)?;
    Ok((row, true))
}

/// The documents with these keys, deleted or not; what does not match its checksum is an error of its own.
pub fn with_keys(
    connection: &mut Conn,
    keys: &[i64],
) -> Result<HashMap<i64, Result<DocumentRow, DatabaseError>>, DatabaseError> {
    let mut found = HashMap::with_capacity(keys.len());
    for chunk in keys.chunks(KEYS_AT_ONCE) {
        let rows: Vec<DocumentRow> = documents::table
            .filter(documents::key.eq_any(chunk))
            .select(DocumentRow::as_select())
            .load(connection)?;
        found.extend(rows.into_iter().map(|row| (row.key, intact(row))));
    }
    Ok(found)
}

/// Keeps other nodes from writing to these documents until the end of the transaction; all take
/// the rows in the order of their keys. SQLite has one writer.
pub fn lock(connection: &mut Conn, keys: &[i64]) -> Result<(), DatabaseError> {
    if connection.engine() == Engine::Sqlite {
        return Ok(());
    }
    for chunk in keys.chunks(KEYS_AT_ONCE) {
        let keys: Vec<String> = chunk.iter().map(i64::to_string).collect();
        let rows = format!(
            "SELECT 1 FROM documents WHERE key IN ({}) ORDER BY key FOR UPDATE",
            keys.join(", ")
        );
        diesel::sql_query(rows).execute(connection)?;
    }
    Ok(())
}

/// Writes how far documents are, several with one statement.
pub fn save_heads(connection: &mut Conn, rows: Vec<DocumentRow>) -> Result<(), DatabaseError> {
    // The statement for one row is the same every time, so its preparation is kept.
    if rows.len() == 1 {
        return rows.into_iter().try_for_each(|row| save(connection, row).map(|_| ()));
    }
    let rows: Vec<_> = rows.into_iter().map(DocumentRow::sealed).collect();
    for chunk in rows.chunks(KEYS_AT_ONCE) {
        // None of them is new: this only writes what differs.
        diesel::insert_into(documents::table)
            .values(chunk)
            .on_conflict(documents::key)
            .do_update()
            .set((
                documents::head.eq(excluded(documents::head)),
                documents::sum.eq(excluded(documents::sum)),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Moves the head of a document forward to what a checkpoint covers.
pub fn raise(connection: &mut Conn, row: DocumentRow, to: i64) -> Result<(), DatabaseError> {
    if row.head < to {
        save(connection, DocumentRow { head: to, ..row })?;
    }
    Ok(())
}

/// How far these documents are in the tables; deleted ones are left out.
pub fn heads(connection: &mut Conn, keys: &[i64]) -> Result<Vec<(i64, i64)>, DatabaseError> {
    let mut heads = Vec::with_capacity(keys.len());
    for chunk in keys.chunks(KEYS_AT_ONCE) {
        let found: Vec<(i64, i64)> = documents::table
            .filter(documents::key.eq_any(chunk).and(documents::deleted_at.is_null()))
            .select((documents::key, documents::head))
            .load(connection)?;
        heads.extend(found);
    }
    Ok(heads)
}

/// Deletes content and journal; the row stays.
pub fn delete(connection: &mut Conn, key: i64, now: NaiveDateTime) -> Result<(), DatabaseError> {
    diesel::delete(journal::table.filter(journal::document.eq(key))).execute(connection)?;
    diesel::delete(checkpoints::table.find(key)).execute(connection)?;
    if let Some(row) = find_by_key(connection, key)? {
        search::forget_document(connection, &row.id)?;
        save(connection, DocumentRow { deleted_at: Some(now), ..row })?;
    }
    Ok(())
}

fn save(connection: &mut Conn, row: DocumentRow) -> Result<DocumentRow, DatabaseError> {
    let row = row.sealed();
    diesel::update(documents::table.find(row.key))
        .set((
            documents::head.eq(row.head),
            documents::deleted_at.eq(row.deleted_at),
            documents::sum.eq(row.sum),
        ))
        .execute(connection)?;
    Ok(row)
}

/// Up to `most` documents behind `after`, in the order of their ids.
pub fn list(
    connection: &mut Conn,
    visible: Visible,
    after: Option<String>,
    most: i64,
) -> Result<Vec<DocumentRow>, DatabaseError> {
    let mut query = documents::table
        .filter(documents::deleted_at.is_null())
        .select(DocumentRow::as_select())
        .order(documents::id)
        .limit(most)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(documents::id.gt(after));
    }
    if let Visible::Some { ids, workspace } = visible {
        query = match workspace {
            Some(workspace) => {
                query.filter(documents::id.eq_any(ids).or(documents::workspace.eq(workspace)))
            }
            None => query.filter(documents::id.eq_any(ids)),
        };
    }
    query.load(connection)?.into_iter().map(intact).collect()
}

/// Key and id of every document that was not deleted.
pub fn all(connection: &mut Conn) -> Result<Vec<(i64, String)>, DatabaseError> {
    let rows = documents::table.filter(documents::deleted_at.is_null());
    Ok(rows.select((documents::key, documents::id)).order(documents::key).load(connection)?)
}

/// The ids of up to `most` documents of a workspace that were not deleted.
pub fn of_workspace(
    connection: &mut Conn,
    workspace: &str,
    most: i64,
) -> Result<Vec<String>, DatabaseError> {
    let here = documents::workspace.eq(workspace).and(documents::deleted_at.is_null());
    Ok(documents::table.filter(here).limit(most).select(documents::id).load(connection)?)
}
