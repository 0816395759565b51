//! Comments: said, said anew, and taken back with a trace.

use std::collections::BTreeSet;

use renexus_tables::rows::comments::{BodyRow, CommentRow, ThreadRow};
use renexus_wire::id::fresh;
use renexus_wire::notice::NoticeKind;
use renexus_wire::rest::comments::{CommentView, FormerBody};
use serde_json::json;

use super::places::{self, Found};
use super::{mentions, showing, threads};
use crate::access::Action;
use crate::db::queries::{comments, members, notices, reactions, threads as rows, watches};
use crate::domain::{Change, DomainError, Expected, News, View};
use crate::notify::deciding::Reasons;

/// Bodies that are kept of a comment; of more, the last ones.
const MAX_BODIES: i64 = 50;
/// People who watch a place, or muted it, that are looked at.
const MAX_WATCHERS: i64 = 1_000;

/// Says something in a conversation, which has at most `most` comments.
pub fn say(
    tx: &mut Change<'_>,
    thread: &str,
    body: String,
    most: i64,
) -> Result<CommentView, DomainError> {
    let (mut thread, found) = threads::find(tx, thread)?;
    places::may_comment(tx, &found)?;
    if thread.comments >= most {
        return Err(DomainError::Conflict("the thread has as many comments as it may"));
    }
    thread.comments += 1;
    rows::update(tx.connection, &thread)?;
    let row = write(tx, &found, &thread, body)?;
    let told = showing::one(tx, row)?;
    tell(tx, "comment.created", &found, &told)?;
    Ok(told)
}

/// Writes a comment and tells people of it.
pub(super) fn write(
    tx: &mut Change<'_>,
    found: &Found,
    thread: &ThreadRow,
    body: String,
) -> Result<CommentRow, DomainError> {
    let author = tx.person.id.clone();
    let row = CommentRow {
        id: fresh(),
        thread: thread.id.clone(),
        author: author.clone(),
        body,
        version: 1,
        created_at: tx.now,
        edited_at: None,
        deleted_by: None,
        deleted_at: None,
    };
    comments::insert(tx.connection, &row)?;
    tx.follow(&author, &found.place)?;
    let reasons = Reasons { actor: Some(author), ..Reasons::default() };
    let reasons = reasons
        .because(NoticeKind::Mention, mentioned(tx, &row.body)?)
        .because(NoticeKind::Comment, listening(tx, found, &thread.id)?);
    tell_people(tx, found, &row, reasons)?;
    Ok(row)
}

fn tell_people(
    tx: &mut Change<'_>,
    found: &Found,
    row: &CommentRow,
    reasons: Reasons,
) -> Result<(), DomainError> {
    tx.notify(News {
        reasons,
        place: found.place.clone(),
        thread: Some(row.thread.clone()),
        comment: Some(row.id.clone()),
        said: row.body.clone(),
    })
}

/// The members that a text mentions.
fn mentioned(tx: &mut Change<'_>, body: &str) -> Result<BTreeSet<String>, DomainError> {
    let (handles, workspace) = (mentions::handles(body), tx.workspace.id.clone());
    if handles.is_empty() {
        return Ok(BTreeSet::new());
    }
    Ok(members::by_handles(tx.connection, &workspace, &handles)?.into_values().collect())
}

/// Who hears of a comment: those who watch the place or its project, and those who talk in the
/// conversation; without those who muted the place.
fn listening(
    tx: &mut Change<'_>,
    found: &Found,
    thread: &str,
) -> Result<BTreeSet<String>, DomainError> {
    let here = (found.place.kind.word(), found.place.id.as_str());
    let mut people = watches::of_place(tx.connection, here, MAX_WATCHERS)?;
    if let Some(project) = &found.project {
        let around = ("project", project.id.as_str());
        people.extend(watches::of_place(tx.connection, around, MAX_WATCHERS)?);
    }
    people.extend(comments::authors(tx.connection, thread)?);
    for muted in watches::muted(tx.connection, here, MAX_WATCHERS)? {
        people.remove(&muted);
    }
    Ok(people)
}

/// A comment with its conversation's place; for those who may not know of it there is none.
pub fn find(view: &mut View<'_>, id: &str) -> Result<(CommentRow, Found), DomainError> {
    let unknown = || DomainError::NotFound("comment");
    let row = comments::find(view.connection, id)?.ok_or_else(unknown)?;
    match threads::find(view, &row.thread) {
        Err(DomainError::NotFound(_)) => Err(unknown()),
        found => Ok((row, found?.1)),
    }
}

