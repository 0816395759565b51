//! Keys of programs.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::people::ApiKeyRow;
use renexus_tables::schema::{api_keys, people};

use crate::db::{Conn, DatabaseError};

/// The key with this hash, if it works and its person may act.
pub fn find_working(
    connection: &mut Conn,
    hash: &str,
    now: NaiveDateTime,
) -> Result<Option<ApiKeyRow>, DatabaseError> {
    let runs = api_keys::ended_at
        .is_null()
        .and(api_keys::expires_at.is_null().or(api_keys::expires_at.gt(now)));
    let found = api_keys::table
        .inner_join(people::table.on(people::id.eq(api_keys::person)))
        .filter(api_keys::hash.eq(hash).and(people::deactivated_at.is_null()))
        .filter(runs)
        .select(ApiKeyRow::as_select())
        .first(connection);
    Ok(found.optional()?)
}

/// Writes a new key.
pub fn insert(connection: &mut Conn, row: &ApiKeyRow) -> Result<(), DatabaseError> {
    diesel::insert_into(api_keys::table).values(row).execute(connection)?;
    Ok(())
}

/// The keys of a person that were not taken back, the oldest first.
pub fn of_person(connection: &mut Conn, person: &str) -> Result<Vec<ApiKeyRow>, DatabaseError> {
    Ok(api_keys::table
        .filter(api_keys::person.eq(person).and(api_keys::ended_at.is_null()))
        .order(api_keys::id)
        .select(ApiKeyRow::as_select())
        .load(connection)?)
}

/// Takes a key of a person back; false when there is none.
pub fn end(
    connection: &mut Conn,
    (person, id): (&str, &str),
    now: NaiveDateTime,
) -> Result<bool, DatabaseError> {
    let this = api_keys::table.find(id);
    let this = this.filter(api_keys::person.eq(person).and(api_keys::ended_at.is_null()));
    Ok(diesel::update(this).set(api_keys::ended_at.eq(now)).execute(connection)? > 0)
}

/// Notes that a key was used.
pub fn touch(connection: &mut Conn, id: &str, now: NaiveDateTime) -> Result<(), DatabaseError> {
    diesel::update(api_keys::table.find(id)).set(api_keys::used_at.eq(now)).execute(connection)?;
    Ok(())
}
