//! How tasks stand to each other.

use diesel::prelude::*;
use renexus_tables::rows::tasks::LinkRow;
use renexus_tables::schema::planning::task_links;

use crate::db::{Conn, DatabaseError};

/// All links from and to a task, the oldest first.
pub fn of(connection: &mut Conn, task: &str) -> Result<Vec<LinkRow>, DatabaseError> {
    Ok(task_links::table
        .filter(task_links::source.eq(task).or(task_links::target.eq(task)))
        .order((task_links::created_at, task_links::source, task_links::target))
        .select(LinkRow::as_select())
        .load(connection)?)
}

/// The links that come from several tasks.
pub fn from(connection: &mut Conn, tasks: &[String]) -> Result<Vec<LinkRow>, DatabaseError> {
    Ok(task_links::table
        .filter(task_links::source.eq_any(tasks))
        .order((task_links::source, task_links::kind, task_links::target))
        .select(LinkRow::as_select())
        .load(connection)?)
}

/// The ids of tasks to which these do something of a kind.
pub fn targets(
    connection: &mut Conn,
    kind: &str,
    sources: &[String],
) -> Result<Vec<String>, DatabaseError> {
    Ok(task_links::table
        .filter(task_links::kind.eq(kind).and(task_links::source.eq_any(sources)))
        .select(task_links::target)
        .distinct()
        .load(connection)?)
}

/// Writes links; those that are there already stay as they are. Returns how many were new.
pub fn insert(connection: &mut Conn, rows: &[LinkRow]) -> Result<usize, DatabaseError> {
    let mut new = 0;
    for row in rows {
        let there = task_links::table.find((&row.source, &row.kind, &row.target));
        let there: bool = diesel::select(diesel::dsl::exists(there)).get_result(connection)?;
        if !there {
            new += diesel::insert_into(task_links::table).values(row).execute(connection)?;
        }
    }
    Ok(new)
}

/// Takes a link away; whether there was one.
pub fn delete(
    connection: &mut Conn,
    (source, kind, target): (&str, &str, &str),
) -> Result<bool, DatabaseError> {
    let gone =
        diesel::delete(task_links::table.find((source, kind, target))).execute(connection)?;
    Ok(gone > 0)
}
