//! Lists of tasks: narrowed down, sorted, page by page.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use renexus_tables::rows::tasks::TaskRow;
use renexus_tables::schema::planning::tasks;
use serde::{Deserialize, Serialize};

use super::filter::{Selection, condition};
use crate::db::{Conn, DatabaseError};
use crate::tasks::query::{Sort, SortKey};

/// The value that a task is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A text.
    #[serde(rename = "t")]
    Text(String),
    /// A number.
    #[serde(rename = "n")]
    Number(i64),
    /// A day.
    #[serde(rename = "d")]
    Day(NaiveDate),
    /// An instant.
    #[serde(rename = "i")]
    Instant(NaiveDateTime),
}

/// Where a page begins: behind the task with this value and id. Tasks without a value come last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind(pub Option<Value>, pub String);

/// Why a page cannot begin there: the value is none of what the list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherOrder;

impl Behind {
    /// The place behind a task in a list that is sorted so.
    pub fn task(row: &TaskRow, sort: Sort) -> Self {
        let number = |number: i32| Value::Number(number.into());
        let value = match sort.key {
            SortKey::Rank => Some(Value::Text(row.rank.clone())),
            SortKey::Title => Some(Value::Text(row.folded.clone())),
            SortKey::Priority => Some(number(row.priority)),
            SortKey::Number => Some(Value::Number(row.number)),
            SortKey::Estimate => row.estimate.map(number),
            SortKey::Due => row.due_on.map(Value::Day),
            SortKey::Start => row.starts_on.map(Value::Day),
            SortKey::Created => Some(Value::Instant(row.created_at)),
            SortKey::Updated => Some(Value::Instant(row.updated_at)),
            SortKey::Completed => row.completed_at.map(Value::Instant),
        };
        Self(value, row.id.clone())
    }

    fn text(value: Value) -> Result<String, OtherOrder> {
        if let Value::Text(text) = value { Ok(text) } else { Err(OtherOrder) }
    }

    fn number(value: Value) -> Result<i64, OtherOrder> {
        if let Value::Number(number) = value { Ok(number) } else { Err(OtherOrder) }
    }

    fn small(value: Value) -> Result<i32, OtherOrder> {
        Self::number(value).and_then(|number| i32::try_from(number).map_err(|_| OtherOrder))
    }

    fn day(value: Value) -> Result<NaiveDate, OtherOrder> {
        if let Value::Day(day) = value { Ok(day) } else { Err(OtherOrder) }
    }

    fn instant(value: Value) -> Result<NaiveDateTime, OtherOrder> {
        if let Value::Instant(at) = value { Ok(at) } else { Err(OtherOrder) }
    }
}

/// Sorts a query by a column and goes on behind a place in it. NULL comes last in both directions:
/// engines differ in where they put it, so it is said.
macro_rules! sorted {
    ($query:ident, $sort:ident, $behind:ident, $column:expr, $read:expr) => {{
        let column = $column;
        if let Some(Behind(value, id)) = $behind {
            $query = match value.map($read).transpose()? {
                None => $query.filter(column.is_null().and(tasks::id.gt(id))),
                Some(value) if $sort.descending => {
                    let tie = column.eq(value.clone()).and(tasks::id.gt(id));
                    $query.filter(column.lt(value).or(tie).or(column.is_null()))
                }
                Some(value) => {
                    let tie = column.eq(value.clone()).and(tasks::id.gt(id));
                    $query.filter(column.gt(value).or(tie).or(column.is_null()))
                }
            };
        }
        match $sort.descending {
            true => $query.order((column.is_null().asc(), column.desc(), tasks::id.asc())),
            false => $query.order((column.is_null().asc(), column.asc(), tasks::id.asc())),
        }
    }};
}

/// Up to `most` tasks of a selection, from a place on.
pub fn page(
    connection: &mut Conn,
    selection: &Selection,
    (sort, behind): (Sort, Option<Behind>),
    most: i64,
) -> Result<Result<Vec<TaskRow>, OtherOrder>, DatabaseError> {
    let query = match query(selection, sort, behind) {
        Ok(query) => query,
        Err(other) => return Ok(Err(other)),
    };
    Ok(Ok(query.limit(most).select(TaskRow::as_select()).load(connection)?))
}

type Boxed = tasks::BoxedQuery<'static, super::Backend>;

fn query(selection: &Selection, sort: Sort, behind: Option<Behind>) -> Result<Boxed, OtherOrder> {
    let mut query = tasks::table.into_boxed().filter(condition(selection));
    Ok(match sort.key {
        SortKey::Rank => sorted!(query, sort, behind, tasks::rank.nullable(), Behind::text),
        SortKey::Title => sorted!(query, sort, behind, tasks::folded.nullable(), Behind::text),
        SortKey::Priority => {
            sorted!(query, sort, behind, tasks::priority.nullable(), Behind::small)
        }
        SortKey::Number => sorted!(query, sort, behind, tasks::number.nullable(), Behind::number),
        SortKey::Estimate => sorted!(query, sort, behind, tasks::estimate, Behind::small),
        SortKey::Due => sorted!(query, sort, behind, tasks::due_on, Behind::day),
        SortKey::Start => sorted!(query, sort, behind, tasks::starts_on, Behind::day),
        SortKey::Created => {
            sorted!(query, sort, behind, tasks::created_at.nullable(), Behind::instant)
        }
        SortKey::Updated => {
            sorted!(query, sort, behind, tasks::updated_at.nullable(), Behind::instant)
        }
        SortKey::Completed => sorted!(query, sort, behind, tasks::completed_at, Behind::instant),
    })
}
