//! Appending to journals that several nodes write: one question for the edits of many documents.
//!
//! Each row goes behind the head that this node knows of. Where another node was faster the answer
//! says how far the document is now, and the next question takes it from there.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

use diesel::prelude::*;
use renexus_actors::ports::Appended;
use renexus_tables::rows::{DocumentRow, JournalRow};
use renexus_tables::schema::documents;

use crate::db::engine::{Given, Worded};
use crate::db::{Conn, DatabaseError};

/// Questions that may find another node faster; then the documents are kept from others meanwhile.
const HOPEFUL: usize = 4;
/// Documents that are remembered; beyond it all are forgotten, which costs each a question more.
const MOST_KNOWN: usize = 65_536;

/// Locks the documents in the order of their keys, so that no two nodes wait for each other; moves
/// and appends to those that are where they were expected; and tells where each was.
const APPEND: &str = "
WITH given AS MATERIALIZED (
    SELECT * FROM unnest(
        CAST(CAST(? AS TEXT) AS BIGINT[]), CAST(CAST(? AS TEXT) AS BIGINT[]), CAST(CAST(? AS TEXT) AS BIGINT[]),
        CAST(CAST(? AS TEXT) AS BIGINT[]), CAST(CAST(? AS TEXT) AS BIGINT[]), CAST(CAST(? AS TEXT) AS BIGINT[]),
        CAST(CAST(? AS TEXT) AS BIGINT[]), CAST(CAST(? AS TEXT) AS INTEGER[]), CAST(CAST(? AS TEXT) AS INTEGER[])
    ) AS given (key, was, was_sum, head, head_sum, count, row_sum, first, length)
), found AS MATERIALIZED (
    SELECT documents.* FROM documents WHERE key IN (SELECT key FROM given) ORDER BY key FOR NO KEY UPDATE
), moved AS (
    UPDATE documents SET head = given.head, sum = given.head_sum
    FROM given JOIN found ON found.key = given.key AND found.head = given.was AND found.sum = given.was_sum
    WHERE documents.key = given.key
    RETURNING documents.key
), added AS (
    INSERT INTO journal (document, seq, count, body, sum)
    SELECT given.key, given.head, given.count, substring(CAST(? AS BYTEA) FROM given.first FOR given.length), given.row_sum
    FROM given JOIN moved ON moved.key = given.key
)
SELECT key, id, workspace, head, created_at, deleted_at, sum FROM found";

/// How far documents are, as far as this node knows. It is right or costs a question more.
#[derive(Debug, Default)]
pub struct Known(Mutex<HashMap<i64, DocumentRow>>);

impl Known {
    /// A document was written or read. What others said of it since counts more.
    pub fn note(&self, row: DocumentRow) {
        if self.get(row.key).is_none_or(|known| known.head <= row.head) {
            self.correct(row);
        }
    }

    /// A document is as the database says.
    fn correct(&self, row: DocumentRow) {
        let mut rows = self.lock();
        if rows.len() >= MOST_KNOWN && !rows.contains_key(&row.key) {
            rows.clear();
        }
        rows.insert(row.key, row);
    }

    /// Another node says that it moved a document.
    pub fn hear(&self, key: i64, head: i64) {
        let mut rows = self.lock();
        if let Some(row) = rows.get_mut(&key).filter(|row| row.head < head) {
            *row = DocumentRow { head, ..row.clone() }.sealed();
        }
    }

    fn get(&self, key: i64) -> Option<DocumentRow> {
        self.lock().get(&key).cloned()
    }

