//! Damage above the database: one value of one row, by hand.

use std::fmt;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use renexus::adapters::store;
use renexus::db::{Conn, DatabaseError};
use renexus_tables::schema::{checkpoints, journal};

use crate::shelf::Kept;

/// Every row with content, by table, document and position.
pub fn rows(connection: &mut Conn) -> Vec<Row> {
    let found: Vec<(i64, i64)> =
        journal::table.select((journal::document, journal::seq)).load(connection).unwrap();
    let journal = found.into_iter().map(|(document, seq)| Row { table: "journal", document, seq });
    let found: Vec<(i64, i64)> = checkpoints::table
        .select((checkpoints::document, checkpoints::seq))
        .load(connection)
        .unwrap();
    let checkpoints =
        found.into_iter().map(|(document, seq)| Row { table: "checkpoints", document, seq });
    journal.chain(checkpoints).collect()
}

/// The address of a row.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    table: &'static str,
    /// The document that it belongs to.
    pub document: i64,
    seq: i64,
}

/// What to do to one value.
#[derive(Clone, Copy, Debug)]
pub enum Wound {
    /// Flips a bit of a number.
    Number { column: &'static str, bit: u32 },
    /// Flips a bit of the body.
    Bit { at: usize, bit: u32 },
    /// Cuts the body off.
    Cut { at: usize },
}

impl fmt::Display for Row {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} of document {} at {}", self.table, self.document, self.seq)
    }
}

#[derive(QueryableByName)]
struct Body {
    #[diesel(sql_type = Binary)]
    body: Vec<u8>,
}

impl Row {
    fn place(&self) -> String {
        format!("WHERE document = {} AND seq = {}", self.document, self.seq)
    }

    /// Draws a wound: every column as often as every other.
    pub fn draw(&self, connection: &mut Conn, dice: &mut StdRng) -> Wound {
        let columns: &[_] = match self.table {
            "journal" => &["body", "cut", "seq", "count", "sum", "document"],
            _ => &["body", "cut", "seq", "sum", "document"],
        };
        let length = self.body(connection).len();
        match *columns.choose(dice).unwrap() {
            "body" => Wound::Bit { at: dice.random_range(0..length), bit: dice.random_range(0..8) },
            "cut" => Wound::Cut { at: dice.random_range(0..length) },
            column => Wound::Number { column, bit: dice.random_range(0..64) },
        }
    }

    fn body(&self, connection: &mut Conn) -> Vec<u8> {
        let query = format!("SELECT body FROM {} {}", self.table, self.place());
        diesel::sql_query(query).get_result::<Body>(connection).unwrap().body
    }

    /// Does it; a row that takes the place of another one replaces it.
    pub fn wound(&self, connection: &mut Conn, wound: Wound) {
        let (table, place) = (self.table, self.place());
        let changed = match wound {
            Wound::Number { column, bit } => {
                // SQLite has no exclusive or: a | b without a & b.
                let value = format!("({column} | ?) & ~({column} & ?)");
                diesel::sql_query(format!(
                    "UPDATE OR REPLACE {table} SET {column} = {value} {place}"
                ))
                .bind::<BigInt, _>(1_i64 << bit)
                .bind::<BigInt, _>(1_i64 << bit)
                .execute(connection)
            }
            Wound::Bit { at, bit } => {
                let mut body = self.body(connection);
                body[at] ^= 1 << bit;
                set_body(connection, table, &place, body)
            }
            Wound::Cut { at } => {
                let mut body = self.body(connection);
                body.truncate(at);
                set_body(connection, table, &place, body)
            }
        };
        assert_eq!(changed, Ok(1), "{self}: {wound:?}");
    }
}

fn set_body(connection: &mut Conn, table: &str, place: &str, body: Vec<u8>) -> QueryResult<usize> {
    diesel::sql_query(format!("UPDATE {table} SET body = ? {place}"))
        .bind::<Binary, _>(body)
        .execute(connection)
}

/// Wounds a row, reads every document, and makes it undone.
pub fn try_out(
    connection: &mut Conn,
    row: Row,
    wound: Wound,
    documents: &[Kept],
) -> Result<(), String> {
    let mut judged = Ok(());
    let undone = connection.transaction::<(), _, _>(|connection| {
        row.wound(connection, wound);
        judged = documents.iter().try_for_each(|kept| judge(connection, row, kept));
        Err(diesel::result::Error::RollbackTransaction)
    });
    assert_eq!(undone, Err(diesel::result::Error::RollbackTransaction));
    judged.map_err(|fault| format!("{row}, {wound:?}: {fault}"))
}

/// The document of the row must be refused by name; any other may only be right, or refused by name.
fn judge(connection: &mut Conn, row: Row, kept: &Kept) -> Result<(), String> {
    let id = kept.info.id.as_str();
    match store::load(connection, kept.info.key) {
        Ok(_) if row.document == kept.info.key => Err(format!("{id} is served")),
        Ok(found) if found == kept.stored => Ok(()),
        Ok(_) => Err(format!("{id} is served, and it is not what was written")),
        Err(DatabaseError::Damaged(words)) if words.contains(&format!("`{id}`")) => Ok(()),
        Err(error) => Err(format!("{id} is refused with other words: {error}")),
    }
}
