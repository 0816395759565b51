//! Secrets that work once.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::people::OneTimeTokenRow;
use renexus_tables::schema::one_time_tokens;

use crate::db::{Conn, DatabaseError};

/// Writes a secret; those of the same kind and person before it are void.
pub fn replace(connection: &mut Conn, row: &OneTimeTokenRow) -> Result<(), DatabaseError> {
    void(connection, &row.kind, row.person.as_deref())?;
    diesel::insert_into(one_time_tokens::table).values(row).execute(connection)?;
    Ok(())
}

/// Voids the secrets of a kind and person.
pub fn void(connection: &mut Conn, kind: &str, person: Option<&str>) -> Result<(), DatabaseError> {
    let of_kind = one_time_tokens::table.filter(one_time_tokens::kind.eq(kind));
    match person {
        Some(person) => diesel::delete(of_kind.filter(one_time_tokens::person.eq(person)))
            .execute(connection)?,
        None => {
            diesel::delete(of_kind.filter(one_time_tokens::person.is_null())).execute(connection)?
        }
    };
    Ok(())
}

/// Whether a secret of this kind works still.
pub fn works(
    connection: &mut Conn,
    (kind, hash): (&str, &str),
    now: NaiveDateTime,
) -> Result<bool, DatabaseError> {
    let found = one_time_tokens::table
        .find(hash)
        .filter(one_time_tokens::kind.eq(kind).and(one_time_tokens::expires_at.gt(now)));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}

/// Takes a secret: it is gone afterwards. None when it does not work.
pub fn take(
    connection: &mut Conn,
    (kind, hash): (&str, &str),
    now: NaiveDateTime,
) -> Result<Option<OneTimeTokenRow>, DatabaseError> {
    let found: Option<OneTimeTokenRow> = one_time_tokens::table
        .find(hash)
        .filter(one_time_tokens::kind.eq(kind))
        .select(OneTimeTokenRow::as_select())
        .first(connection)
        .optional()?;
    if found.is_some() {
        diesel::delete(one_time_tokens::table.find(hash)).execute(connection)?;
    }
    Ok(found.filter(|row| row.expires_at > now))
}

/// Forgets what has ended.
pub fn forget(connection: &mut Conn, now: NaiveDateTime) -> Result<usize, DatabaseError> {
    let over = one_time_tokens::table.filter(one_time_tokens::expires_at.lt(now));
    Ok(diesel::delete(over).execute(connection)?)
}
