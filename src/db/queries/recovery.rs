//! Codes that stand in for the second factor, each once.

use diesel::prelude::*;
use renexus_tables::rows::people::RecoveryCodeRow;
use renexus_tables::schema::recovery_codes;

use crate::db::{Conn, DatabaseError};

/// Writes the codes of a person, by their hashes; those before are void.
pub fn replace(
    connection: &mut Conn,
    person: &str,
    hashes: &[String],
) -> Result<(), DatabaseError> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::person.eq(person)))
        .execute(connection)?;
    let row = |hash: &String| RecoveryCodeRow { person: person.to_owned(), hash: hash.clone() };
    let rows: Vec<_> = hashes.iter().map(row).collect();
    diesel::insert_into(recovery_codes::table).values(&rows).execute(connection)?;
    Ok(())
}

/// Takes a code: it is gone afterwards; false when there is none.
pub fn take(connection: &mut Conn, person: &str, hash: &str) -> Result<bool, DatabaseError> {
    Ok(diesel::delete(recovery_codes::table.find((person, hash))).execute(connection)? > 0)
}
