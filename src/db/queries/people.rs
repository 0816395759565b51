//! People.

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
