//! Where comments were said: that decides who finds them.

use std::collections::HashMap;

use diesel::prelude::*;
use renexus_tables::rows::tasks::TaskRow;
use renexus_tables::schema::comments::{comments, threads};
use renexus_tables::schema::planning::tasks;
use renexus_tables::schema::search::search_entries;
use renexus_wire::notice::PlaceKind;

use super::entry::COMMENT;
use super::{entry, put, remove};
use crate::access::level::ResourceKind;
use crate::db::queries::comments as rows;
use crate::db::{Conn, DatabaseError};

/// The place of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The workspace.
    pub workspace: String,
    /// The conversation.
    pub thread: String,
    /// What it is about, in a word.
    pub place_kind: String,
    /// The id of that.
    pub place: String,
    /// The task that it is about, or whose description it is about.
    pub task: Option<TaskRow>,
}

impl Home {
    /// The resource that decides who reads it; a description is read by those who read its project.
    pub fn resource(&self) -> (ResourceKind, &str) {
        match &self.task {
            Some(task) => (ResourceKind::Project, &task.project),
            None => (ResourceKind::Document, &self.place),
        }
    }
}

/// The places of up to some thousand comments, by comment.
pub fn homes(
    connection: &mut Conn,
    ids: &[String],
) -> Result<HashMap<String, Home>, DatabaseError> {
    let found: Vec<(String, (String, String, String, String))> = comments::table
        .inner_join(threads::table.on(threads::id.eq(comments::thread)))
        .filter(comments::id.eq_any(ids))
        .select((
            comments::id,
            (threads::workspace, threads::id, threads::place_kind, threads::place),
        ))
        .load(connection)?;
    let places: Vec<_> = found.iter().map(|(_, (.., place))| place.as_str()).collect();
    let about: Vec<TaskRow> = tasks::table
        .filter(tasks::id.eq_any(&places).or(tasks::document.eq_any(&places)))
        .select(TaskRow::as_select())
        .load(connection)?;
    let mut by_id = HashMap::with_capacity(about.len());
    let mut by_document = HashMap::with_capacity(about.len());
    for task in about {
        by_document.insert(task.document.clone(), task.clone());
        by_id.insert(task.id.clone(), task);
    }
    let homes = found.into_iter().filter_map(|(id, (workspace, thread, place_kind, place))| {
        let on_task = place_kind == PlaceKind::Task.word();
        let task = if on_task { &by_id } else { &by_document }.get(&place).cloned();
        let is_there = task.is_some() || !on_task;
        is_there.then_some((id, Home { workspace, thread, place_kind, place, task }))
    });
    Ok(homes.collect())
}

/// Writes the entry of a comment as it is now; what was taken back has none.
pub fn follow(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    let row = rows::find(connection, id)?.filter(|row| row.deleted_at.is_none());
    let home = homes(connection, &[id.to_owned()])?.remove(id);
    match (row, home) {
        (Some(row), Some(home)) => put(connection, entry::comment(&row, &home)),
        _ => remove(connection, COMMENT, id),
    }
}

/// Writes the entry of the comment that a conversation begins with.
pub fn begun(connection: &mut Conn, thread: &str) -> Result<(), DatabaseError> {
    let first = rows::first_of(connection, &[thread.to_owned()])?;
    first.values().try_for_each(|row| follow(connection, &row.id))
}

/// Comments on a task and on its description go with it into its project.
pub fn moved(connection: &mut Conn, task: &TaskRow) -> Result<(), DatabaseError> {
    let on_task = threads::place_kind.eq(PlaceKind::Task.word()).and(threads::place.eq(&task.id));
    let on_document =
        threads::place_kind.eq(PlaceKind::Document.word()).and(threads::place.eq(&task.document));
    let here = threads::table.filter(on_task.or(on_document)).select(threads::id);
    let said = comments::table.filter(comments::thread.eq_any(here)).select(comments::id);
    let theirs = search_entries::kind.eq(COMMENT).and(search_entries::subject.eq_any(said));
    diesel::update(search_entries::table.filter(theirs))
        .set(search_entries::resource.eq(&task.project))
        .execute(connection)?;
    Ok(())
}

/// Forgets what was said on a document.
pub fn forget_document(connection: &mut Conn, document: &str) -> Result<(), DatabaseError> {
    forget(connection, PlaceKind::Document, document)
}

/// Forgets what was said on a task and on its description.
pub fn forget_task(
    connection: &mut Conn,
    (task, document): (&str, &str),
) -> Result<(), DatabaseError> {
    forget(connection, PlaceKind::Task, task)?;
    forget(connection, PlaceKind::Document, document)
}

fn forget(connection: &mut Conn, kind: PlaceKind, place: &str) -> Result<(), DatabaseError> {
    let said = of_place(connection, kind, place)?;
    let theirs = search_entries::kind.eq(COMMENT).and(search_entries::subject.eq_any(said));
    diesel::delete(search_entries::table.filter(theirs)).execute(connection)?;
    Ok(())
}

/// Writes what was said on a task that is back, and on its description.
pub fn restored(
    connection: &mut Conn,
    (task, document): (&str, &str),
) -> Result<(), DatabaseError> {
    let mut said = of_place(connection, PlaceKind::Task, task)?;
    said.extend(of_place(connection, PlaceKind::Document, document)?);
    said.iter().try_for_each(|id| follow(connection, id))
}

/// The comments of one place.
fn of_place(
    connection: &mut Conn,
    kind: PlaceKind,
    place: &str,
) -> Result<Vec<String>, DatabaseError> {
    let here = threads::place_kind.eq(kind.word()).and(threads::place.eq(place));
    let here = threads::table.filter(here).select(threads::id);
    let said = comments::table.filter(comments::thread.eq_any(here));
    Ok(said.select(comments::id).load(connection)?)
}
