//! The log of events in the database.

use renexus_actors::ports::{EventLog, LogRange, StoreFuture};
use renexus_wire::event::Event;

use crate::db::queries::{events, workspaces};
use crate::db::{Database, DatabaseError};

/// What happened, as the database keeps it.
pub struct DatabaseEventLog {
    database: Database,
}

impl DatabaseEventLog {
    /// A log over a database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

impl EventLog for DatabaseEventLog {
    fn range(&self, workspace: String) -> StoreFuture<Option<LogRange>> {
        let found = self.database.read(move |connection| {
            // A channel is named by the id alone; a slug may be given to another workspace.
            let known = workspaces::find(connection, &workspace)?;
            if known.is_none_or(|row| row.id != workspace) {
                return Ok::<_, DatabaseError>(None);
            }
            let (oldest, head) = events::range(connection, &workspace)?;
            let oldest = if oldest == 0 { head + 1 } else { oldest };
            Ok(Some(LogRange { oldest, head }))
        });
        Box::pin(async move { Ok(found.await?) })
    }

    fn after(&self, workspace: String, after: i64, most: usize) -> StoreFuture<Vec<Event>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let found = self
            .database
            .read(move |connection| events::after(connection, &workspace, after, most));
        Box::pin(async move { Ok(found.await?) })
    }
}
