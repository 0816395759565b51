//! The index of words. The one place that each engine has for itself: SQLite asks FTS5, PostgreSQL
//! its vectors. What is found, and in which script, is the same.

mod fts5;
mod tsvector;

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::readable::Readable;
use crate::db::engine::Engine;
use crate::db::{Conn, DatabaseError};

/// One thing that may be written in several ways; any of them is enough.
pub type AnyOf = Vec<String>;

/// What must be found, and what must not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// All of these.
    pub wanted: Vec<AnyOf>,
    /// None of these.
    pub unwanted: Vec<String>,
}

/// Most entries that are ranked. Of words that stand in more, those entries are that have all of them in the title, and
/// of all others the newest.
pub const RANKED: usize = 2_000;

/// Where all words have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Title,
    Anywhere,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, QueryableByName)]
pub struct Hit {
    /// The key of its entry.
    #[diesel(sql_type = BigInt)]
    pub key: i64,
    /// What it is.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// Its id.
    #[diesel(sql_type = Text)]
    pub subject: String,
}

/// Writes the words of an entry.
pub fn put(connection: &mut Conn, key: i64, texts: (&str, &str)) -> Result<(), DatabaseError> {
    match connection.engine() {
        Engine::Sqlite => fts5::put(connection, key, texts),
        Engine::Postgres => tsvector::put(connection, key, texts),
    }
}

/// Up to `most` entries that may be shown, the best first.
pub fn best(
    connection: &mut Conn,
    sought: &Sought,
    readable: &Readable,
    most: usize,
) -> Result<Vec<Hit>, DatabaseError> {
    match connection.engine() {
        Engine::Sqlite => fts5::best(connection, sought, readable, most),
        Engine::Postgres => tsvector::best(connection, sought, readable, most),
    }
}

/// The best by a ranking of up to [`RANKED`] entries: when there may be more that have the words, first those that have
/// all of them in the title.
fn titles_first<T>(
    mut rank: impl FnMut(Within) -> Result<Vec<T>, DatabaseError>,
    key: impl Fn(&T) -> i64,
) -> Result<Vec<T>, DatabaseError> {
    let anywhere = rank(Within::Anywhere)?;
    if anywhere.len() < RANKED {
        return Ok(anywhere);
    }
    let mut best = rank(Within::Title)?;
    let titled: HashSet<i64> = best.iter().map(&key).collect();
    best.extend(anywhere.into_iter().filter(|one| !titled.contains(&key(one))));
    Ok(best)
}
