//! A hand in the database from outside, as a person with SQLite's own tool has it.

#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// A connection that keeps no rule of the server.
pub struct Hand(SqliteConnection);

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

impl Hand {
    /// Opens the database of a data folder, whether a server runs on it or not.
    pub fn in_folder(folder: &Path) -> Self {
        let path = folder.join("renexus.db");
        let path = path.to_str().expect("a path in UTF-8");
        let mut connection = SqliteConnection::establish(path).expect("a database");
        let manners = "PRAGMA busy_timeout = 20000; PRAGMA foreign_keys = OFF";
        connection.batch_execute(manners).expect("a connection that listens");
        Self(connection)
    }

    /// Brings what stands in the log into the database file, as SQLite itself does now and then.
    pub fn fold_log(&mut self) {
        self.0.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").expect("nobody else is here");
    }

    /// Changes exactly one row.
    pub fn change(&mut self, sql: &str) {
        let changed = diesel::sql_query(sql).execute(&mut self.0);
        assert_eq!(changed, Ok(1), "{sql}");
    }

    /// A number, by a query without `SELECT`.
    pub fn number(&mut self, sql: &str) -> i64 {
        let sql = format!("SELECT CAST(({sql}) AS BIGINT) AS number");
        let found: Number = diesel::sql_query(&sql).get_result(&mut self.0).expect("a number");
        found.number
    }

    /// A text, by a whole query.
    pub fn text(&mut self, sql: &str) -> String {
        #[derive(QueryableByName)]
        struct Line {
            #[diesel(sql_type = diesel::sql_types::Text)]
            body: String,
        }
        let found: Line = diesel::sql_query(sql).get_result(&mut self.0).expect("a text");
        found.body
    }

    /// The key of a document.
    pub fn key(&mut self, document: &str) -> i64 {
        self.number(&format!("SELECT key FROM documents WHERE id = '{document}'"))
    }

    /// How many rows the journal of a document has.
    pub fn journal_rows(&mut self, document: &str) -> i64 {
        let key = self.key(document);
        self.number(&format!("SELECT count(*) FROM journal WHERE document = {key}"))
    }

    /// Keeps everybody else from writing, until [`Hand::unlock`].
    pub fn lock(&mut self) {
        self.0.batch_execute("BEGIN IMMEDIATE").expect("the lock");
    }

    /// Lets the others write again.
    pub fn unlock(&mut self) {
        self.0.batch_execute("ROLLBACK").expect("the lock was held");
    }
}
