//! Conversations: begun, found, resolved and reopened.

use renexus_tables::rows::comments::ThreadRow;
use renexus_wire::id::fresh;
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::comments::{NewThread, ThreadView};
use serde_json::json;

use super::places::{self, Found};
use super::{saying, showing};
use crate::db::queries::threads::{self, Wanted};
use crate::domain::{Change, DomainError, View};

/// Begins a conversation; a place has at most `most` of them.
pub fn begin(tx: &mut Change<'_>, new: NewThread, most: i64) -> Result<ThreadView, DomainError> {
    if !matches!(new.place_kind, PlaceKind::Task | PlaceKind::Document) {
        return Err(DomainError::Conflict("people talk on tasks and documents alone"));
    }
    let found = places::find(tx, new.place_kind, &new.place)?;
    places::may_comment(tx, &found)?;
    if new.anchor.is_some() && new.place_kind != PlaceKind::Document {
        return Err(DomainError::Conflict("only documents have positions"));
    }
    let workspace = tx.workspace.id.clone();
    let here = (workspace.as_str(), found.place.kind.word(), found.place.id.as_str());
    if threads::count(tx.connection, here)? >= most {
        return Err(DomainError::Conflict("the place has as many threads as it may"));
    }
    let (anchor_start, anchor_end) = new.anchor.map(|anchor| (anchor.start, anchor.end)).unzip();
    let row = ThreadRow {
        id: fresh(),
        place_kind: found.place.kind.word().to_owned(),
        place: found.place.id.clone(),
        workspace,
        anchor_start,
        anchor_end,
        quote: new.quote,
        comments: 1,
        version: 1,
        created_by: tx.person.id.clone(),
        created_at: tx.now,
        resolved_by: None,
        resolved_at: None,
    };
    threads::insert(tx.connection, &row)?;
    saying::write(tx, &found, &row, new.body)?;
    let told = one(tx, row)?;
    tell(tx, "thread.created", &found, &told)?;
    Ok(told)
}

/// The conversation with this id, and its place; for those who may not know of it there is none.
pub fn find(view: &mut View<'_>, id: &str) -> Result<(ThreadRow, Found), DomainError> {
    let workspace = view.workspace.id.clone();
    let row = threads::find(view.connection, &workspace, id)?;
    let row = row.ok_or(DomainError::NotFound("thread"))?;
    let found = places::of_thread(view, &row)?;
    Ok((row, found))
}

/// A conversation as it is told.
pub fn show(view: &mut View<'_>, id: &str) -> Result<ThreadView, DomainError> {
    let (row, found) = find(view, id)?;
    places::may_read(view, &found)?;
    one(view, row)
}

/// Up to `most` conversations of a place behind the id `after`.
pub fn list(
    view: &mut View<'_>,
    (kind, key): (PlaceKind, &str),
    (resolved, after): (Option<bool>, Option<&str>),
    most: i64,
) -> Result<Vec<ThreadView>, DomainError> {
    let found = places::find(view, kind, key)?;
    places::may_read(view, &found)?;
    let workspace = view.workspace.id.clone();
    let place = (workspace.as_str(), found.place.kind.word(), found.place.id.as_str());
    let rows = threads::list(view.connection, &Wanted { place, resolved, after }, most)?;
    showing::threads(view, rows)
}

/// Resolves a conversation. What is resolved already stays as it is.
pub fn resolve(tx: &mut Change<'_>, id: &str) -> Result<ThreadView, DomainError> {
    let (mut row, found) = find(tx, id)?;
    places::may_comment(tx, &found)?;
    if row.resolved_at.is_some() {
        return one(tx, row);
    }
    row.resolved_at = Some(tx.now);
    row.resolved_by = Some(tx.person.id.clone());
    turned(tx, "thread.resolved", row, &found)
}

/// Reopens a conversation. What is open already stays as it is.
pub fn reopen(tx: &mut Change<'_>, id: &str) -> Result<ThreadView, DomainError> {
    let (mut row, found) = find(tx, id)?;
    places::may_comment(tx, &found)?;
    if row.resolved_at.is_none() {
        return one(tx, row);
    }
    row.resolved_at = None;
    row.resolved_by = None;
    turned(tx, "thread.reopened", row, &found)
}

fn turned(
    tx: &mut Change<'_>,
    kind: &'static str,
    mut row: ThreadRow,
    found: &Found,
) -> Result<ThreadView, DomainError> {
    row.version += 1;
    threads::update(tx.connection, &row)?;
    let told = one(tx, row)?;
    tell(tx, kind, found, &told)?;
    Ok(told)
}

fn one(view: &mut View<'_>, row: ThreadRow) -> Result<ThreadView, DomainError> {
    showing::threads(view, vec![row])?.pop().ok_or(DomainError::NotFound("thread"))
}

fn tell(
    tx: &mut Change<'_>,
    kind: &'static str,
    found: &Found,
    told: &ThreadView,
) -> Result<(), DomainError> {
    let content = match found.is_told_whole() {
        true => serde_json::to_value(told)?,
        false => json!({ "id": told.id, "version": told.version }),
    };
    tx.event(kind, &found.told("thread", content))
}
