//! SQLite behind the backend.

use std::sync::Arc;

use diesel::connection::{Connection, LoadConnection};
use diesel::row::{Field, Row};
use diesel::sqlite::{Sqlite, SqliteType};
use diesel::{QueryResult, SqliteConnection};

use super::row::SqlRow;
use super::statement::Statement;
use super::value::Value;

/// Runs a statement; gives how many rows it changed.
pub(super) fn execute(
    connection: &mut SqliteConnection,
    statement: &Statement<'_>,
) -> QueryResult<usize> {
    connection.execute_returning_count(statement)
}

/// Reads all rows of a statement.
pub(super) fn load(
    connection: &mut SqliteConnection,
    statement: Statement<'_>,
) -> QueryResult<Vec<SqlRow>> {
    let mut names: Option<Arc<[String]>> = None;
    let mut rows = Vec::new();
    for row in LoadConnection::load(connection, statement)? {
        let row = row?;
        let names = names.get_or_insert_with(|| named(&row));
        let values = (0..row.field_count()).map(|index| row.get(index).and_then(read)).collect();
        rows.push(SqlRow { names: Arc::clone(names), values });
    }
    Ok(rows)
}

fn named<'a>(row: &impl Row<'a, Sqlite>) -> Arc<[String]> {
    let name = |index| {
        row.get(index).and_then(|field| field.field_name().map(str::to_owned)).unwrap_or_default()
    };
    (0..row.field_count()).map(name).collect()
}

fn read<'a>(field: impl Field<'a, Sqlite>) -> Option<Value> {
    let mut value = field.value()?;
    Some(match value.value_type()? {
        SqliteType::Binary => Value::Binary(value.read_blob().to_vec()),
        SqliteType::Text => Value::Text(value.read_text().to_owned()),
        SqliteType::Float | SqliteType::Double => Value::Double(value.read_double()),
        SqliteType::SmallInt | SqliteType::Integer | SqliteType::Long => {
            Value::Long(value.read_long())
        }
    })
}