/// A comment that is still there, where the person may comment.
pub(super) fn standing(tx: &mut Change<'_>, id: &str) -> Result<(CommentRow, Found), DomainError> {
    let (row, found) = find(tx, id)?;
    places::may_comment(tx, &found)?;
    if row.deleted_at.is_some() {
        return Err(DomainError::Conflict("the comment is deleted"));
    }
    Ok((row, found))
}

/// Up to `most` comments of a conversation behind the id `after`.
pub fn list(
    view: &mut View<'_>,
    thread: &str,
    after: Option<&str>,
    most: i64,
) -> Result<Vec<CommentView>, DomainError> {
    let (thread, found) = threads::find(view, thread)?;
    places::may_read(view, &found)?;
    let rows = comments::list(view.connection, &thread.id, after, most)?;
    showing::comments(view, rows)
}

/// Says one's own comment anew. People who are mentioned now, and were not told, are told.
pub fn edit(
    tx: &mut Change<'_>,
    id: &str,
    expected: Expected,
    body: String,
) -> Result<CommentView, DomainError> {
    let (mut row, found) = standing(tx, id)?;
    if row.author != tx.person.id {
        return Err(DomainError::Forbidden("only its author changes a comment".into()));
    }
    expected.check(row.version, &showing::one(tx, row.clone())?)?;
    if row.body == body {
        return showing::one(tx, row);
    }
    keep(tx, &row)?;
    row.body = body;
    row.version += 1;
    row.edited_at = Some(tx.now);
    comments::update(tx.connection, &row)?;
    let before = notices::told_of(tx.connection, &row.id)?;
    let come: Vec<_> = mentioned(tx, &row.body)?.difference(&before).cloned().collect();
    let reasons = Reasons { actor: Some(row.author.clone()), ..Reasons::default() };
    tell_people(tx, &found, &row, reasons.because(NoticeKind::Mention, come))?;
    let told = showing::one(tx, row)?;
    tell(tx, "comment.updated", &found, &told)?;
    Ok(told)
}

/// Takes a comment back: one's own, or any where one manages. Its place in the conversation stays.
pub fn delete(tx: &mut Change<'_>, id: &str) -> Result<(), DomainError> {
    let (mut row, found) = standing(tx, id)?;
    if row.author != tx.person.id {
        tx.require_at(Action::ResourceManage, found.level)?;
    }
    keep(tx, &row)?;
    row.body = String::new();
    row.version += 1;
    row.deleted_at = Some(tx.now);
    row.deleted_by = Some(tx.person.id.clone());
    comments::update(tx.connection, &row)?;
    reactions::clear(tx.connection, &row.id)?;
    notices::withdraw(tx.connection, &row.id)?;
    let gone = json!({ "id": row.id, "thread": row.thread, "version": row.version });
    tx.event("comment.deleted", &found.told("comment", gone))
}

fn keep(tx: &mut Change<'_>, row: &CommentRow) -> Result<(), DomainError> {
    let kept = BodyRow {
        id: fresh(),
        comment: row.id.clone(),
        body: row.body.clone(),
        replaced_by: tx.person.id.clone(),
        replaced_at: tx.now,
    };
    Ok(comments::keep_body(tx.connection, &kept, MAX_BODIES)?)
}

/// What a comment said before, the oldest first; for those who manage the place.
pub fn history(view: &mut View<'_>, id: &str) -> Result<Vec<FormerBody>, DomainError> {
    let (row, found) = find(view, id)?;
    view.require_at(Action::ResourceManage, found.level)?;
    let bodies = comments::bodies(view.connection, &row.id)?.into_iter().map(|row| FormerBody {
        body: row.body,
        replaced_by: row.replaced_by,
        replaced_at: row.replaced_at.and_utc(),
    });
    Ok(bodies.collect())
}

/// Tells the workspace what became of a comment.
pub(super) fn tell(
    tx: &mut Change<'_>,
    kind: &'static str,
    found: &Found,
    told: &CommentView,
) -> Result<(), DomainError> {
    let content = match found.is_told_whole() {
        true => serde_json::to_value(told)?,
        false => json!({ "id": told.id, "thread": told.thread, "version": told.version }),
    };
    tx.event(kind, &found.told("comment", content))
}
