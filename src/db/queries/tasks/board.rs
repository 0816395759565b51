//! Columns of a board: their first cards, how many there are, and who stands beside whom.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use renexus_tables::rows::tasks::TaskRow;
use renexus_tables::schema::planning::tasks;

use super::filter::{Selection, condition};
use crate::db::{Conn, DatabaseError};

/// The first `most` tasks of a column, from top to bottom.
pub fn column(
    connection: &mut Conn,
    status: &str,
    selection: &Selection,
    most: i64,
) -> Result<Vec<TaskRow>, DatabaseError> {
    Ok(tasks::table
        .into_boxed()
        .filter(tasks::status.eq(status.to_owned()))
        .filter(condition(selection))
        .order((tasks::rank, tasks::id))
        .limit(most)
        .select(TaskRow::as_select())
        .load(connection)?)
}

/// How many tasks of a selection are in each status.
pub fn counts(
    connection: &mut Conn,
    selection: &Selection,
) -> Result<HashMap<String, i64>, DatabaseError> {
    let counted: Vec<(String, i64)> = tasks::table
        .filter(condition(selection))
        .group_by(tasks::status)
        .select((tasks::status, count_star()))
        .load(connection)?;
    Ok(counted.into_iter().collect())
}

/// The last rank of a column.
pub fn last_rank(
    connection: &mut Conn,
    status: &str,
    without: &str,
) -> Result<Option<String>, DatabaseError> {
    Ok(tasks::table
        .filter(tasks::status.eq(status).and(tasks::id.ne(without)))
        .select(diesel::dsl::max(tasks::rank))
        .first(connection)?)
}

/// A card of a column: its rank and its id.
pub type Place = (String, String);

/// Up to `most` cards that follow a place, nearest first. Cards that are put away keep their place.
pub fn behind(
    connection: &mut Conn,
    status: &str,
    (rank, id): &Place,
    most: i64,
) -> Result<Vec<Place>, DatabaseError> {
    let follows = tasks::rank.gt(rank).or(tasks::rank.eq(rank).and(tasks::id.gt(id)));
    Ok(tasks::table
        .filter(tasks::status.eq(status).and(follows))
        .order((tasks::rank.asc(), tasks::id.asc()))
        .limit(most)
        .select((tasks::rank, tasks::id))
        .load(connection)?)
}

/// Up to `most` cards that come before a place, nearest first.
pub fn before(
    connection: &mut Conn,
    status: &str,
    (rank, id): &Place,
    most: i64,
) -> Result<Vec<Place>, DatabaseError> {
    let precedes = tasks::rank.lt(rank).or(tasks::rank.eq(rank).and(tasks::id.lt(id)));
    Ok(tasks::table
        .filter(tasks::status.eq(status).and(precedes))
        .order((tasks::rank.desc(), tasks::id.desc()))
        .limit(most)
        .select((tasks::rank, tasks::id))
        .load(connection)?)
}

/// Gives a card another rank. It is no change of the task: its version stays.
pub fn set_rank(connection: &mut Conn, id: &str, rank: &str) -> Result<(), DatabaseError> {
    diesel::update(tasks::table.find(id)).set(tasks::rank.eq(rank)).execute(connection)?;
    Ok(())
}
