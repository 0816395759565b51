//! Pieces of queries that Diesel leaves to each backend.

use diesel::QueryResult;
use diesel::query_builder::{
    AstPass, BoxedLimitOffsetClause, IntoBoxedClause, LimitOffsetClause, NoFromClause,
    QueryFragment,
};

use super::backend::Sql;

/// `SELECT 1` without a table.
#[derive(Clone, Copy, Debug)]
pub struct NoFrom;

impl QueryFragment<Sql, NoFrom> for NoFromClause {
    fn walk_ast<'b>(&'b self, _out: AstPass<'_, 'b, Sql>) -> QueryResult<()> {
        Ok(())
    }
}

// An offset without a limit is no SQL that SQLite takes; no query here has one.
impl<L: QueryFragment<Sql>, O: QueryFragment<Sql>> QueryFragment<Sql> for LimitOffsetClause<L, O> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sql>) -> QueryResult<()> {
        self.limit_clause.walk_ast(out.reborrow())?;
        self.offset_clause.walk_ast(out)
    }
}

impl QueryFragment<Sql> for BoxedLimitOffsetClause<'_, Sql> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sql>) -> QueryResult<()> {
        if let Some(limit) = &self.limit {
            limit.walk_ast(out.reborrow())?;
        }
        if let Some(offset) = &self.offset {
            offset.walk_ast(out)?;
        }
        Ok(())
    }
}

impl<'a, L, O> IntoBoxedClause<'a, Sql> for LimitOffsetClause<L, O>
where
    L: QueryFragment<Sql> + Send + 'a,
    O: QueryFragment<Sql> + Send + 'a,
{
    type BoxedClause = BoxedLimitOffsetClause<'a, Sql>;

    fn into_boxed(self) -> Self::BoxedClause {
        BoxedLimitOffsetClause {
            limit: Some(Box::new(self.limit_clause)),
            offset: Some(Box::new(self.offset_clause)),
        }
    }
}
