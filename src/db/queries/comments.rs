//! What was said, and what it said before.

use std::collections::{BTreeSet, HashMap};

use diesel::dsl::count_star;
use diesel::prelude::*;
use renexus_tables::rows::comments::{BodyRow, CommentRow};
use renexus_tables::schema::comments::{comment_bodies, comments, threads};

use crate::db::{Conn, DatabaseError};

/// The comment with this id.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<CommentRow>, DatabaseError> {
    let found = comments::table.find(id).select(CommentRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// How many comments stand at each of several places of a kind.
pub fn at_places(
    connection: &mut Conn,
    (workspace, kind): (&str, &str),
    places: &[String],
) -> Result<HashMap<String, i64>, DatabaseError> {
    let here = threads::workspace.eq(workspace).and(threads::place_kind.eq(kind));
    let counted: Vec<(String, i64)> = threads::table
        .inner_join(comments::table.on(comments::thread.eq(threads::id)))
        .filter(here.and(threads::place.eq_any(places)).and(comments::deleted_at.is_null()))
        .group_by(threads::place)
        .select((threads::place, count_star()))
        .load(connection)?;
    Ok(counted.into_iter().collect())
}

/// Up to `most` comments of a conversation behind the id `after`, in the order in which they were said.
pub fn list(
    connection: &mut Conn,
    thread: &str,
    after: Option<&str>,
    most: i64,
) -> Result<Vec<CommentRow>, DatabaseError> {
    let mut query = comments::table
        .filter(comments::thread.eq(thread))
        .order(comments::id)
        .limit(most)
        .select(CommentRow::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(comments::id.gt(after));
    }
    Ok(query.load(connection)?)
}

/// The first comments of several conversations, by conversation.
pub fn first_of(
    connection: &mut Conn,
    threads: &[String],
) -> Result<HashMap<String, CommentRow>, DatabaseError> {
    // Ids grow with time.
    let first: Vec<Option<String>> = comments::table
        .filter(comments::thread.eq_any(threads))
        .group_by(comments::thread)
        .select(diesel::dsl::min(comments::id))
        .load(connection)?;
    let first: Vec<String> = first.into_iter().flatten().collect();
    let rows: Vec<CommentRow> = comments::table
        .filter(comments::id.eq_any(first))
        .select(CommentRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(|row| (row.thread.clone(), row)).collect())
}

/// Who said something in a conversation.
pub fn authors(connection: &mut Conn, thread: &str) -> Result<BTreeSet<String>, DatabaseError> {
    let authors: Vec<String> = comments::table
        .filter(comments::thread.eq(thread))
        .select(comments::author)
        .distinct()
        .load(connection)?;
    Ok(authors.into_iter().collect())
}

/// Up to `most` comments of a workspace behind the id `after`.
pub fn after(
    connection: &mut Conn,
    workspace: &str,
    after: &str,
    most: i64,
) -> Result<Vec<CommentRow>, DatabaseError> {
    Ok(comments::table
        .inner_join(threads::table.on(threads::id.eq(comments::thread)))
        .filter(threads::workspace.eq(workspace).and(comments::id.gt(after)))
        .order(comments::id)
        .limit(most)
        .select(CommentRow::as_select())
        .load(connection)?)
}

/// What several comments said before, the oldest first.
pub fn bodies_of(connection: &mut Conn, ids: &[String]) -> Result<Vec<BodyRow>, DatabaseError> {
    Ok(comment_bodies::table
        .filter(comment_bodies::comment.eq_any(ids))
        .order((comment_bodies::comment, comment_bodies::id))
        .select(BodyRow::as_select())
        .load(connection)?)
}

/// Writes a new comment.
pub fn insert(connection: &mut Conn, row: &CommentRow) -> Result<(), DatabaseError> {
    diesel::insert_into(comments::table).values(row).execute(connection)?;
    Ok(())
}

/// Writes everything of a comment.
pub fn update(connection: &mut Conn, row: &CommentRow) -> Result<(), DatabaseError> {
    diesel::update(comments::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}

/// Keeps what a comment said; only the last `most` bodies stay.
pub fn keep_body(connection: &mut Conn, row: &BodyRow, most: i64) -> Result<(), DatabaseError> {
    diesel::insert_into(comment_bodies::table).values(row).execute(connection)?;
    let beyond: Option<String> = comment_bodies::table
        .filter(comment_bodies::comment.eq(&row.comment))
        .order(comment_bodies::id.desc())
        .offset(most)
        .limit(1)
        .select(comment_bodies::id)
        .first(connection)
        .optional()?;
    if let Some(last) = beyond {
        let old = comment_bodies::comment.eq(&row.comment).and(comment_bodies::id.le(last));
        diesel::delete(comment_bodies::table.filter(old)).execute(connection)?;
    }
    Ok(())
}

/// What a comment said before, the oldest first.
pub fn bodies(connection: &mut Conn, comment: &str) -> Result<Vec<BodyRow>, DatabaseError> {
    Ok(comment_bodies::table
        .filter(comment_bodies::comment.eq(comment))
        .order(comment_bodies::id)
        .select(BodyRow::as_select())
        .load(connection)?)
}
