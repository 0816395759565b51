//! A query in the words of SQL, for what one question answers and Diesel has no words for.

use std::fmt;
use std::marker::PhantomData;

use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Binary, Text};
use diesel::{QueryResult, RunQueryDsl};

use super::backend::Sql;
use super::connection::Conn;

/// A value for a mark of a [`Worded`] query.
#[derive(Clone, Debug)]
pub enum Given {
    /// 64 bits.
    Long(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Binary(Vec<u8>),
}

/// A query whose words never change, so that its preparation is kept; `T` is what its rows hold.
pub struct Worded<T> {
    sql: &'static str,
    given: Vec<Given>,
    rows: PhantomData<T>,
}

impl<T> Worded<T> {
    /// The query `sql`; each `?` in it takes the next of the values.
    pub fn new(sql: &'static str, given: Vec<Given>) -> Self {
        Self { sql, given, rows: PhantomData }
    }
}

impl<T> QueryId for Worded<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T> Query for Worded<T> {
    type SqlType = T;
}

impl<T> RunQueryDsl<Conn> for Worded<T> {}

impl<T> QueryFragment<Sql> for Worded<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sql>) -> QueryResult<()> {
        let mut given = self.given.iter();
        for (index, words) in self.sql.split('?').enumerate() {
            if index > 0 {
                match given.next() {
                    Some(Given::Long(value)) => out.push_bind_param::<BigInt, _>(value)?,
                    Some(Given::Text(value)) => out.push_bind_param::<Text, _>(value)?,
                    Some(Given::Binary(value)) => out.push_bind_param::<Binary, _>(value)?,
                    None => out.push_sql("NULL"),
                }
            }
            out.push_sql(words);
        }
        Ok(())
    }
}

impl<T> fmt::Debug for Worded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worded").field("sql", &self.sql).finish_non_exhaustive()
    }
}
