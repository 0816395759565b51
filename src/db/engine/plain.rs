//! Statements that are made of the names of tables: text and values, without Diesel's types.

use diesel::QueryResult;

use super::connection::{Conn, Engine, Link};
use super::statement::Statement;
use super::value::{Bound, Value};
use super::{postgres, sqlite};

impl Conn {
    /// Reads the rows of a statement.
    pub fn select(
        &mut self,
        sql: &str,
        values: Vec<Bound<'_>>,
    ) -> QueryResult<Vec<Vec<Option<Value>>>> {
        let statement = Statement::plain(sql, values, false);
        let rows = match &mut self.link {
            Link::Sqlite(connection) => sqlite::load(connection, statement),
            Link::Postgres(link) => postgres::load(link, statement),
        };
        Ok(self.noted(rows)?.into_iter().map(|row| row.values).collect())
    }

    /// Runs a statement that comes often in the same words; gives how many rows it changed.
    pub fn change(&mut self, sql: &str, values: Vec<Bound<'_>>) -> QueryResult<usize> {
        let statement = Statement::plain(sql, values, true);
        let result = match &mut self.link {
            Link::Sqlite(connection) => sqlite::execute(connection, &statement),
            Link::Postgres(link) => postgres::execute(link, &statement),
        };
        self.noted(result)
    }

    /// The mark for the value at this place of a statement, counted from 1.
    pub fn mark(&self, place: usize) -> String {
        match self.engine() {
            Engine::Sqlite => "?".to_owned(),
            Engine::Postgres => format!("${place}"),
        }
    }
}