    /// Nobody waits for the database while they hold it.
    fn lock(&self) -> MutexGuard<'_, HashMap<i64, DocumentRow>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Appends rows behind whatever other nodes have appended, and says where the last of each document
/// went; the positions in the rows count for nothing. Rows of deleted documents are left out.
pub fn add(
    connection: &mut Conn,
    known: &Known,
    mut rows: Vec<JournalRow>,
) -> Result<Appended, DatabaseError> {
    let mut appended = Appended::default();
    for _ in 0..HOPEFUL {
        rows = attempt(connection, known, rows, &mut appended)?;
        if rows.is_empty() {
            return Ok(appended);
        }
    }
    // The first question locks what the second one writes.
    connection.write(|connection| {
        let rows = attempt(connection, known, rows, &mut appended)?;
        attempt(connection, known, rows, &mut appended)
    })?;
    Ok(appended)
}

/// Asks once; gives the rows of documents that are not where they were expected.
fn attempt(
    connection: &mut Conn,
    known: &Known,
    rows: Vec<JournalRow>,
    appended: &mut Appended,
) -> Result<Vec<JournalRow>, DatabaseError> {
    if rows.is_empty() {
        return Ok(rows);
    }
    let wanted: Vec<Wanted> = rows.into_iter().map(|row| Wanted::new(known, row)).collect();
    let query = Worded::<documents::SqlType>::new(APPEND, given(&wanted));
    let found: Vec<DocumentRow> = query.load(connection)?;
    let mut found: HashMap<i64, DocumentRow> =
        found.into_iter().map(|row| (row.key, row)).collect();
    let mut left = Vec::new();
    for Wanted { was, head, row } in wanted {
        let what = match found.remove(&row.document) {
            Some(document) if !document.is_intact() => {
                format!("document `{}` does not match its checksum", document.id)
            }
            Some(document) if document.deleted_at.is_some() => continue,
            Some(document) if was.as_ref() == Some(&document) => {
                appended.reached.insert(row.document, row.seq);
                head.into_iter().for_each(|head| known.note(head));
                continue;
            }
            Some(document) => {
                known.correct(document);
                left.push(row);
                continue;
            }
            None => format!("document with key {} is missing", row.document),
        };
        log::error!("journal cannot go on: {what}");
        appended.damaged.push(row.document);
    }
    Ok(left)
}

/// A row that is to be appended, and where.
struct Wanted {
    /// What is expected to be there; nothing where this node does not know.
    was: Option<DocumentRow>,
    /// What is there afterwards.
    head: Option<DocumentRow>,
    row: JournalRow,
}

impl Wanted {
    fn new(known: &Known, row: JournalRow) -> Self {
        let was = known.get(row.document);
        let seq = was.as_ref().map_or(row.seq, |was| was.head + row.count);
        let head = was.clone().map(|was| DocumentRow { head: seq, ..was }.sealed());
        Self { was, head, row: JournalRow { seq, ..row }.sealed() }
    }
}

/// The columns of what is wanted, each as the text of an array, and all bodies in one piece.
fn given(wanted: &[Wanted]) -> Vec<Given> {
    let column = |of: fn(&Wanted) -> i64| array(wanted.iter().map(of));
    // No document is at -1: what is not known is only looked at.
    let mut given = vec![
        column(|it| it.row.document),
        column(|it| it.was.as_ref().map_or(-1, |was| was.head)),
        column(|it| it.was.as_ref().map_or(-1, |was| was.sum)),
        column(|it| it.row.seq),
        column(|it| it.head.as_ref().map_or(-1, |head| head.sum)),
        column(|it| it.row.count),
        column(|it| it.row.sum),
    ];
    let (mut firsts, mut bodies) = (Vec::with_capacity(wanted.len()), Vec::new());
    for Wanted { row, .. } in wanted {
        // PostgreSQL counts from one.
        firsts.push(bodies.len() + 1);
        bodies.extend_from_slice(&row.body);
    }
    given.push(array(firsts.into_iter()));
    given.push(array(wanted.iter().map(|it| it.row.body.len())));
    given.push(Given::Binary(bodies));
    given
}

fn array(values: impl Iterator<Item = impl std::fmt::Display>) -> Given {
    let mut text = String::from("{");
    for (index, value) in values.enumerate() {
        let comma = if index > 0 { "," } else { "" };
        // Writing to a string never fails.
        let _ = write!(text, "{comma}{value}");
    }
    text.push('}');
    Given::Text(text)
}
