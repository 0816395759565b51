//! People and labels of tasks.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use renexus_tables::rows::tasks::{AssigneeRow, TaskLabelRow};
use renexus_tables::schema::planning::{labels, task_assignees, task_labels};
use renexus_tables::schema::{members, people};

use crate::db::{Conn, DatabaseError};

/// What a task is marked with: ids of people, and ids of labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The ids of those who work on it.
    pub assignees: BTreeSet<String>,
    /// The ids of its labels.
    pub labels: BTreeSet<String>,
}

/// The marks of several tasks, in two queries.
pub fn of(connection: &mut Conn, ids: &[String]) -> Result<HashMap<String, Marks>, DatabaseError> {
    let mut marks: HashMap<String, Marks> = HashMap::new();
    let people: Vec<AssigneeRow> = task_assignees::table
        .filter(task_assignees::task.eq_any(ids))
        .select(AssigneeRow::as_select())
        .load(connection)?;
    for row in people {
        marks.entry(row.task).or_default().assignees.insert(row.person);
    }
    let labels: Vec<TaskLabelRow> = task_labels::table
        .filter(task_labels::task.eq_any(ids))
        .select(TaskLabelRow::as_select())
        .load(connection)?;
    for row in labels {
        marks.entry(row.task).or_default().labels.insert(row.label);
    }
    Ok(marks)
}

/// Makes the marks of a task what they should be.
pub fn change(
    connection: &mut Conn,
    task: &str,
    (before, after): (&Marks, &Marks),
) -> Result<(), DatabaseError> {
    let gone: Vec<_> = before.assignees.difference(&after.assignees).collect();
    if !gone.is_empty() {
        let theirs = task_assignees::task.eq(task).and(task_assignees::person.eq_any(gone));
        diesel::delete(task_assignees::table.filter(theirs)).execute(connection)?;
    }
    let gone: Vec<_> = before.labels.difference(&after.labels).collect();
    if !gone.is_empty() {
        let theirs = task_labels::task.eq(task).and(task_labels::label.eq_any(gone));
        diesel::delete(task_labels::table.filter(theirs)).execute(connection)?;
    }
    let person = |person: &String| AssigneeRow { task: task.to_owned(), person: person.clone() };
    let come: Vec<_> = after.assignees.difference(&before.assignees).map(person).collect();
    let label = |label: &String| TaskLabelRow { task: task.to_owned(), label: label.clone() };
    let marked: Vec<_> = after.labels.difference(&before.labels).map(label).collect();
    insert(connection, &come, &marked)
}

/// Writes new marks.
pub fn insert(
    connection: &mut Conn,
    people: &[AssigneeRow],
    labels: &[TaskLabelRow],
) -> Result<(), DatabaseError> {
    if !people.is_empty() {
        diesel::insert_into(task_assignees::table).values(people).execute(connection)?;
    }
    if !labels.is_empty() {
        diesel::insert_into(task_labels::table).values(labels).execute(connection)?;
    }
    Ok(())
}

/// Those of several people who are in a workspace.
pub fn members_among(
    connection: &mut Conn,
    workspace: &str,
    people: &BTreeSet<String>,
) -> Result<BTreeSet<String>, DatabaseError> {
    let found: Vec<String> = members::table
        .filter(members::workspace.eq(workspace).and(members::person.eq_any(people)))
        .select(members::person)
        .load(connection)?;
    Ok(found.into_iter().collect())
}

/// Those of several labels that a workspace has.
pub fn labels_among(
    connection: &mut Conn,
    workspace: &str,
    ids: &BTreeSet<String>,
) -> Result<BTreeSet<String>, DatabaseError> {
    let found: Vec<String> = labels::table
        .filter(labels::workspace.eq(workspace).and(labels::id.eq_any(ids)))
        .select(labels::id)
        .load(connection)?;
    Ok(found.into_iter().collect())
}

/// A member as others may call them.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Called {
    /// The person's id.
    pub id: String,
    /// The address, lower-case.
    pub email: String,
    /// The short name, lower-case.
    pub handle: String,
    /// The name.
    pub name: String,
}

/// The members of a workspace whose address, short name or name is one of these.
pub fn called(
    connection: &mut Conn,
    workspace: &str,
    names: &[String],
) -> Result<Vec<Called>, DatabaseError> {
    let folded: Vec<_> = names.iter().map(|name| name.to_lowercase()).collect();
    let meant = people::email
        .eq_any(&folded)
        .or(people::handle.eq_any(&folded))
        .or(people::name.eq_any(names));
    Ok(members::table
        .inner_join(people::table.on(people::id.eq(members::person)))
        .filter(members::workspace.eq(workspace).and(meant))
        .order(people::id)
        .select((people::id, people::email, people::handle, people::name))
        .load(connection)?)
}
