//! What became of each field of a task.

use diesel::prelude::*;
use renexus_tables::rows::tasks::HistoryRow;
use renexus_tables::schema::planning::task_history;

use crate::db::{Conn, DatabaseError};

/// Writes what changed.
pub fn insert(connection: &mut Conn, rows: &[HistoryRow]) -> Result<(), DatabaseError> {
    if !rows.is_empty() {
        diesel::insert_into(task_history::table).values(rows).execute(connection)?;
    }
    Ok(())
}

/// Up to `most` changes of a task behind the id `after`, the oldest first.
pub fn of(
    connection: &mut Conn,
    task: &str,
    after: Option<String>,
    most: i64,
) -> Result<Vec<HistoryRow>, DatabaseError> {
    let mut query = task_history::table
        .filter(task_history::task.eq(task))
        .order(task_history::id)
        .limit(most)
        .select(HistoryRow::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(task_history::id.gt(after));
    }
    Ok(query.load(connection)?)
}

/// The changes of several tasks.
pub fn of_tasks(connection: &mut Conn, tasks: &[String]) -> Result<Vec<HistoryRow>, DatabaseError> {
    Ok(task_history::table
        .filter(task_history::task.eq_any(tasks))
        .order((task_history::task, task_history::id))
        .select(HistoryRow::as_select())
        .load(connection)?)
}
