//! Mail that is to be sent, or was.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use renexus_tables::rows::events::MailRow;
use renexus_tables::schema::outbox;

use crate::db::{Conn, DatabaseError};

/// Writes a mail; the postman finds it.
pub fn insert(connection: &mut Conn, row: &MailRow) -> Result<(), DatabaseError> {
    diesel::insert_into(outbox::table).values(row).execute(connection)?;
    Ok(())
}

/// Up to `most` mails whose time has come.
pub fn due(
    connection: &mut Conn,
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<MailRow>, DatabaseError> {
    Ok(outbox::table
        .filter(outbox::sent_at.is_null().and(outbox::next_at.le(now)))
        .order(outbox::next_at)
        .limit(most)
        .select(MailRow::as_select())
        .load(connection)?)
}

/// Takes a mail that is due, until an instant; false when somebody else has it.
pub fn claim(
    connection: &mut Conn,
    id: &str,
    now: NaiveDateTime,
    until: NaiveDateTime,
) -> Result<bool, DatabaseError> {
    let due = outbox::sent_at.is_null().and(outbox::next_at.le(now));
    let taken = diesel::update(outbox::table.find(id).filter(due))
        .set(outbox::next_at.eq(until))
        .execute(connection)?;
    Ok(taken > 0)
}

/// Notes that a mail was handed on.
pub fn sent(connection: &mut Conn, id: &str, now: NaiveDateTime) -> Result<(), DatabaseError> {
    diesel::update(outbox::table.find(id)).set(outbox::sent_at.eq(now)).execute(connection)?;
    Ok(())
}

/// Notes that it failed, and tries again after `pause`.
pub fn failed(
    connection: &mut Conn,
    (id, problem): (&str, &str),
    now: NaiveDateTime,
    pause: TimeDelta,
) -> Result<(), DatabaseError> {
    diesel::update(outbox::table.find(id))
        .set((
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::problem.eq(problem),
            outbox::next_at.eq(now + pause),
        ))
        .execute(connection)?;
    Ok(())
}

/// Forgets mails that were written before `before`; their links are over.
pub fn forget(connection: &mut Conn, before: NaiveDateTime) -> Result<usize, DatabaseError> {
    let old = outbox::table.filter(outbox::created_at.lt(before));
    Ok(diesel::delete(old).execute(connection)?)
}
