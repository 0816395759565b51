//! Documents, without their content.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel::upsert::excluded;
use renexus_tables::rows::{DocumentRow, NewDocumentRow};
use renexus_tables::schema::{checkpoints, documents, journal};

use super::{ledger, search, versions};
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

/// Creates a document, or returns the one that is there. Its statements are the same every time, so that their preparation
/// is kept, as those of `create_all` cannot be.
pub fn create(
    connection: &mut Conn,
    id: &str,
    workspace: Option<&str>,
    now: NaiveDateTime,
) -> Result<DocumentRow, DatabaseError> {
    if let Some(row) = find_by_id(connection, id)? {
        return Ok(row);
    }
    let new = NewDocumentRow { id, workspace, head: 0, created_at: now, sum: 0 };
    let row: DocumentRow = diesel::insert_into(documents::table)
        .values(&new)
        .returning(DocumentRow::as_returning())
        .get_result(connection)?;
    let row = save(connection, row)?;
    ledger::count_documents(connection, 1)?;
    Ok(row)
}

/// Creates documents, or finds those that are there, in the order in which they are named; what does not match its
/// checksum is an error of its own.
pub fn create_all(
    connection: &mut Conn,
    named: &[(&str, Option<&str>)],
    now: NaiveDateTime,
) -> Result<Vec<Result<DocumentRow, DatabaseError>>, DatabaseError> {
    let mut found = HashMap::with_capacity(named.len());
    for chunk in named.chunks(KEYS_AT_ONCE) {
        let rows: Vec<DocumentRow> = documents::table
            .filter(documents::id.eq_any(chunk.iter().map(|(id, _)| *id)))
            .select(DocumentRow::as_select())
            .load(connection)?;
        found.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
        // Of two who name the same the first one says what it belongs to.
        let mut new: Vec<NewDocumentRow<'_>> = Vec::new();
        for (id, workspace) in chunk {
            if !found.contains_key(*id) && new.iter().all(|row| row.id != *id) {
                let (id, workspace) = (*id, *workspace);
                new.push(NewDocumentRow { id, workspace, head: 0, created_at: now, sum: 0 });
            }
        }
        if new.is_empty() {
            continue;
        }
        let rows: Vec<DocumentRow> = diesel::insert_into(documents::table)
            .values(&new)
            .returning(DocumentRow::as_returning())
            .get_results(connection)?;
        let rows: Vec<_> = rows.into_iter().map(DocumentRow::sealed).collect();
        save_heads(connection, rows.clone())?;
        ledger::count_documents(connection, i64::try_from(rows.len()).unwrap_or(i64::MAX))?;
        found.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
    }
    let missing = |id: &str| DatabaseError::Damaged(format!("document `{id}` is missing"));
    let row =
        |(id, _): &(&str, _)| found.get(*id).cloned().ok_or_else(|| missing(id)).and_then(intact);
    Ok(named.iter().map(row).collect())
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

/// Keeps other nodes from writing to a document until the end of the transaction. SQLite has one writer.
pub fn lock(connection: &mut Conn, key: i64) -> Result<(), DatabaseError> {
    if connection.engine() == Engine::Postgres {
        let row = diesel::sql_query("SELECT 1 FROM documents WHERE key = $1 FOR UPDATE");
        row.bind::<BigInt, _>(key).execute(connection)?;
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
        versions::forget_document(connection, &row.id)?;
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
