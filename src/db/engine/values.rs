//! How Rust's values become SQL's, and the other way round.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::deserialize::{self, FromSql, FromSqlRef};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Text, Timestamp};

use super::backend::Sql;
use super::value::{Bound, Value};

/// How SQLite keeps a day.
const DAY: &str = "%F";
/// How SQLite keeps a moment.
const MOMENT: &str = "%F %T%.f";

/// Binds a value that is copied.
macro_rules! bound {
    ($($rust:ty, $sql:ty => $variant:ident),* $(,)?) => {$(
        impl ToSql<$sql, Sql> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sql>) -> serialize::Result {
                out.set_value(Bound::$variant(*self));
                Ok(IsNull::No)
            }
        }
    )*};
}

bound! {
    bool, Bool => Bool,
    i32, Integer => Integer,
    i64, BigInt => Long,
    f64, Double => Double,
    NaiveDate, Date => Date,
    NaiveDateTime, Timestamp => Timestamp,
}

impl ToSql<Text, Sql> for str {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sql>) -> serialize::Result {
        out.set_value(Bound::Text(Cow::Borrowed(self)));
        Ok(IsNull::No)
    }
}

impl ToSql<Binary, Sql> for [u8] {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sql>) -> serialize::Result {
        out.set_value(Bound::Binary(Cow::Borrowed(self)));
        Ok(IsNull::No)
    }
}

/// The answer to a value of another type than the column's.
fn other<T>(wanted: &str, value: &Value) -> deserialize::Result<T> {
    Err(format!("the database gave {value:?} where {wanted} was asked for").into())
}

impl FromSql<Bool, Sql> for bool {
    fn from_sql(value: &Value) -> deserialize::Result<Self> {
        match value {
            Value::Bool(value) => Ok(*value),
            Value::Long(value) => Ok(*value != 0),
            value => other("true or false", value),
        }
    }
}

impl FromSql<BigInt, Sql> for i64 {
    fn from_sql(value: &Value) -> deserialize::Result<Self> {
        match value {
            Value::Long(value) => Ok(*value),
            value => other("a whole number", value),
        }
    }
}

impl FromSql<Integer, Sql> for i32 {
    fn from_sql(value: &Value) -> deserialize::Result<Self> {
        match value {
            Value::Long(value) => Ok(Self::try_from(*value)?),
            value => other("a whole number of 32 bits", value),
        }
    }
}

impl FromSql<Double, Sql> for f64 {
    fn from_sql(value: &Value) -> deserialize::Result<Self> {
        match value {
            Value::Double(value) => Ok(*value),
            value => other("a number", value),
        }
    }
}

// Diesel makes `String` and `Vec<u8>` of these.
impl<'a> FromSqlRef<'a, Text, Sql> for &'a str {
    fn from_sql(value: &'a mut &Value) -> deserialize::Result<Self> {
        match *value {
            Value::Text(value) => Ok(value),
            value => other("text", value),
        }
    }
}

impl<'a> FromSqlRef<'a, Binary, Sql> for &'a [u8] {
    fn from_sql(value: &'a mut &Value) -> deserialize::Result<Self> {
        match *value {
            Value::Binary(value) => Ok(value),
            Value::Text(value) => Ok(value.as_bytes()),
            value => other("bytes", value),
        }
    }
}

impl FromSql<Date, Sql> for NaiveDate {
    fn from_sql(value: &Value) -> deserialize::Result<Self> {
        match value {
            Value::Date(value) => Ok(*value),
            Value::Text(value) => Ok(Self::parse_from_str(value, DAY)?),
            value => other("a day", value),
        }
    }
}

impl FromSql<Timestamp, Sql> for NaiveDateTime {
    fn from_sql(value: &Value) -> deserialize::Result<Self> {
        match value {
            Value::Timestamp(value) => Ok(*value),
            Value::Text(value) => Ok(Self::parse_from_str(value, MOMENT)?),
            value => other("a moment", value),
        }
    }
}
