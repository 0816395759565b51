//! Bringing a document back to what it was: an edit like any other.

use renexus_actors::replica::reverting::{Reversal, revert};
use renexus_tables::rows::versions::VersionRow;
use renexus_wire::rest::versions::VersionView;

use super::error::VersionError;
use super::keeper::Keeper;
use super::showing::{content, view};
use super::taking::{self, allowed, by_itself, writable};
use crate::access::Person;
use crate::db::queries::versions;
use crate::domain::{Change, DomainError};

/// The edit that makes a document what it was, if it is not; and the version that holds what it is now.
///
/// That version is kept before anything changes: whatever came after the old one is in it.
pub(crate) async fn reverted(
    keeper: &Keeper,
    person: &Person,
    (workspace, document, id): (&str, &str, &str),
) -> Result<(Option<Reversal>, VersionView), VersionError> {
    let (place, wanted) = (document.to_owned(), id.to_owned());
    let then = keeper.domain().read(person, workspace, move |look| {
        allowed(look, &place)?;
        content(look, (&place, &wanted))
    });
    let then = then.await?;
    let snapshot = keeper.snapshot(document).await?.ok_or(taking::UNKNOWN)?;
    let (held, settings) = (snapshot.clone(), keeper.settings().clone());
    let before = keeper.domain().change(person, workspace, move |tx| {
        writable(tx, &held.document)?;
        let now = tx.now;
        let kept = by_itself(tx.connection, &held, (now, &settings))?;
        before(tx, kept, &held.document)
    });
    let before = before.await?;
    let edit = tokio::task::spawn_blocking(move || revert(&snapshot.state, &then)).await??;
    Ok((edit, before))
}

/// The version just before: the one that was kept now, or the newest where nothing changed since.
fn before(
    tx: &mut Change<'_>,
    kept: Option<VersionRow>,
    document: &str,
) -> Result<VersionView, DomainError> {
    if let Some(row) = kept {
        tx.event("version.taken", &taking::told(document, &row.id))?;
        return Ok(view(row)?);
    }
    let newest = versions::newest(tx.connection, document)?;
    Ok(view(newest.ok_or(DomainError::NotFound("version"))?)?)
}

/// Tells that a document is what it was.
pub(crate) fn told(tx: &mut Change<'_>, (document, id): (&str, &str)) -> Result<(), DomainError> {
    tx.event("version.restored", &taking::told(document, id))
}
