//! What people are told, and how they want to be told.
//!
//! Lists show nothing of workspaces that the person has left.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use renexus_tables::rows::notices::{ChoiceRow, NotificationRow};
use renexus_tables::schema::comments::{notification_choices, notifications};
use renexus_tables::schema::members;
use renexus_wire::notice::{NoticeChoice, NoticeKind};

use crate::db::{Conn, DatabaseError};

/// The engine that conditions are made for.
type Backend = <Conn as Connection>::Backend;

/// Whether the person is still in the workspace, or is being invited into it.
fn reached() -> Box<dyn BoxableExpression<notifications::table, Backend, SqlType = Bool>> {
    let member = members::table.filter(
        members::workspace
            .eq(notifications::workspace)
            .and(members::person.eq(notifications::person)),
    );
    Box::new(notifications::kind.eq(NoticeKind::Invitation.word()).or(exists(member)))
}

/// Writes new notifications.
pub fn insert(connection: &mut Conn, rows: &[NotificationRow]) -> Result<(), DatabaseError> {
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(notifications::table).values(rows).execute(connection)?;
    Ok(())
}

/// Up to `most` notifications of a person before the id `before`, the newest first.
pub fn list(
    connection: &mut Conn,
    (person, unread): (&str, bool),
    before: Option<&str>,
    most: i64,
) -> Result<Vec<NotificationRow>, DatabaseError> {
    let mut query = notifications::table
        .filter(notifications::person.eq(person))
        .filter(reached())
        .order(notifications::id.desc())
        .limit(most)
        .select(NotificationRow::as_select())
        .into_boxed();
    if unread {
        query = query.filter(notifications::read_at.is_null());
    }
    if let Some(before) = before {
        query = query.filter(notifications::id.lt(before));
    }
    Ok(query.load(connection)?)
}

/// How many notifications of a person wait to be read.
pub fn unread(connection: &mut Conn, person: &str) -> Result<i64, DatabaseError> {
    let waiting = notifications::person.eq(person).and(notifications::read_at.is_null());
    let query = notifications::table.filter(waiting).filter(reached());
    Ok(query.count().get_result(connection)?)
}

/// Notes that a person read one; false when there is none.
pub fn read(
    connection: &mut Conn,
    (person, id): (&str, &str),
    now: NaiveDateTime,
) -> Result<bool, DatabaseError> {
    let this = notifications::table.find(id).filter(notifications::person.eq(person));
    let first = this.filter(notifications::read_at.is_null());
    diesel::update(first).set(notifications::read_at.eq(now)).execute(connection)?;
    Ok(diesel::select(exists(this)).get_result(connection)?)
}

/// Notes that a person read all of theirs.
pub fn read_all(
    connection: &mut Conn,
    person: &str,
    now: NaiveDateTime,
) -> Result<(), DatabaseError> {
    let waiting = notifications::person.eq(person).and(notifications::read_at.is_null());
    diesel::update(notifications::table.filter(waiting))
        .set(notifications::read_at.eq(now))
        .execute(connection)?;
    Ok(())
}

/// Notes that everybody of a workspace read what they were told before a moment, soon after it was told.
pub fn read_before(
    connection: &mut Conn,
    workspace: &str,
    before: NaiveDateTime,
) -> Result<(), DatabaseError> {
    let waiting = notifications::workspace
        .eq(workspace)
        .and(notifications::read_at.is_null())
        .and(notifications::created_at.lt(before));
    diesel::update(notifications::table.filter(waiting))
        .set(notifications::read_at.eq(notifications::created_at.nullable()))
        .execute(connection)?;
    Ok(())
}

/// Takes away what told of a comment that is gone.
pub fn withdraw(connection: &mut Conn, comment: &str) -> Result<(), DatabaseError> {
    let of_it = notifications::table.filter(notifications::comment.eq(comment));
    diesel::delete(of_it).execute(connection)?;
    Ok(())
}

/// Who was told of a comment.
pub fn told_of(connection: &mut Conn, comment: &str) -> Result<BTreeSet<String>, DatabaseError> {
    let people: Vec<String> = notifications::table
        .filter(notifications::comment.eq(comment))
        .select(notifications::person)
        .load(connection)?;
    Ok(people.into_iter().collect())
}

/// Forgets notifications from before `before`.
pub fn forget(connection: &mut Conn, before: NaiveDateTime) -> Result<usize, DatabaseError> {
    let old = notifications::table.filter(notifications::created_at.lt(before));
    Ok(diesel::delete(old).execute(connection)?)
}

/// Up to `most` people whose digest is due: something for it waits unread since `before`.
pub fn due_digests(
    connection: &mut Conn,
    before: NaiveDateTime,
    most: i64,
) -> Result<Vec<String>, DatabaseError> {
    let waiting = notifications::by_mail.eq(true).and(notifications::mailed_at.is_null());
    Ok(notifications::table
        .filter(waiting.and(notifications::created_at.le(before)))
        .filter(notifications::read_at.is_null())
        .select(notifications::person)
        .distinct()
        .limit(most)
        .load(connection)?)
}

/// What a person's digest is about, the oldest first, up to `most`; all that waits counts as mailed.
pub fn take_digest(
    connection: &mut Conn,
    person: &str,
    most: i64,
    now: NaiveDateTime,
) -> Result<Vec<NotificationRow>, DatabaseError> {
    let theirs = notifications::person.eq(person).and(notifications::by_mail.eq(true));
    let waiting = theirs.and(notifications::mailed_at.is_null());
    let rows = notifications::table
        .filter(waiting)
        .filter(notifications::read_at.is_null())
        .filter(reached())
        .order(notifications::id)
        .limit(most)
        .select(NotificationRow::as_select())
        .load(connection)?;
    diesel::update(notifications::table.filter(waiting))
        .set(notifications::mailed_at.eq(now))
        .execute(connection)?;
    Ok(rows)
}

/// What people chose, by person and kind.
pub fn choices(
    connection: &mut Conn,
    people: &BTreeSet<String>,
) -> Result<BTreeMap<String, BTreeMap<NoticeKind, NoticeChoice>>, DatabaseError> {
    let rows: Vec<ChoiceRow> = notification_choices::table
        .filter(notification_choices::person.eq_any(people))
        .select(ChoiceRow::as_select())
        .load(connection)?;
    let mut choices: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for row in rows {
        let damaged = || DatabaseError::Damaged(format!("choice `{}` `{}`", row.kind, row.choice));
        let kind = NoticeKind::from_word(&row.kind).ok_or_else(damaged)?;
        let choice = NoticeChoice::from_word(&row.choice).ok_or_else(damaged)?;
        choices.entry(row.person).or_default().insert(kind, choice);
    }
    Ok(choices)
}

/// Writes what a person chose for one kind.
pub fn choose(connection: &mut Conn, row: &ChoiceRow) -> Result<(), DatabaseError> {
    diesel::insert_into(notification_choices::table)
        .values(row)
        .on_conflict((notification_choices::person, notification_choices::kind))
        .do_update()
        .set(notification_choices::choice.eq(&row.choice))
        .execute(connection)?;
    Ok(())
}
