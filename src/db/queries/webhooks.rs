//! Webhooks.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::webhooks::{WebhookChange, WebhookRow};
use renexus_tables::schema::webhooks::webhooks;
use renexus_tables::schema::workspaces;

use crate::db::{Conn, DatabaseError};

/// A webhook for which there is something to do.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Due {
    /// The webhook.
    pub id: String,
    /// Its workspace.
    pub workspace: String,
    /// Whose rights decide what it is told.
    pub owner: String,
}

/// All webhooks of a workspace; there are few.
pub fn all(connection: &mut Conn, workspace: &str) -> Result<Vec<WebhookRow>, DatabaseError> {
    Ok(webhooks::table
        .filter(webhooks::workspace.eq(workspace))
        .order(webhooks::id)
        .select(WebhookRow::as_select())
        .load(connection)?)
}

/// The webhook with this id.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<WebhookRow>, DatabaseError> {
    Ok(webhooks::table.find(id).select(WebhookRow::as_select()).first(connection).optional()?)
}

/// Writes a new webhook.
pub fn insert(connection: &mut Conn, row: &WebhookRow) -> Result<(), DatabaseError> {
    diesel::insert_into(webhooks::table).values(row).execute(connection)?;
    Ok(())
}

/// Writes what people change of a webhook.
pub fn update(connection: &mut Conn, change: &WebhookChange) -> Result<(), DatabaseError> {
    diesel::update(webhooks::table.find(&change.id)).set(change).execute(connection)?;
    Ok(())
}

/// Deletes a webhook with its deliveries.
pub fn delete(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::delete(webhooks::table.find(id)).execute(connection)?;
    Ok(())
}

/// Up to `most` webhooks with something to deliver or to look at, but for those that are `busy`.
pub fn due(
    connection: &mut Conn,
    busy: &[String],
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<Due>, DatabaseError> {
    let free = webhooks::leased_until.is_null().or(webhooks::leased_until.lt(now));
    let retry = webhooks::waiting
        .is_not_null()
        .and(webhooks::next_at.is_null().or(webhooks::next_at.le(now)));
    let news = webhooks::waiting.is_null().and(workspaces::event_head.gt(webhooks::cursor));
    Ok(webhooks::table
        .inner_join(workspaces::table.on(workspaces::id.eq(webhooks::workspace)))
        .filter(webhooks::is_active.eq(true))
        .filter(webhooks::id.ne_all(busy))
        .filter(free.assume_not_null())
        .filter(retry.assume_not_null().or(news))
        .order(webhooks::id)
        .limit(most)
        .select((webhooks::id, webhooks::workspace, webhooks::owner))
        .load(connection)?)
}

/// Says that this node is at a webhook until then, that it looked at everything up to `cursor`, and what it delivers.
pub fn lease(
    connection: &mut Conn,
    id: &str,
    (cursor, waiting): (i64, Option<&str>),
    until: Option<NaiveDateTime>,
) -> Result<(), DatabaseError> {
    diesel::update(webhooks::table.find(id))
        .set((
            webhooks::cursor.eq(cursor),
            webhooks::waiting.eq(waiting),
            webhooks::leased_until.eq(until),
        ))
        .execute(connection)?;
    Ok(())
}

/// Says how far a webhook is after an attempt, and that nobody is at it.
pub fn attempted(
    connection: &mut Conn,
    id: &str,
    (failures, waiting): (i32, Option<&str>),
    next_at: Option<NaiveDateTime>,
) -> Result<(), DatabaseError> {
    diesel::update(webhooks::table.find(id))
        .set((
            webhooks::failures.eq(failures),
            webhooks::waiting.eq(waiting),
            webhooks::next_at.eq(next_at),
            webhooks::leased_until.eq(None::<NaiveDateTime>),
        ))
        .execute(connection)?;
    Ok(())
}

/// Pauses a webhook that is active; whether it was.
pub fn pause(connection: &mut Conn, id: &str, reason: &str) -> Result<bool, DatabaseError> {
    let paused = diesel::update(webhooks::table.find(id))
        .filter(webhooks::is_active.eq(true))
        .set((
            webhooks::is_active.eq(false),
            webhooks::reason.eq(Some(reason)),
            webhooks::version.eq(webhooks::version + 1),
        ))
        .execute(connection)?;
    Ok(paused > 0)
}

/// Forgets who was at what: nobody else works on this database.
pub fn release(connection: &mut Conn) -> Result<(), DatabaseError> {
    diesel::update(webhooks::table.filter(webhooks::leased_until.is_not_null()))
        .set(webhooks::leased_until.eq(None::<NaiveDateTime>))
        .execute(connection)?;
    Ok(())
}
