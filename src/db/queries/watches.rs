//! Who hears of what happens where.

use std::collections::BTreeSet;

use diesel::prelude::*;
use renexus_tables::rows::notices::WatchRow;
use renexus_tables::schema::comments::watches;

use crate::db::{Conn, DatabaseError};

/// What a person decided about a place: hear of it, mute it, or nothing.
pub fn find(
    connection: &mut Conn,
    person: &str,
    (kind, place): (&str, &str),
) -> Result<Option<WatchRow>, DatabaseError> {
    let found = watches::table.find((person, kind, place)).select(WatchRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// Writes what a person decided.
pub fn put(connection: &mut Conn, row: &WatchRow) -> Result<(), DatabaseError> {
    diesel::insert_into(watches::table)
        .values(row)
        .on_conflict((watches::person, watches::place_kind, watches::place))
        .do_update()
        .set(watches::is_muted.eq(row.is_muted))
        .execute(connection)?;
    Ok(())
}

/// Lets a person watch who decided nothing about the place.
pub fn follow(connection: &mut Conn, row: &WatchRow) -> Result<(), DatabaseError> {
    diesel::insert_into(watches::table).values(row).on_conflict_do_nothing().execute(connection)?;
    Ok(())
}

/// Up to `most` people who watch a place, the earliest first.
pub fn of_place(
    connection: &mut Conn,
    (kind, place): (&str, &str),
    most: i64,
) -> Result<BTreeSet<String>, DatabaseError> {
    people(connection, (kind, place), (false, most))
}

/// Up to `most` people who muted a place.
pub fn muted(
    connection: &mut Conn,
    (kind, place): (&str, &str),
    most: i64,
) -> Result<BTreeSet<String>, DatabaseError> {
    people(connection, (kind, place), (true, most))
}

fn people(
    connection: &mut Conn,
    (kind, place): (&str, &str),
    (muted, most): (bool, i64),
) -> Result<BTreeSet<String>, DatabaseError> {
    let here = watches::place_kind.eq(kind).and(watches::place.eq(place));
    let people: Vec<String> = watches::table
        .filter(here.and(watches::is_muted.eq(muted)))
        .order(watches::created_at)
        .limit(most)
        .select(watches::person)
        .load(connection)?;
    Ok(people.into_iter().collect())
}
