//! Rows as an engine gave them.

use std::sync::Arc;

use diesel::row::{Field, PartialRow, Row, RowIndex, RowSealed};

use super::backend::Sql;
use super::value::Value;

/// One row; all rows of an answer share the names of their columns.
#[derive(Debug)]
pub struct SqlRow {
    pub(super) names: Arc<[String]>,
    pub(super) values: Vec<Option<Value>>,
}

/// One value of a row with its name.
#[derive(Debug)]
pub struct SqlField<'a> {
    name: Option<&'a str>,
    value: Option<&'a Value>,
}

impl RowSealed for SqlRow {}

impl RowIndex<usize> for SqlRow {
    fn idx(&self, index: usize) -> Option<usize> {
        (index < self.values.len()).then_some(index)
    }
}

impl RowIndex<&str> for SqlRow {
    fn idx(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|column| column == name)
    }
}

impl<'a> Row<'a, Sql> for SqlRow {
    type Field<'f>
        = SqlField<'f>
    where
        'a: 'f,
        Self: 'f;
    type InnerPartialRow = Self;

    fn field_count(&self) -> usize {
        self.values.len()
    }

    fn get<'b, I>(&'b self, index: I) -> Option<Self::Field<'b>>
    where
        'a: 'b,
        Self: RowIndex<I>,
    {
        let index = self.idx(index)?;
        let name = self.names.get(index).map(String::as_str);
        Some(SqlField { name, value: self.values.get(index)?.as_ref() })
    }

    fn partial_row(&self, range: std::ops::Range<usize>) -> PartialRow<'_, Self> {
        PartialRow::new(self, range)
    }
}

impl<'a> Field<'a, Sql> for SqlField<'a> {
    fn field_name(&self) -> Option<&str> {
        self.name
    }

    fn value(&self) -> Option<&Value> {
        self.value
    }
}
