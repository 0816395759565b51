//! The record of calls of the model service.

use chrono::NaiveDateTime;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use renexus_tables::rows::assistant::AssistantCallRow;
use renexus_tables::schema::assistant::assistant_calls;

use crate::db::{Conn, DatabaseError};

/// Writes a call.
pub fn insert(connection: &mut Conn, row: &AssistantCallRow) -> Result<(), DatabaseError> {
    diesel::insert_into(assistant_calls::table).values(row).execute(connection)?;
    Ok(())
}

/// Tokens that a workspace used since an instant.
pub fn tokens(
    connection: &mut Conn,
    workspace: &str,
    since: NaiveDateTime,
) -> Result<i64, DatabaseError> {
    // Both engines sum whole numbers into a wider type that the mapping does not have.
    let sum = sql::<BigInt>("CAST(COALESCE(SUM(tokens), 0) AS BIGINT)");
    Ok(assistant_calls::table
        .filter(assistant_calls::workspace.eq(workspace))
        .filter(assistant_calls::at.ge(since))
        .select(sum)
        .first(connection)?)
}

/// Calls of a workspace since an instant, with their tokens: asked and answered.
pub fn used(
    connection: &mut Conn,
    workspace: &str,
    since: NaiveDateTime,
) -> Result<(i64, i64, i64), DatabaseError> {
    let calls = sql::<BigInt>("COUNT(*)");
    let asked = sql::<BigInt>("CAST(COALESCE(SUM(prompt_tokens), 0) AS BIGINT)");
    let answered = sql::<BigInt>("CAST(COALESCE(SUM(answer_tokens), 0) AS BIGINT)");
    Ok(assistant_calls::table
        .filter(assistant_calls::workspace.eq(workspace))
        .filter(assistant_calls::at.ge(since))
        .select((calls, asked, answered))
        .first(connection)?)
}

/// Up to `most` calls of a workspace before the id `before`, the newest first.
pub fn list(
    connection: &mut Conn,
    workspace: &str,
    before: Option<&str>,
    most: i64,
) -> Result<Vec<AssistantCallRow>, DatabaseError> {
    let mut query = assistant_calls::table
        .filter(assistant_calls::workspace.eq(workspace))
        .order(assistant_calls::id.desc())
        .limit(most)
        .select(AssistantCallRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(assistant_calls::id.lt(before));
    }
    Ok(query.load(connection)?)
}

/// Forgets calls from before `until`.
pub fn forget(connection: &mut Conn, until: NaiveDateTime) -> Result<usize, DatabaseError> {
    let over = assistant_calls::table.filter(assistant_calls::at.lt(until));
    Ok(diesel::delete(over).execute(connection)?)
}
