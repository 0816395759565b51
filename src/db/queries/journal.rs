//! The journal: updates as they were received, in the order of their positions.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use renexus_tables::rows::JournalRow;
use renexus_tables::schema::journal;

use super::documents;
use crate::db::{Conn, DatabaseError};

/// Rows of one INSERT: five values each, below SQLite's 32,766 variables.
const ROWS_AT_ONCE: usize = 1_000;

/// Appends rows, and moves the head of each document. Rows of deleted documents are left out, and
/// so are rows that stand there already: a server that was cut off may have committed them.
///
/// Returns the keys of documents that are damaged; nothing of them was appended.
pub fn append(connection: &mut Conn, rows: Vec<JournalRow>) -> Result<Vec<i64>, DatabaseError> {
    let keys: Vec<i64> = rows.iter().map(|row| row.document).collect();
    let mut documents = documents::with_keys(connection, &keys)?;
    let mut kept: Vec<JournalRow> = Vec::with_capacity(rows.len());
    let (mut moved, mut damaged) = (BTreeSet::new(), Vec::new());
    for row in rows {
        let row = row.sealed();
        let what = match documents.get_mut(&row.document) {
            Some(Ok(document)) if document.deleted_at.is_some() => continue,
            Some(Ok(document)) if document.head == row.seq - row.count => {
                document.head = row.seq;
                moved.insert(row.document);
                kept.push(row);
                continue;
            }
            Some(Ok(_)) if stands(connection, &row)? => continue,
            Some(Ok(document)) => format!(
                "document `{}` is at {}, expected {}",
                document.id,
                document.head,
                row.seq - row.count
            ),
            Some(Err(error)) => error.to_string(),
            None => format!("document with key {} is missing", row.document),
        };
        log::error!("journal cannot go on: {what}");
        damaged.push(row.document);
    }
    let moved = moved.iter().filter_map(|key| documents.remove(key)?.ok()).collect();
    documents::save_heads(connection, moved)?;
    insert(connection, &kept)?;
    Ok(damaged)
}

fn insert(connection: &mut Conn, rows: &[JournalRow]) -> Result<(), DatabaseError> {
    match rows {
        // The statement for one row is the same every time, so its preparation is kept.
        [only] => {
            diesel::insert_into(journal::table).values(only).execute(connection)?;
        }
        several => {
            for chunk in several.chunks(ROWS_AT_ONCE) {
                diesel::insert_into(journal::table).values(chunk).execute(connection)?;
            }
        }
    }
    Ok(())
}

/// Whether exactly this row was appended before.
fn stands(connection: &mut Conn, row: &JournalRow) -> Result<bool, DatabaseError> {
    let found: Option<JournalRow> = journal::table
        .find((row.document, row.seq))
        .select(JournalRow::as_select())
        .first(connection)
        .optional()?;
    Ok(found.as_ref() == Some(row))
}

/// Appends rows that were kept elsewhere until now; what is there already is left out.
///
/// Returns the keys of documents that are damaged; nothing of them was appended.
pub fn settle(connection: &mut Conn, rows: Vec<JournalRow>) -> Result<Vec<i64>, DatabaseError> {
    let keys: Vec<i64> = rows.iter().map(|row| row.document).collect();
    let heads: HashMap<i64, i64> = documents::heads(connection, &keys)?.into_iter().collect();
    let missing = |row: &JournalRow| heads.get(&row.document).is_some_and(|head| row.seq > *head);
    append(connection, rows.into_iter().filter(missing).collect())
}

/// Checks the rows of a document behind `after`, in their order: each for itself, and that there is no hole up to `head`.
pub fn check(rows: &[JournalRow], id: &str, after: i64, head: i64) -> Result<(), DatabaseError> {
    let mut reached = after;
    for row in rows {
        if !row.is_intact() {
            return Err(DatabaseError::Damaged(format!(
                "journal of `{id}` at {} does not match its checksum",
                row.seq
            )));
        }
        if row.seq - row.count != reached {
            return Err(DatabaseError::Damaged(format!(
                "journal of `{id}` has a hole after {reached}"
            )));
        }
        reached = row.seq;
    }
    if reached != head {
        return Err(DatabaseError::Damaged(format!(
            "journal of `{id}` ends at {reached}, but {head} were recorded"
        )));
    }
    Ok(())
}

/// Removes what a checkpoint at `up_to` covers.
pub fn prune(connection: &mut Conn, document: i64, up_to: i64) -> Result<(), DatabaseError> {
    let covered = journal::table.filter(journal::document.eq(document).and(journal::seq.le(up_to)));
    diesel::delete(covered).execute(connection)?;
    Ok(())
}
