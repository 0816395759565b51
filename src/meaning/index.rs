//! The index that a database with pgvector keeps of meanings follows the pieces: on the node that asks about texts, on a
//! connection of its own.

use crate::db::Database;
use crate::db::queries::search::neighbours;

/// Pieces that are put into it at once: some tenths of a second of the database.
const AT_ONCE: i64 = 200;

/// How far the index is.
pub(super) struct Index {
    database: Database,
    /// Whether the database has one.
    is_there: bool,
    /// Whether pieces may be missing, behind this key.
    is_behind: bool,
    after: i64,
    is_failing: bool,
}

impl Index {
    /// Nothing is asked yet.
    pub(super) fn new(database: &Database) -> Self {
        Self {
            database: database.clone(),
            is_there: false,
            is_behind: false,
            after: 0,
            is_failing: false,
        }
    }

    /// Looks whether the database has one, and begins with what other nodes and versions left out.
    pub(super) async fn begin(&mut self) {
        if self.database.is_file() {
            return;
        }
        self.is_there = match self.database.aside(neighbours::prepare).await {
            Ok(is_there) => is_there,
            Err(error) => {
                log::warn!("meanings are compared in memory, without pgvector: {error}");
                false
            }
        };
        (self.is_behind, self.after) = (self.is_there, 0);
    }

    /// There are new pieces.
    pub(super) fn is_behind(&mut self) {
        self.is_behind = self.is_there;
    }

    /// Puts some of what is missing into it; whether there may be more.
    pub(super) async fn follow(&mut self) -> bool {
        if !self.is_behind {
            return false;
        }
        let after = self.after;
        let followed = self.database.aside(move |it| neighbours::follow(it, (after, AT_ONCE)));
        match followed.await {
            Ok(last) => {
                (self.is_failing, self.is_behind) = (false, last.is_some());
                self.after = last.unwrap_or(after);
            }
            // It is tried again, and said once.
            Err(error) => {
                if !self.is_failing {
                    log::warn!("the index of meanings waits: {error}");
                }
                self.is_failing = true;
                return false;
            }
        }
        self.is_behind
    }
}
