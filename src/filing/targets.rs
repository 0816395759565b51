//! What may use a file: things of the workspace that the person may change.

use renexus_wire::access::Level;
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::files::ReferenceKind;

use super::changing::Reference;
use crate::access::Action;
use crate::access::level::ResourceKind;
use crate::db::queries::{comments, documents, tasks, threads};
use crate::domain::{Change, DomainError};

/// Refuses what is not there, what the person may not read, and what is not theirs to change.
pub(super) fn check(tx: &mut Change<'_>, reference: &Reference) -> Result<(), DomainError> {
    let id = reference.target.as_str();
    let (level, what) = match reference.kind {
        ReferenceKind::Document => (document(tx, id)?, "document"),
        ReferenceKind::Task => (task(tx, id)?, "task"),
        ReferenceKind::Comment => return comment(tx, id),
    };
    require(tx, Action::ResourceWrite, level, what)
}

fn require(
    tx: &Change<'_>,
    action: Action,
    level: Option<Level>,
    what: &'static str,
) -> Result<(), DomainError> {
    let readable = level.filter(|level| *level >= Level::Read);
    tx.require_at(action, readable.ok_or(DomainError::NotFound(what))?)
}

/// The person's level in a document of the workspace.
fn document(tx: &mut Change<'_>, id: &str) -> Result<Option<Level>, DomainError> {
    let found = documents::find_by_id(tx.connection, id)?;
    let here = found
        .filter(|row| row.deleted_at.is_none() && row.workspace.as_ref() == Some(&tx.workspace.id));
    here.map(|row| tx.level(ResourceKind::Document, &row.id)).transpose()
}

/// The person's level in the project of a task of the workspace.
fn task(tx: &mut Change<'_>, id: &str) -> Result<Option<Level>, DomainError> {
    let workspace = tx.workspace.id.clone();
    let found = tasks::find(tx.connection, &workspace, id)?;
    found.map(|row| tx.level(ResourceKind::Project, &row.project)).transpose()
}

/// A comment is its author's, as long as they may comment where it was said.
fn comment(tx: &mut Change<'_>, id: &str) -> Result<(), DomainError> {
    let workspace = tx.workspace.id.clone();
    let unknown = || DomainError::NotFound("comment");
    let found = comments::find(tx.connection, id)?.filter(|row| row.deleted_at.is_none());
    let row = found.ok_or_else(unknown)?;
    let thread = threads::find(tx.connection, &workspace, &row.thread)?.ok_or_else(unknown)?;
    let level = match PlaceKind::from_word(&thread.place_kind) {
        Some(PlaceKind::Task) => task(tx, &thread.place)?,
        Some(PlaceKind::Document) => document(tx, &thread.place)?,
        _ => None,
    };
    require(tx, Action::ResourceComment, level, "comment")?;
    if row.author != tx.person.id {
        return Err(DomainError::Forbidden("a comment is changed by its author".to_owned()));
    }
    Ok(())
}
