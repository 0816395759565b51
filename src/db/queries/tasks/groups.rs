//! How many tasks of a selection have what in common.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use renexus_tables::schema::planning::{statuses, task_assignees, task_labels, tasks};
use renexus_wire::task::Priority;

use super::filter::{Selection, condition};
use crate::db::{Conn, DatabaseError};
use crate::tasks::query::Group;

/// Most groups that are told.
const MOST: i64 = 1_000;

/// Each group and how many tasks are in it; without a key those that have none.
pub fn count(
    connection: &mut Conn,
    selection: &Selection,
    group: Group,
) -> Result<Vec<(Option<String>, i64)>, DatabaseError> {
    let all = || tasks::table.filter(condition(selection));
    let ids = || tasks::table.into_boxed().filter(condition(selection)).select(tasks::id);
    /// Counts by a column of tasks.
    macro_rules! by {
        ($column:expr) => {
            all().group_by($column).select(($column.nullable(), count_star())).limit(MOST).load::<(
                Option<String>,
                i64,
            )>(
                connection,
            )?
        };
    }
    let mut counted = match group {
        Group::Status => by!(tasks::status),
        Group::Project => by!(tasks::project),
        Group::Cycle => by!(tasks::cycle),
        Group::Milestone => by!(tasks::milestone),
        Group::Parent => by!(tasks::parent),
        Group::Priority => {
            let numbers: Vec<(i32, i64)> = all()
                .group_by(tasks::priority)
                .select((tasks::priority, count_star()))
                .load(connection)?;
            let word = |number| Some(Priority::from_number(number).word().to_owned());
            numbers.into_iter().map(|(number, count)| (word(number), count)).collect()
        }
        Group::Category => {
            let counted = by!(tasks::status);
            by_category(connection, counted)?
        }
        Group::Assignee => {
            let with = task_assignees::table
                .filter(task_assignees::task.eq_any(ids()))
                .group_by(task_assignees::person)
                .select((task_assignees::person.nullable(), count_star()))
                .limit(MOST)
                .load(connection)?;
            let marked = tasks::id.eq_any(task_assignees::table.select(task_assignees::task));
            let without = all().filter(diesel::dsl::not(marked)).count();
            with_rest(with, without.get_result(connection)?)
        }
        Group::Label => {
            let with = task_labels::table
                .filter(task_labels::task.eq_any(ids()))
                .group_by(task_labels::label)
                .select((task_labels::label.nullable(), count_star()))
                .limit(MOST)
                .load(connection)?;
            let marked = tasks::id.eq_any(task_labels::table.select(task_labels::task));
            let without = all().filter(diesel::dsl::not(marked)).count();
            with_rest(with, without.get_result(connection)?)
        }
    };
    counted.sort_by(|(one, _), (other, _)| (one.is_none(), one).cmp(&(other.is_none(), other)));
    Ok(counted)
}

fn with_rest(mut counted: Vec<(Option<String>, i64)>, rest: i64) -> Vec<(Option<String>, i64)> {
    if rest > 0 {
        counted.push((None, rest));
    }
    counted
}

fn by_category(
    connection: &mut Conn,
    by_status: Vec<(Option<String>, i64)>,
) -> Result<Vec<(Option<String>, i64)>, DatabaseError> {
    let ids: Vec<_> = by_status.iter().filter_map(|(id, _)| id.clone()).collect();
    let found: Vec<(String, String)> = statuses::table
        .filter(statuses::id.eq_any(ids))
        .select((statuses::id, statuses::category))
        .load(connection)?;
    let categories: HashMap<_, _> = found.into_iter().collect();
    let mut counted: HashMap<String, i64> = HashMap::new();
    for (status, count) in by_status {
        if let Some(category) = status.and_then(|status| categories.get(&status)) {
            *counted.entry(category.clone()).or_default() += count;
        }
    }
    Ok(counted.into_iter().map(|(category, count)| (Some(category), count)).collect())
}
