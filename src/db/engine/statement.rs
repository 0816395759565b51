//! A query as text and values, for Diesel's own connections.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{
    BigInt, Binary, Bool, Date, Double, HasSqlType, Integer, Nullable, Text, Timestamp, Untyped,
};

use super::backend::Sql;
use super::builder::{Binds, Builder};
use super::connection::Engine;
use super::value::{Bound, Kind};

/// A query that is ready to be sent.
pub(super) struct Statement<'a> {
    sql: String,
    values: Vec<Bound<'a>>,
    is_lasting: bool,
}

impl<'a> Statement<'a> {
    /// Turns a query into text and values.
    pub(super) fn of<T: QueryFragment<Sql>>(query: &'a T, engine: Engine) -> QueryResult<Self> {
        let mut builder = Builder::new(engine);
        query.to_sql(&mut builder, &Sql)?;
        let mut binds = Binds::default();
        query.collect_binds(&mut binds, &mut (), &Sql)?;
        Ok(Self {
            sql: diesel::query_builder::QueryBuilder::finish(builder),
            values: binds.values,
            is_lasting: query.is_safe_to_cache_prepared(&Sql)?,
        })
    }
}

impl<'a> Statement<'a> {
    /// A query that is text already. It is prepared anew each time unless it comes often.
    pub(super) fn plain(sql: &str, values: Vec<Bound<'a>>, comes_often: bool) -> Self {
        Self { sql: sql.to_owned(), values, is_lasting: comes_often }
    }
}

impl QueryId for Statement<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Statement<'_> {
    type SqlType = Untyped;
}

impl<DB> QueryFragment<DB> for Statement<'_>
where
    DB: Backend + HasSqlType<Bool>,
    bool: ToSql<Bool, DB>,
    i32: ToSql<Integer, DB>,
    i64: ToSql<BigInt, DB>,
    f64: ToSql<Double, DB>,
    str: ToSql<Text, DB>,
    [u8]: ToSql<Binary, DB>,
    chrono::NaiveDate: ToSql<Date, DB>,
    chrono::NaiveDateTime: ToSql<Timestamp, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !self.is_lasting {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql(&self.sql);
        for value in &self.values {
            match value {
                Bound::Bool(value) => out.push_bind_param_value_only::<Bool, _>(value)?,
                Bound::Integer(value) => out.push_bind_param_value_only::<Integer, _>(value)?,
                Bound::Long(value) => out.push_bind_param_value_only::<BigInt, _>(value)?,
                Bound::Double(value) => out.push_bind_param_value_only::<Double, _>(value)?,
                Bound::Text(value) => out.push_bind_param_value_only::<Text, str>(value)?,
                Bound::Binary(value) => out.push_bind_param_value_only::<Binary, [u8]>(value)?,
                Bound::Date(value) => out.push_bind_param_value_only::<Date, _>(value)?,
                Bound::Timestamp(value) => out.push_bind_param_value_only::<Timestamp, _>(value)?,
                Bound::Null(kind) => match kind {
                    Kind::Bool => {
                        out.push_bind_param_value_only::<Nullable<Bool>, _>(&None::<bool>)
                    }
                    Kind::Integer => {
                        out.push_bind_param_value_only::<Nullable<Integer>, _>(&None::<i32>)
                    }
                    Kind::Long => {
                        out.push_bind_param_value_only::<Nullable<BigInt>, _>(&None::<i64>)
                    }
                    Kind::Double => {
                        out.push_bind_param_value_only::<Nullable<Double>, _>(&None::<f64>)
                    }
                    Kind::Text => {
                        out.push_bind_param_value_only::<Nullable<Text>, _>(&None::<&'static str>)
                    }
                    Kind::Binary => out
                        .push_bind_param_value_only::<Nullable<Binary>, _>(&None::<&'static [u8]>),
                    Kind::Date => out.push_bind_param_value_only::<Nullable<Date>, _>(
                        &None::<chrono::NaiveDate>,
                    ),
                    Kind::Timestamp => out.push_bind_param_value_only::<Nullable<Timestamp>, _>(
                        &None::<chrono::NaiveDateTime>,
                    ),
                }?,
            }
        }
        Ok(())
    }
}
