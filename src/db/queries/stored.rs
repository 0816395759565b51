//! Everything that is stored of a document, in one question: it sees one moment of the database.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Integer, Nullable, Text, Timestamp};
use renexus_tables::rows::{CheckpointRow, DocumentRow, JournalRow};

use super::journal;
use crate::db::engine::{Given, Worded};
use crate::db::{Conn, DatabaseError};

/// The document, its checkpoint where that reaches beyond a position, and the journal behind both.
const STORED: &str = "
SELECT 0 AS part, key, id, workspace, head, created_at, deleted_at, sum, CAST(NULL AS BIGINT) AS count, CAST(NULL AS BYTEA) AS body
FROM documents WHERE key = ?
UNION ALL
SELECT 1, document, NULL, NULL, seq, NULL, NULL, sum, NULL, body
FROM checkpoints WHERE document = ? AND seq > ?
UNION ALL
SELECT 2, document, NULL, NULL, seq, NULL, NULL, sum, count, body
FROM journal WHERE document = ? AND seq > COALESCE((SELECT seq FROM checkpoints WHERE document = ? AND seq > ?), ?)";

/// The columns of every part.
type Columns = (
    Integer,
    BigInt,
    Nullable<Text>,
    Nullable<Text>,
    BigInt,
    Nullable<Timestamp>,
    Nullable<Timestamp>,
    BigInt,
    Nullable<BigInt>,
    Nullable<Binary>,
);

/// A row of any part.
#[derive(Queryable)]
struct Part {
    part: i32,
    key: i64,
    id: Option<String>,
    workspace: Option<String>,
    seq: i64,
    created_at: Option<NaiveDateTime>,
    deleted_at: Option<NaiveDateTime>,
    sum: i64,
    count: Option<i64>,
    body: Option<Vec<u8>>,
}

/// What is stored of a document; everything in it was checked.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The document itself.
    pub document: DocumentRow,
    /// Its checkpoint, where that was wanted.
    pub checkpoint: Option<CheckpointRow>,
    /// What was recorded behind it.
    pub journal: Vec<JournalRow>,
}

/// Reads a document that is not deleted. With `after`, neither what is up to there, nor a
/// checkpoint that reaches no further.
pub fn read(connection: &mut Conn, key: i64, after: Option<i64>) -> Result<Stored, DatabaseError> {
    // Every checkpoint reaches beyond what is before the first position.
    let beyond = after.unwrap_or(-1);
    let given = [key, key, beyond, key, key, beyond, beyond].map(Given::Long).to_vec();
    let parts: Vec<Part> = Worded::<Columns>::new(STORED, given).load(connection)?;
    let (mut document, mut checkpoint, mut journal) = (None, None, Vec::new());
    for part in parts {
        match part.part {
            0 => document = Some(part.document()),
            1 => checkpoint = Some(part.checkpoint()),
            _ => journal.push(part.journal()),
        }
    }
    let document = document
        .ok_or_else(|| DatabaseError::Damaged(format!("document with key {key} is missing")))?;
    let damaged =
        |what: String| DatabaseError::Damaged(format!("{what} does not match its checksum"));
    if !document.is_intact() {
        return Err(damaged(format!("document `{}`", document.id)));
    }
    if document.deleted_at.is_some() {
        return Err(DatabaseError::Deleted);
    }
    if let Some(row) = checkpoint.as_ref().filter(|row| !row.is_intact()) {
        return Err(damaged(format!("checkpoint of `{}` at {}", document.id, row.seq)));
    }
    journal.sort_unstable_by_key(|row| row.seq);
    // Whoever asks for what is new may know it all.
    let nothing_new = after.is_some_and(|after| document.head <= after);
    if !nothing_new {
        let behind = checkpoint.as_ref().map_or(after.unwrap_or(0), |row| row.seq);
        journal::check(&journal, &document.id, behind, document.head)?;
    }
    Ok(Stored { document, checkpoint, journal })
}

impl Part {
    fn document(self) -> DocumentRow {
        DocumentRow {
            key: self.key,
            id: self.id.unwrap_or_default(),
            workspace: self.workspace,
            head: self.seq,
            created_at: self.created_at.unwrap_or_default(),
            deleted_at: self.deleted_at,
            sum: self.sum,
        }
    }

    fn checkpoint(self) -> CheckpointRow {
        let body = self.body.unwrap_or_default();
        CheckpointRow { document: self.key, seq: self.seq, body, sum: self.sum }
    }

    fn journal(self) -> JournalRow {
        let (count, body) = (self.count.unwrap_or_default(), self.body.unwrap_or_default());
        JournalRow { document: self.key, seq: self.seq, count, body, sum: self.sum }
    }
}
