//! The log of a database, with the ways to change it that the port lacks.

use chrono::DateTime;
use diesel::prelude::*;
use renexus::adapters::event_log::DatabaseEventLog;
use renexus::db::queries::events;
use renexus::db::{Database, DatabaseError};
use renexus_actors::ports::{EventLog, LogRange, StoreFuture};
use renexus_actors::testing::event_log_contract::Writable;
use renexus_tables::rows::workspaces::WorkspaceRow;
use renexus_tables::schema;
use renexus_wire::event::Event;
use serde_json::json;

/// The log under test, and the database below it.
pub(crate) struct Shelf {
    log: DatabaseEventLog,
    database: Database,
}

impl Shelf {
    /// The log of a database.
    pub(crate) fn of(database: Database) -> Self {
        Self { log: DatabaseEventLog::new(database.clone()), database }
    }
}

impl EventLog for Shelf {
    fn range(&self, workspace: String) -> StoreFuture<Option<LogRange>> {
        self.log.range(workspace)
    }

    fn after(&self, workspace: String, after: i64, most: usize) -> StoreFuture<Vec<Event>> {
        self.log.after(workspace, after, most)
    }
}

impl Writable for Shelf {
    async fn filled(&self, name: &str, count: i64) -> String {
        let id = format!("id-of-{name}");
        let (key, name) = (id.clone(), name.to_owned());
        let written = self.database.commit(move |connection| {
            let (at, kind) = (DateTime::UNIX_EPOCH, "task.updated");
            let row = WorkspaceRow {
                id: key.clone(),
                slug: name.clone(),
                name,
                event_head: 0,
                version: 1,
                created_at: at.naive_utc(),
                archived_at: None,
                delete_after: None,
            };
            diesel::insert_into(schema::workspaces::table).values(&row).execute(connection)?;
            let head = events::advance(connection, &key, count)?;
            let event = |seq| Event {
                workspace: key.clone(),
                seq,
                kind: kind.into(),
                actor: None,
                at,
                data: json!({ "number": seq }),
            };
            events::append(connection, &(1..=head).map(event).collect::<Vec<_>>())
        });
        written.await.unwrap();
        id
    }

    async fn forget(&self, workspace: &str, up_to: i64) {
        let workspace = workspace.to_owned();
        let forgotten = self.database.commit(move |connection| {
            let of = schema::events::workspace.eq(workspace).and(schema::events::seq.le(up_to));
            diesel::delete(schema::events::table.filter(of)).execute(connection)?;
            Ok::<_, DatabaseError>(())
        });
        forgotten.await.unwrap();
    }
}
