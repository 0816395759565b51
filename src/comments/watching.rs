//! Who hears of what happens at a place, by their own decision.

use renexus_tables::rows::notices::WatchRow;
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::notices::WatchView;

use super::places;
use crate::access::Action;
use crate::db::queries::watches;
use crate::domain::{Change, DomainError, View};

/// Whether the person watches a place.
pub fn show(view: &mut View<'_>, kind: PlaceKind, key: &str) -> Result<WatchView, DomainError> {
    let found = places::find(view, kind, key)?;
    places::may_read(view, &found)?;
    let here = (found.place.kind.word(), found.place.id.as_str());
    let (person, connection) = (view.person.id.clone(), &mut *view.connection);
    let row = watches::find(connection, &person, here)?;
    Ok(WatchView { watching: row.is_some_and(|row| !row.is_muted) })
}

/// Watches a place, or mutes it, until the person decides otherwise.
pub fn decide(
    tx: &mut Change<'_>,
    (kind, key): (PlaceKind, &str),
    watch: WatchView,
) -> Result<WatchView, DomainError> {
    let found = places::find(tx, kind, key)?;
    tx.require_at(Action::ResourceRead, found.level)?;
    if !tx.person.reaches(Action::ResourceComment) {
        return Err(DomainError::Forbidden("the key may only read".into()));
    }
    let row = WatchRow {
        person: tx.person.id.clone(),
        place_kind: found.place.kind.word().to_owned(),
        place: found.place.id,
        workspace: tx.workspace.id.clone(),
        is_muted: !watch.watching,
        created_at: tx.now,
    };
    watches::put(tx.connection, &row)?;
    Ok(watch)
}
