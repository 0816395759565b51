//! People.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::people::PersonRow;
use renexus_tables::schema::people;

use crate::db::{Conn, DatabaseError};

/// The person with this id.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<PersonRow>, DatabaseError> {
    Ok(people::table.find(id).select(PersonRow::as_select()).first(connection).optional()?)
}

/// The person with this address, in lower case.
pub fn find_by_email(
    connection: &mut Conn,
    email: &str,
) -> Result<Option<PersonRow>, DatabaseError> {
    let found = people::table.filter(people::email.eq(email)).select(PersonRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// Whether a handle is in use.
pub fn has_handle(connection: &mut Conn, handle: &str) -> Result<bool, DatabaseError> {
    let found = people::table.filter(people::handle.eq(handle));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}

/// Takes a person away, of whom nothing is left but the account.
pub fn delete(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::delete(people::table.find(id)).execute(connection)?;
    Ok(())
}

/// Gives a person another picture, or none; returns the one before.
pub fn set_avatar(
    connection: &mut Conn,
    id: &str,
    avatar: Option<&str>,
) -> Result<Option<String>, DatabaseError> {
    let before = people::table.find(id).select(people::avatar).first(connection)?;
    diesel::update(people::table.find(id))
        .set((people::avatar.eq(avatar), people::version.eq(people::version + 1)))
        .execute(connection)?;
    Ok(before)
}

/// How many people there are.
pub fn count(connection: &mut Conn) -> Result<i64, DatabaseError> {
    Ok(people::table.count().get_result(connection)?)
}

/// Writes a new person.
pub fn insert(connection: &mut Conn, row: &PersonRow) -> QueryResult<()> {
    diesel::insert_into(people::table).values(row).execute(connection)?;
    Ok(())
}

/// Writes name, handle and picture, and counts the version up; returns the person as they are then.
pub fn set_profile(connection: &mut Conn, row: &PersonRow) -> QueryResult<PersonRow> {
    diesel::update(people::table.find(&row.id))
        .set((
            people::name.eq(&row.name),
            people::handle.eq(&row.handle),
            people::avatar.eq(&row.avatar),
            people::version.eq(people::version + 1),
        ))
        .returning(PersonRow::as_returning())
        .get_result(connection)
}

/// Writes another password.
pub fn set_password(connection: &mut Conn, id: &str, hash: &str) -> Result<(), DatabaseError> {
    diesel::update(people::table.find(id))
        .set(people::password_hash.eq(hash))
        .execute(connection)?;
    Ok(())
}

/// Turns the second factor on with a secret, or off without one.
pub fn set_totp(
    connection: &mut Conn,
    id: &str,
    secret: Option<&str>,
    step: i64,
) -> Result<(), DatabaseError> {
    diesel::update(people::table.find(id))
        .set((people::totp_secret.eq(secret), people::totp_step.eq(step)))
        .execute(connection)?;
    Ok(())
}

/// Notes the step of a code; false when it, or a later one, was taken before.
pub fn take_totp_step(connection: &mut Conn, id: &str, step: i64) -> Result<bool, DatabaseError> {
    let newer = people::table.find(id).filter(people::totp_step.lt(step));
    Ok(diesel::update(newer).set(people::totp_step.eq(step)).execute(connection)? > 0)
}

/// Notes that the address was shown to be the person's.
pub fn set_verified(
    connection: &mut Conn,
    id: &str,
    now: NaiveDateTime,
) -> Result<(), DatabaseError> {
    let unknown = people::table.find(id).filter(people::verified_at.is_null());
    diesel::update(unknown).set(people::verified_at.eq(now)).execute(connection)?;
    Ok(())
}

/// Says whether the person may act (none) or since when not.
pub fn set_deactivated(
    connection: &mut Conn,
    id: &str,
    at: Option<NaiveDateTime>,
) -> Result<(), DatabaseError> {
    diesel::update(people::table.find(id))
        .set(people::deactivated_at.eq(at))
        .execute(connection)?;
    Ok(())
}

/// Makes a person an administrator of the server, or takes that away.
pub fn set_administrator(
    connection: &mut Conn,
    id: &str,
    is_admin: bool,
) -> Result<(), DatabaseError> {
    diesel::update(people::table.find(id))
        .set(people::is_admin.eq(is_admin))
        .execute(connection)?;
    Ok(())
}

/// How many administrators may act.
pub fn administrators(connection: &mut Conn) -> Result<i64, DatabaseError> {
    let acting = people::is_admin.eq(true).and(people::deactivated_at.is_null());
    Ok(people::table.filter(acting).count().get_result(connection)?)
}

/// Up to `most` people behind the address `after`, in the order of their addresses.
pub fn list(
    connection: &mut Conn,
    after: Option<&str>,
    most: i64,
) -> Result<Vec<PersonRow>, DatabaseError> {
    let mut query =
        people::table.order(people::email).limit(most).select(PersonRow::as_select()).into_boxed();
    if let Some(after) = after {
        query = query.filter(people::email.gt(after));
    }
    Ok(query.load(connection)?)
}
