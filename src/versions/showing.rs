//! Versions as they are told.

use renexus_tables::rows::versions::VersionRow;
use renexus_wire::rest::versions::VersionView;

use super::packing;
use crate::access::Action;
use crate::db::DatabaseError;
use crate::db::queries::versions;
use crate::domain::{DomainError, View};

/// Versions of a document, the newest first, for those who may read it.
pub(crate) fn list(
    look: &mut View<'_>,
    document: &str,
    (before, most): (Option<&str>, i64),
) -> Result<Vec<VersionView>, DomainError> {
    readable(look, document)?;
    let rows = versions::of_document(look.connection, document, before, most)?;
    rows.into_iter().map(view).collect()
}

/// One version, for those who may read the document.
pub(crate) fn show(
    look: &mut View<'_>,
    (document, id): (&str, &str),
) -> Result<VersionView, DomainError> {
    readable(look, document)?;
    view(of(document, versions::find(look.connection, id)?)?)
}

/// What a version holds as one update, for those who may read the document.
pub(crate) fn content(
    look: &mut View<'_>,
    (document, id): (&str, &str),
) -> Result<Vec<u8>, DomainError> {
    readable(look, document)?;
    let row = of(document, versions::find(look.connection, id)?)?;
    let packed = versions::state(look.connection, id)?.ok_or(DomainError::NotFound("version"))?;
    Ok(packing::unpack(&packed, row.size)?)
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
pub(super) fn view(row: VersionRow) -> Result<VersionView, DomainError> {
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
