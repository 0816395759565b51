//! Text and values of a query.

use diesel::QueryResult;
use diesel::query_builder::{BindCollector, QueryBuilder};
use diesel::result::Error;
use diesel::serialize::{IsNull, Output, ToSql};
use diesel::sql_types::HasSqlType;

use super::backend::Sql;
use super::connection::Engine;
use super::value::{Bound, Kind};

/// Writes a query for one of the engines.
#[derive(Debug)]
pub struct Builder {
    sql: String,
    engine: Engine,
    binds: usize,
}

impl Builder {
    /// An empty query for `engine`.
    pub(super) fn new(engine: Engine) -> Self {
        Self { sql: String::new(), engine, binds: 0 }
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self::new(Engine::Sqlite)
    }
}

impl QueryBuilder<Sql> for Builder {
    fn push_sql(&mut self, sql: &str) {
        let is_default = self.engine == Engine::Sqlite && sql == "DEFAULT";
        self.sql.push_str(if is_default { "NULL" } else { sql });
    }

    fn push_identifier(&mut self, identifier: &str) -> QueryResult<()> {
        self.sql.push('"');
        self.sql.push_str(&identifier.replace('"', "\"\""));
        self.sql.push('"');
        Ok(())
    }

    fn push_bind_param(&mut self) {
        self.binds += 1;
        match self.engine {
            Engine::Sqlite => self.sql.push('?'),
            Engine::Postgres => {
                self.sql.push('$');
                self.sql.push_str(&self.binds.to_string());
            }
        }
    }

    fn push_bind_param_value_only(&mut self) {
        self.binds += 1;
    }

    fn finish(self) -> String {
        self.sql
    }
}

/// The values of a query, in order.
#[derive(Debug, Default)]
pub struct Binds<'a> {
    pub(super) values: Vec<Bound<'a>>,
}

impl<'a> BindCollector<'a, Sql> for Binds<'a> {
    type Buffer = Bound<'a>;

    fn push_bound_value<T, U>(&mut self, bind: &'a U, lookup: &mut ()) -> QueryResult<()>
    where
        Sql: HasSqlType<T>,
        U: ToSql<T, Sql> + ?Sized + 'a,
    {
        let kind = <Sql as HasSqlType<T>>::metadata(lookup);
        let mut out = Output::new(Bound::Null(kind), lookup);
        let is_null = bind.to_sql(&mut out).map_err(Error::SerializationError)?;
        let value = out.into_inner();
        self.values.push(if matches!(is_null, IsNull::Yes) { Bound::Null(kind) } else { value });
        Ok(())
    }

    fn push_null_value(&mut self, kind: Kind) -> QueryResult<()> {
        self.values.push(Bound::Null(kind));
        Ok(())
    }
}
