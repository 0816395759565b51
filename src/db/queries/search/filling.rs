//! What there is and has no entry, or an old one.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::comments::CommentRow;
use renexus_tables::rows::files::FileRow;
use renexus_tables::rows::pages::PageRow;
use renexus_tables::rows::planning::ProjectRow;
use renexus_tables::rows::tasks::TaskRow;
use renexus_tables::schema::comments::comments;
use renexus_tables::schema::files::files;
use renexus_tables::schema::pages::pages;
use renexus_tables::schema::planning::{projects, tasks};
use renexus_tables::schema::search::search_entries;
use renexus_tables::schema::{documents, workspaces};

use super::entry::{COMMENT, DOCUMENT, FILE, PROJECT, TASK};
use super::{entry, put, said};
use crate::db::{Conn, DatabaseError};

/// Writes the entries of up to `most` projects that have none; how many there were.
pub fn projects(
    connection: &mut Conn,
    most: i64,
    now: NaiveDateTime,
) -> Result<usize, DatabaseError> {
    let known = search_entries::table
        .filter(search_entries::kind.eq(PROJECT))
        .select(search_entries::subject);
    let missing: Vec<ProjectRow> = projects::table
        .filter(projects::id.ne_all(known))
        .limit(most)
        .select(ProjectRow::as_select())
        .load(connection)?;
    missing.iter().try_for_each(|row| put(connection, entry::project(row, now)))?;
    Ok(missing.len())
}

/// Writes the entries of up to `most` documents of the tree that have none; how many there were.
pub fn pages(connection: &mut Conn, most: i64) -> Result<usize, DatabaseError> {
    let known = search_entries::table
        .filter(search_entries::kind.eq(DOCUMENT))
        .select(search_entries::subject);
    let missing: Vec<PageRow> = pages::table
        .filter(pages::id.ne_all(known))
        .limit(most)
        .select(PageRow::as_select())
        .load(connection)?;
    missing.iter().try_for_each(|row| put(connection, entry::page(row)))?;
    Ok(missing.len())
}

/// Writes the entries of up to `most` tasks that have none; how many there were.
pub fn tasks(connection: &mut Conn, most: i64) -> Result<usize, DatabaseError> {
    let known =
        search_entries::table.filter(search_entries::kind.eq(TASK)).select(search_entries::subject);
    let missing: Vec<TaskRow> = tasks::table
        .filter(tasks::id.ne_all(known))
        .limit(most)
        .select(TaskRow::as_select())
        .load(connection)?;
    missing.iter().try_for_each(|row| put(connection, entry::task(row)))?;
    Ok(missing.len())
}

/// Writes the entries of up to `most` files that have none; how many there were.
pub fn files(connection: &mut Conn, most: i64, now: NaiveDateTime) -> Result<usize, DatabaseError> {
    let known =
        search_entries::table.filter(search_entries::kind.eq(FILE)).select(search_entries::subject);
    let missing: Vec<FileRow> = files::table
        .filter(files::id.ne_all(known))
        .limit(most)
        .select(FileRow::as_select())
        .load(connection)?;
    missing.iter().try_for_each(|row| put(connection, entry::file(row, now)))?;
    Ok(missing.len())
}

/// What was written of some comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The id of the last one that was looked at.
    pub last: String,
    /// How many entries were written.
    pub many: usize,
}

/// Writes the entries of up to `most` comments behind the id `after` that have none; nothing when there are
/// no more. Those on documents that were deleted stay without.
pub fn comments(
    connection: &mut Conn,
    after: &str,
    most: i64,
) -> Result<Option<Filled>, DatabaseError> {
    let known = search_entries::table
        .filter(search_entries::kind.eq(COMMENT))
        .select(search_entries::subject);
    let missing: Vec<CommentRow> = comments::table
        .filter(comments::id.gt(after).and(comments::deleted_at.is_null()))
        .filter(comments::id.ne_all(known))
        .order(comments::id)
        .limit(most)
        .select(CommentRow::as_select())
        .load(connection)?;
    let Some(last) = missing.last().map(|row| row.id.clone()) else { return Ok(None) };
    let ids: Vec<_> = missing.iter().map(|row| row.id.clone()).collect();
    let homes = said::homes(connection, &ids)?;
    let places: Vec<_> = homes.values().map(|home| &home.place).collect();
    let gone: Vec<String> = documents::table
        .filter(documents::id.eq_any(places).and(documents::deleted_at.is_not_null()))
        .select(documents::id)
        .load(connection)?;
    let mut many = 0;
    for row in &missing {
        let home = homes.get(&row.id).filter(|home| !gone.contains(&home.place));
        if let Some(home) = home {
            put(connection, entry::comment(row, home))?;
            many += 1;
        }
    }
    Ok(Some(Filled { last, many }))
}

/// A document of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its key.
    pub key: i64,
    /// Its id.
    pub id: String,
    /// How far it is in the tables.
    pub head: i64,
    /// How far it was when its text was read last; 0 when it never was.
    pub position: i64,
}

/// Up to `most` documents of workspaces behind the key `after`.
pub fn documents(
    connection: &mut Conn,
    after: i64,
    most: i64,
) -> Result<Vec<Known>, DatabaseError> {
    let homes = workspaces::table.select(workspaces::id.nullable());
    let rows: Vec<(i64, String, i64)> = documents::table
        .filter(documents::key.gt(after).and(documents::deleted_at.is_null()))
        .filter(documents::workspace.eq_any(homes))
        .order(documents::key)
        .limit(most)
        .select((documents::key, documents::id, documents::head))
        .load(connection)?;
    let ids: Vec<_> = rows.iter().map(|(_, id, _)| id).collect();
    let positions: Vec<(Option<String>, i64)> = search_entries::table
        .filter(search_entries::document.eq_any(ids))
        .select((search_entries::document, search_entries::position))
        .load(connection)?;
    let positions: HashMap<String, i64> =
        positions.into_iter().filter_map(|(id, position)| Some((id?, position))).collect();
    let known = rows.into_iter().map(|(key, id, head)| {
        let position = positions.get(&id).copied().unwrap_or_default();
        Known { key, id, head, position }
    });
    Ok(known.collect())
}
