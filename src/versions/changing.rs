//! Names of versions, and their end.

use renexus_wire::rest::versions::VersionView;

use super::showing::of;
use super::taking::{changed, room_for_name, told, writable};
use crate::access::Action;
use crate::config::VersionSettings;
use crate::db::queries::versions;
use crate::domain::{Change, DomainError};

/// Gives a version a name, or takes it away: then it makes room one day.
pub(crate) fn rename(
    tx: &mut Change<'_>,
    (document, id): (&str, &str),
    (name, settings): (Option<&str>, &VersionSettings),
) -> Result<VersionView, DomainError> {
    writable(tx, document)?;
    let row = of(document, versions::find(tx.connection, id)?)?;
    if row.name.is_none() && name.is_some() {
        room_for_name(tx.connection, document, settings)?;
    }
    let by = name.map(|_| tx.person.id.clone());
    versions::rename(tx.connection, id, (name, by.as_deref()))?;
    changed(tx, row.id)
}

/// Takes a version away; the document stays as it is.
pub(crate) fn remove(tx: &mut Change<'_>, (document, id): (&str, &str)) -> Result<(), DomainError> {
    let (_, level) = tx.document(document)?;
    tx.require_at(Action::ResourceManage, level)?;
    let row = of(document, versions::find(tx.connection, id)?)?;
    versions::remove(tx.connection, std::slice::from_ref(&row.id))?;
    tx.event("version.removed", &told(document, &row.id))
}
