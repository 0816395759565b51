//! The backend that queries are written for: what both engines understand.

use diesel::backend::sql_dialect::{
    aggregate_function_expressions, alias_syntax, array_comparison, batch_insert_support,
    built_in_window_function_require_order, concat_clause, default_keyword_for_insert,
    default_value_clause, exists_syntax, on_conflict_clause, returning_clause,
    select_statement_syntax, window_frame_clause_group_support, window_frame_exclusion_support,
};
use diesel::backend::{Backend, DieselReserveSpecialization, SqlDialect, TrustedBackend};
use diesel::sql_types::{
    BigInt, Binary, Bool, Date, Double, Float, HasSqlType, Integer, SmallInt, Text, Time,
    Timestamp, TypeMetadata,
};

use super::builder::{Binds, Builder};
use super::value::{Kind, Value};

/// SQL as SQLite 3.35 and PostgreSQL 15 both speak it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sql;

impl Backend for Sql {
    type QueryBuilder = Builder;
    type RawValue<'a> = &'a Value;
    type BindCollector<'a> = Binds<'a>;
}

impl TypeMetadata for Sql {
    type TypeMetadata = Kind;
    type MetadataLookup = ();
}

impl TrustedBackend for Sql {}
impl DieselReserveSpecialization for Sql {}

/// `ON CONFLICT (…) DO …`, which SQLite took over from PostgreSQL.
#[derive(Clone, Copy, Debug)]
pub struct OnConflict;

impl on_conflict_clause::SupportsOnConflictClause for OnConflict {}
impl on_conflict_clause::SupportsOnConflictClauseWhere for OnConflict {}
impl on_conflict_clause::PgLikeOnConflictClause for OnConflict {}

impl SqlDialect for Sql {
    type ReturningClause = returning_clause::PgLikeReturningClause;
    type OnConflictClause = OnConflict;
    // SQLite has no such keyword; the builder writes NULL, and columns with another default are
    // always given a value.
    type InsertWithDefaultKeyword = default_keyword_for_insert::IsoSqlDefaultKeyword;
    type BatchInsertSupport = batch_insert_support::PostgresLikeBatchInsertSupport;
    type ConcatClause = concat_clause::ConcatWithPipesClause;
    type DefaultValueClauseForInsert = default_value_clause::AnsiDefaultValueClause;
    type EmptyFromClauseSyntax = super::fragments::NoFrom;
    type ExistsSyntax = exists_syntax::AnsiSqlExistsSyntax;
    type ArrayComparison = array_comparison::AnsiSqlArrayComparison;
    type SelectStatementSyntax = select_statement_syntax::AnsiSqlSelectStatement;
    type AliasSyntax = alias_syntax::AsAliasSyntax;
    type WindowFrameClauseGroupSupport = window_frame_clause_group_support::IsoGroupWindowFrameUnit;
    type WindowFrameExclusionSupport = window_frame_exclusion_support::FrameExclusionSupport;
    type AggregateFunctionExpressions =
        aggregate_function_expressions::PostgresLikeAggregateFunctionExpressions;
    type BuiltInWindowFunctionRequireOrder =
        built_in_window_function_require_order::NoOrderRequired;
}

/// Says how a type of SQL travels.
macro_rules! travels {
    ($($sql:ty => $kind:ident),* $(,)?) => {$(
        impl HasSqlType<$sql> for Sql {
            fn metadata((): &mut ()) -> Kind {
                Kind::$kind
            }
        }
    )*};
}

travels! {
    SmallInt => Integer,
    Integer => Integer,
    BigInt => Long,
    Float => Double,
    Double => Double,
    Text => Text,
    Binary => Binary,
    Bool => Bool,
    Date => Date,
    Time => Text,
    Timestamp => Timestamp,
}
