//! Conversations and comments as they are told.

use std::collections::HashMap;

use renexus_tables::rows::comments::{CommentRow, ReactionRow, ThreadRow};
use renexus_wire::rest::comments::{Anchor, CommentView, MentionView, ReactionView, ThreadView};

use super::mentions::{self, Named};
use super::places;
use crate::db::DatabaseError;
use crate::db::queries::{comments, members, reactions};
use crate::domain::{DomainError, View};

/// Several comments: two queries, however many there are.
pub fn comments(
    view: &mut View<'_>,
    rows: Vec<CommentRow>,
) -> Result<Vec<CommentView>, DomainError> {
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let mut put = below(reactions::of(view.connection, &ids)?);
    let handles: Vec<_> = rows.iter().flat_map(|row| mentions::handles(&row.body)).collect();
    let workspace = view.workspace.id.clone();
    let people = match handles.is_empty() {
        true => HashMap::new(),
        false => members::by_handles(view.connection, &workspace, &handles)?,
    };
    let told = rows.into_iter().map(|row| {
        let reactions = put.remove(&row.id).unwrap_or_default();
        comment(row, reactions, &people)
    });
    Ok(told.collect())
}

/// One comment.
pub fn one(view: &mut View<'_>, row: CommentRow) -> Result<CommentView, DomainError> {
    let mut told = comments(view, vec![row])?;
    told.pop().ok_or(DomainError::NotFound("comment"))
}

/// Several conversations, each with its first comment.
pub fn threads(view: &mut View<'_>, rows: Vec<ThreadRow>) -> Result<Vec<ThreadView>, DomainError> {
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let first: Vec<_> = comments::first_of(view.connection, &ids)?.into_values().collect();
    let first = self::comments(view, first)?;
    let mut first: HashMap<_, _> =
        first.into_iter().map(|told| (told.thread.clone(), told)).collect();
    let told = rows.into_iter().map(|row| {
        let first = first.remove(&row.id);
        Ok(thread(row, first)?)
    });
    told.collect()
}

fn below(rows: Vec<ReactionRow>) -> HashMap<String, Vec<ReactionView>> {
    let mut put: HashMap<String, Vec<ReactionView>> = HashMap::new();
    for row in rows {
        let here = put.entry(row.comment).or_default();
        match here.iter_mut().find(|one| one.emoji == row.emoji) {
            Some(one) => one.people.push(row.person),
            None => here.push(ReactionView { emoji: row.emoji, people: vec![row.person] }),
        }
    }
    put
}

fn comment(
    row: CommentRow,
    reactions: Vec<ReactionView>,
    people: &HashMap<String, String>,
) -> CommentView {
    let mentions = mentions::parse(&row.body).into_iter().filter_map(|mention| {
        let (person, task) = match mention.named {
            Named::Person(handle) => (Some(people.get(&handle)?.clone()), None),
            Named::Task(key) => (None, Some(key)),
        };
        Some(MentionView { start: mention.start, end: mention.end, person, task })
    });
    CommentView {
        mentions: mentions.collect(),
        id: row.id,
        thread: row.thread,
        author: row.author,
        body: row.body,
        reactions,
        version: row.version,
        created_at: row.created_at.and_utc(),
        edited_at: row.edited_at.map(|at| at.and_utc()),
        deleted_by: row.deleted_by,
        deleted_at: row.deleted_at.map(|at| at.and_utc()),
    }
}

fn thread(row: ThreadRow, first: Option<CommentView>) -> Result<ThreadView, DatabaseError> {
    let anchor = row.anchor_start.zip(row.anchor_end);
    Ok(ThreadView {
        place_kind: places::kind(&row.place_kind)?,
        id: row.id,
        place: row.place,
        anchor: anchor.map(|(start, end)| Anchor { start, end }),
        quote: row.quote,
        comments: row.comments,
        first,
        version: row.version,
        created_by: row.created_by,
        created_at: row.created_at.and_utc(),
        resolved_by: row.resolved_by,
        resolved_at: row.resolved_at.map(|at| at.and_utc()),
    })
}
