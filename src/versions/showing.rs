//! Versions as they are told.

use renexus_tables::rows::versions::VersionRow;
use renexus_wire::rest::versions::VersionView;

use super::packing;
use crate::access::Action;
use crate::db::queries::versions;
use crate::db::{Conn, DatabaseError};
use crate::domain::{DomainError, View};

/// Versions of a document, the newest first, for those who may read it.
pub(crate) fn list(
    look: &mut View<'_>,
    document: &str,
    (before, most): (Option<&str>, i64),
) -> Result<Vec<VersionView>, DomainError> {
    readable(look, document)?;
    Ok(kept(look.connection, document, (before, most))?)
}

/// Versions of a document, the newest first, whoever asks.
pub(crate) fn kept(
    connection: &mut Conn,
    document: &str,
    (before, most): (Option<&str>, i64),
) -> Result<Vec<VersionView>, DatabaseError> {
    let rows = versions::of_document(connection, document, before, most)?;
    rows.into_iter().map(view).collect()
}

/// One version, for those who may read the document.
pub(crate) fn show(
    look: &mut View<'_>,
    (document, id): (&str, &str),
) -> Result<VersionView, DomainError> {
    readable(look, document)?;
    Ok(view(of(document, versions::find(look.connection, id)?)?)?)
}

/// What a version holds as one update, for those who may read the document.
pub(crate) fn content(
    look: &mut View<'_>,
    (document, id): (&str, &str),
) -> Result<Vec<u8>, DomainError> {
    readable(look, document)?;
    of(document, versions::find(look.connection, id)?)?;
    held(look.connection, id)?.ok_or(DomainError::NotFound("version"))
}

/// What a version holds as one update, whoever asks; none where there is none any more.
pub(crate) fn held(connection: &mut Conn, id: &str) -> Result<Option<Vec<u8>>, DatabaseError> {
    let Some(row) = versions::find(connection, id)? else { return Ok(None) };
    let packed = versions::state(connection, id)?;
    packed.map(|packed| packing::unpack(&packed, row.size)).transpose()
}

fn readable(look: &mut View<'_>, document: &str) -> Result<(), DomainError> {
    let (_, level) = look.document(document)?;
    look.require_at(Action::ResourceRead, level)
}

/// The row of a version, if it is one of the document.
pub(super) fn of(document: &str, found: Option<VersionRow>) -> Result<VersionRow, DomainError> {
    found.filter(|row| row.document == document).ok_or(DomainError::NotFound("version"))
}

/// A version.
pub(super) fn view(row: VersionRow) -> Result<VersionView, DatabaseError> {
    let authors = serde_json::from_str(&row.authors).map_err(|error| {
        DatabaseError::Damaged(format!("authors of version `{}`: {error}", row.id))
    })?;
    Ok(VersionView {
        id: row.id,
        document: row.document,
        seq: row.seq,
        name: row.name,
        named_by: row.named_by,
        taken_by: row.taken_by,
        authors,
        guests: row.guests,
        words_added: row.words_added,
        words_removed: row.words_removed,
        size: row.size,
        taken_at: row.taken_at.and_utc(),
    })
}
