//! Values on their way between queries and an engine.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};

/// How a value travels to the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// True or false.
    Bool,
    /// 32 bits.
    Integer,
    /// 64 bits.
    Long,
    /// A floating point number of 64 bits.
    Double,
    /// Text in UTF-8.
    Text,
    /// Bytes.
    Binary,
    /// A day.
    Date,
    /// A moment in UTC.
    Timestamp,
}

/// A value that an engine gave.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// True or false; SQLite gives a number.
    Bool(bool),
    /// A whole number.
    Long(i64),
    /// A floating point number.
    Double(f64),
    /// Text; SQLite gives days and moments as text.
    Text(String),
    /// Bytes.
    Binary(Vec<u8>),
    /// A day.
    Date(NaiveDate),
    /// A moment in UTC.
    Timestamp(NaiveDateTime),
}

/// A value that a query holds.
#[derive(Clone, Debug)]
pub enum Bound<'a> {
    /// No value.
    Null(Kind),
    /// True or false.
    Bool(bool),
    /// 32 bits.
    Integer(i32),
    /// 64 bits.
    Long(i64),
    /// A floating point number.
    Double(f64),
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes.
    Binary(Cow<'a, [u8]>),
    /// A day.
    Date(NaiveDate),
    /// A moment in UTC.
    Timestamp(NaiveDateTime),
}
