//! Taking versions.

use renexus_tables::rows::versions::VersionRow;
use renexus_wire::id::fresh;
use renexus_wire::rest::versions::VersionView;
use serde_json::{Value, json};

use super::showing::view;
use super::snapshot::Snapshot;
use super::thinning::superfluous;
use crate::access::Action;
use crate::config::VersionSettings;
use crate::db::queries::{edits, versions};
use crate::db::{Conn, DatabaseError};
use crate::domain::{Change, DomainError, View};

/// People who are named as authors of one version; of more, those who wrote last.
const AUTHORS: usize = 50;
/// What is said of documents that are not there, and of those that somebody may not know of.
pub(super) const UNKNOWN: DomainError = DomainError::NotFound("document");

/// Refuses who may not write in the document, before anything is read for them.
pub(crate) fn allowed(look: &mut View<'_>, document: &str) -> Result<(), DomainError> {
    let (_, level) = look.document(document)?;
    look.require_at(Action::ResourceWrite, level)
}

/// Refuses who may not write in the document, and every change of a workspace that is only read.
pub(super) fn writable(tx: &mut Change<'_>, document: &str) -> Result<(), DomainError> {
    let (_, level) = tx.document(document)?;
    tx.require_at(Action::ResourceWrite, level)
}

/// Keeps a version that somebody asks for. Where nothing changed since the newest one, that one gets the name.
pub(crate) fn ask(
    tx: &mut Change<'_>,
    snapshot: &Snapshot,
    (name, settings): (Option<&str>, &VersionSettings),
) -> Result<VersionView, DomainError> {
    let document = snapshot.document.as_str();
    writable(tx, document)?;
    if name.is_some() {
        room_for_name(tx.connection, document, settings)?;
    }
    let by = tx.person.id.clone();
    let newest = versions::newest(tx.connection, document)?;
    if let Some(row) = newest.filter(|row| row.seq >= snapshot.seq) {
        if row.name.is_some() || name.is_none() {
            return Err(DomainError::Conflict("nothing changed since the newest version"));
        }
        versions::rename(tx.connection, &row.id, (name, Some(&by)))?;
        return changed(tx, row.id);
    }
    let now = tx.now;
    let row = VersionRow {
        name: name.map(ToOwned::to_owned),
        named_by: name.map(|_| by.clone()),
        taken_by: Some(by),
        ..drawn(tx.connection, snapshot, now)?
    };
    keep(tx.connection, snapshot, &row)?;
    make_room(tx.connection, document, (now, settings))?;
    tx.event("version.taken", &told(&row.document, &row.id))?;
    Ok(view(row)?)
}

/// Tells that a version is called otherwise.
pub(super) fn changed(tx: &mut Change<'_>, id: String) -> Result<VersionView, DomainError> {
    let row = versions::find(tx.connection, &id)?.ok_or(DomainError::NotFound("version"))?;
    tx.event("version.updated", &told(&row.document, &row.id))?;
    Ok(view(row)?)
}

/// Refuses a name where a document has as many as it may have.
pub(super) fn room_for_name(
    connection: &mut Conn,
    document: &str,
    settings: &VersionSettings,
) -> Result<(), DomainError> {
    if versions::named(connection, document)? >= i64::from(settings.named) {
        return Err(DomainError::Conflict(
            "the document has as many named versions as it may have; see versions.named",
        ));
    }
    Ok(())
}

/// Keeps a version in nobody's name, if anything changed since the newest one; with what is told of it.
pub(super) fn by_itself(
    connection: &mut Conn,
    snapshot: &Snapshot,
    (now, settings): (chrono::NaiveDateTime, &VersionSettings),
) -> Result<Option<VersionRow>, DomainError> {
    let newest = versions::newest(connection, &snapshot.document)?;
    if newest.is_some_and(|row| row.seq >= snapshot.seq) {
        edits::settle(connection, &snapshot.document, snapshot.at)?;
        return Ok(None);
    }
    let row = drawn(connection, snapshot, now)?;
    keep(connection, snapshot, &row)?;
    make_room(connection, &snapshot.document, (now, settings))?;
    Ok(Some(row))
}

/// Takes away versions without a name that have become too many or too old for their number.
pub(super) fn make_room(
    connection: &mut Conn,
    document: &str,
    (now, settings): (chrono::NaiveDateTime, &VersionSettings),
) -> Result<(), DatabaseError> {
    let nameless = versions::nameless(connection, document)?;
    versions::remove(connection, &superfluous(&nameless, now, settings.unnamed))?;
    Ok(())
}

/// What is told of a version: documents have readers of their own, and events are heard by others too.
pub(super) fn told(document: &str, id: &str) -> Value {
    json!({ "document": document, "id": id })
}

/// The row of a version without a name.
fn drawn(
    connection: &mut Conn,
    snapshot: &Snapshot,
    now: chrono::NaiveDateTime,
) -> Result<VersionRow, DomainError> {
    let wrote = edits::writers(connection, &snapshot.document, snapshot.at)?;
    let known = versions::people_of(connection, &wrote)?;
    let (mut authors, others): (Vec<_>, Vec<_>) =
        wrote.into_iter().partition(|person| known.contains(person));
    authors.truncate(AUTHORS);
    let size = i64::try_from(snapshot.state.len());
    let size = size.map_err(|_| DatabaseError::Damaged("a document without end".to_owned()))?;
    Ok(VersionRow {
        id: fresh(),
        workspace: snapshot.workspace.clone(),
        document: snapshot.document.clone(),
        seq: snapshot.seq,
        name: None,
        named_by: None,
        taken_by: None,
        authors: serde_json::to_string(&authors)?,
        guests: !others.is_empty(),
        words_added: snapshot.words.0,
        words_removed: snapshot.words.1,
        size,
        taken_at: now,
    })
}

fn keep(connection: &mut Conn, snapshot: &Snapshot, row: &VersionRow) -> Result<(), DatabaseError> {
    versions::insert(connection, row, &snapshot.packed)?;
    edits::settle(connection, &snapshot.document, snapshot.at)
}
