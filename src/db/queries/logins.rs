//! Logins: what refresh tokens continue.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::people::{LoginRow, SpentTokenRow};
use renexus_tables::schema::{logins, spent_tokens};

use crate::db::{Conn, DatabaseError};

/// Writes a new login.
pub fn insert(connection: &mut Conn, row: &LoginRow) -> Result<(), DatabaseError> {
    diesel::insert_into(logins::table).values(row).execute(connection)?;
    Ok(())
}

/// The login whose current token or token before has this hash.
pub fn find_by_hash(connection: &mut Conn, hash: &str) -> Result<Option<LoginRow>, DatabaseError> {
    let found = logins::table
        .filter(logins::token_hash.eq(hash).or(logins::former_hash.eq(hash)))
        .select(LoginRow::as_select())
        .first(connection);
    Ok(found.optional()?)
}

/// The login that a token belonged to which was used up long ago.
pub fn find_spent(connection: &mut Conn, hash: &str) -> Result<Option<String>, DatabaseError> {
    let found = spent_tokens::table.find(hash).select(spent_tokens::login).first(connection);
    Ok(found.optional()?)
}

/// Writes a login whose token was changed, and remembers the one before the last.
pub fn rotate(
    connection: &mut Conn,
    row: &LoginRow,
    spent: Option<SpentTokenRow>,
) -> Result<(), DatabaseError> {
    if let Some(spent) = spent {
        diesel::insert_into(spent_tokens::table).values(&spent).execute(connection)?;
    }
    diesel::update(logins::table.find(&row.id))
        .set((
            logins::token_hash.eq(&row.token_hash),
            logins::former_hash.eq(&row.former_hash),
            logins::successor_salt.eq(&row.successor_salt),
            logins::rotated_at.eq(row.rotated_at),
            logins::used_at.eq(row.used_at),
            logins::expires_at.eq(row.expires_at),
            logins::user_agent.eq(&row.user_agent),
            logins::address.eq(&row.address),
        ))
        .execute(connection)?;
    Ok(())
}

/// The logins of a person that run, the newest first.
pub fn running(
    connection: &mut Conn,
    person: &str,
    now: NaiveDateTime,
) -> Result<Vec<LoginRow>, DatabaseError> {
    let running = logins::ended_at.is_null().and(logins::expires_at.gt(now));
    Ok(logins::table
        .filter(logins::person.eq(person).and(running))
        .order((logins::created_at.desc(), logins::id.desc()))
        .select(LoginRow::as_select())
        .load(connection)?)
}

/// Ends logins; what they were is kept for a while.
pub fn end(connection: &mut Conn, ids: &[String], now: NaiveDateTime) -> Result<(), DatabaseError> {
    let these = logins::table.filter(logins::id.eq_any(ids).and(logins::ended_at.is_null()));
    diesel::update(these).set(logins::ended_at.eq(now)).execute(connection)?;
    Ok(())
}

/// Forgets logins that ended before `before`, with their used tokens.
pub fn forget(connection: &mut Conn, before: NaiveDateTime) -> Result<usize, DatabaseError> {
    let over = logins::ended_at.lt(before).or(logins::expires_at.lt(before).nullable());
    Ok(diesel::delete(logins::table.filter(over)).execute(connection)?)
}

/// Forgets tokens that were used up before `before`; whoever shows one then is unknown.
pub fn forget_spent(connection: &mut Conn, before: NaiveDateTime) -> Result<usize, DatabaseError> {
    let old = spent_tokens::table.filter(spent_tokens::spent_at.lt(before));
    Ok(diesel::delete(old).execute(connection)?)
}
