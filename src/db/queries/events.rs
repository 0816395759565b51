//! The log of a workspace.

use diesel::prelude::*;
use renexus_tables::rows::events::EventRow;
use renexus_tables::schema::{events, workspaces};
use renexus_wire::event::Event;

use crate::db::{Conn, DatabaseError};

/// Takes the next `many` numbers of a workspace; returns the last of them.
pub fn advance(connection: &mut Conn, workspace: &str, many: i64) -> Result<i64, DatabaseError> {
    Ok(diesel::update(workspaces::table.find(workspace))
        .set(workspaces::event_head.eq(workspaces::event_head + many))
        .returning(workspaces::event_head)
        .get_result(connection)?)
}

/// Writes events that were numbered.
pub fn append(connection: &mut Conn, happened: &[Event]) -> Result<(), DatabaseError> {
    let rows: Vec<_> = happened.iter().map(row).collect();
    diesel::insert_into(events::table).values(&rows).execute(connection)?;
    Ok(())
}

fn row(event: &Event) -> EventRow {
    EventRow {
        workspace: event.workspace.clone(),
        seq: event.seq,
        kind: event.kind.clone(),
        actor: event.actor.clone(),
        at: event.at.naive_utc(),
        data: event.data.to_string(),
    }
}

/// Up to `most` events of a workspace behind `after`, in order.
pub fn after(
    connection: &mut Conn,
    workspace: &str,
    after: i64,
    most: i64,
) -> Result<Vec<Event>, DatabaseError> {
    let rows: Vec<EventRow> = events::table
        .filter(events::workspace.eq(workspace).and(events::seq.gt(after)))
        .order(events::seq)
        .limit(most)
        .select(EventRow::as_select())
        .load(connection)?;
    rows.into_iter().map(event).collect()
}

/// The event with this number.
pub fn find(
    connection: &mut Conn,
    workspace: &str,
    seq: i64,
) -> Result<Option<Event>, DatabaseError> {
    let row: Option<EventRow> = events::table
        .find((workspace, seq))
        .select(EventRow::as_select())
        .first(connection)
        .optional()?;
    row.map(event).transpose()
}

/// Takes everything but its id out of what the log tells of a file; returns how many events that were.
pub fn forget_file(
    connection: &mut Conn,
    workspace: &str,
    file: &str,
) -> Result<usize, DatabaseError> {
    let data = serde_json::json!({ "id": file, "restricted": true }).to_string();
    let about = events::table
        .filter(events::workspace.eq(workspace))
        .filter(events::kind.like("file.%"))
        .filter(events::data.like(format!("%\"id\":\"{file}\"%")));
    Ok(diesel::update(about).set(events::data.eq(data)).execute(connection)?)
}

fn event(row: EventRow) -> Result<Event, DatabaseError> {
    let data = serde_json::from_str(&row.data).map_err(|error| {
        DatabaseError::Damaged(format!("event {} of {}: {error}", row.seq, row.workspace))
    })?;
    Ok(Event {
        workspace: row.workspace,
        seq: row.seq,
        kind: row.kind,
        actor: row.actor,
        at: row.at.and_utc(),
        data,
    })
}

/// The numbers of the first event that is kept and of the last one; zero and zero without any.
pub fn range(connection: &mut Conn, workspace: &str) -> Result<(i64, i64), DatabaseError> {
    let head: Option<i64> = workspaces::table
        .find(workspace)
        .select(workspaces::event_head)
        .first(connection)
        .optional()?;
    let oldest: Option<i64> = events::table
        .filter(events::workspace.eq(workspace))
        .select(diesel::dsl::min(events::seq))
        .first(connection)?;
    Ok((oldest.unwrap_or_default(), head.unwrap_or_default()))
}
