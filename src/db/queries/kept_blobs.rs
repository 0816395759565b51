//! The blobs that rows name.

use diesel::prelude::*;
use renexus_tables::schema::files::{files, upload_pieces, uploads};
use renexus_tables::schema::people;

use crate::db::{Conn, DatabaseError};

/// A file: its workspace, its id, its size, and the SHA-256 of its bytes.
pub type KeptFile = (String, String, i64, String);

/// Every file.
pub fn files(connection: &mut Conn) -> Result<Vec<KeptFile>, DatabaseError> {
    let columns = (files::workspace, files::id, files::size, files::sha256);
    Ok(files::table.order(files::id).select(columns).load(connection)?)
}

/// Every piece of an upload that is not a file yet: workspace, upload, piece.
pub fn pieces(connection: &mut Conn) -> Result<Vec<(String, String, String)>, DatabaseError> {
    Ok(upload_pieces::table
        .inner_join(uploads::table.on(uploads::id.eq(upload_pieces::upload)))
        .filter(uploads::done.eq(false))
        .order((upload_pieces::upload, upload_pieces::start))
        .select((uploads::workspace, upload_pieces::upload, upload_pieces::piece))
        .load(connection)?)
}

/// The address of every picture of a person.
pub fn avatars(connection: &mut Conn) -> Result<Vec<String>, DatabaseError> {
    let found: Vec<Option<String>> = people::table
        .filter(people::avatar.is_not_null())
        .order(people::id)
        .select(people::avatar)
        .load(connection)?;
    Ok(found.into_iter().flatten().collect())
}
