//! Due dates that somebody has to be reminded of.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use renexus_tables::rows::notices::ReminderRow;
use renexus_tables::schema::comments::reminders;
use renexus_tables::schema::planning::{task_assignees, tasks};

use crate::db::{Conn, DatabaseError};

/// Somebody who has to be reminded of a task.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Due {
    /// The workspace.
    pub workspace: String,
    /// The task.
    pub task: String,
    /// When it is due.
    pub due_on: NaiveDate,
    /// Who works on it.
    pub person: String,
}

/// Up to `most` people whose open tasks are due within a span of days, and who were not reminded of that.
pub fn due(
    connection: &mut Conn,
    (from, until): (NaiveDate, NaiveDate),
    most: i64,
) -> Result<Vec<Due>, DatabaseError> {
    let reminded = reminders::table.filter(
        reminders::task
            .eq(tasks::id)
            .and(reminders::person.eq(task_assignees::person))
            .and(reminders::due_on.nullable().eq(tasks::due_on)),
    );
    Ok(tasks::table
        .inner_join(task_assignees::table.on(task_assignees::task.eq(tasks::id)))
        .filter(tasks::due_on.ge(from).and(tasks::due_on.le(until)))
        .filter(tasks::completed_at.is_null().and(tasks::archived_at.is_null()))
        .filter(not(exists(reminded)))
        .order((tasks::due_on, tasks::id))
        .limit(most)
        .select((
            tasks::workspace,
            tasks::id,
            tasks::due_on.assume_not_null(),
            task_assignees::person,
        ))
        .load(connection)?)
}

/// Notes that somebody was reminded.
pub fn insert(connection: &mut Conn, row: &ReminderRow) -> Result<(), DatabaseError> {
    let noted = diesel::insert_into(reminders::table).values(row).on_conflict_do_nothing();
    noted.execute(connection)?;
    Ok(())
}

/// Forgets reminders of dates before `before`.
pub fn forget(connection: &mut Conn, before: NaiveDate) -> Result<usize, DatabaseError> {
    let old = reminders::table.filter(reminders::due_on.lt(before));
    Ok(diesel::delete(old).execute(connection)?)
}

/// When a reminder is noted.
pub fn row(due: &Due, now: NaiveDateTime) -> ReminderRow {
    ReminderRow {
        task: due.task.clone(),
        person: due.person.clone(),
        due_on: due.due_on,
        reminded_at: now,
    }
}
