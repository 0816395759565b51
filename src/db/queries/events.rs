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
