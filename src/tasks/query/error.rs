//! Why a query cannot be read, and where.

use thiserror::Error;

/// What was wrong, and at which character.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("at character {at}: {reason}")]
pub struct QueryError {
    /// The character, counted from 1.
    pub at: usize,
    /// What was wrong.
    pub reason: Reason,
}

/// What was wrong with a query.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Reason {
    /// The query is longer than [`super::MAX_BYTES`].
    #[error("the query has {0} bytes, at most {1} are allowed")]
    TooLong(usize, usize),
    /// A character stands in it that no text holds.
    #[error("there is a NUL")]
    Nul,
    /// There are more terms than [`super::MAX_TERMS`].
    #[error("the query has more than {0} terms")]
    TooManyTerms(usize),
    /// A term has more values than [`super::MAX_VALUES`].
    #[error("`{0}` has more than {1} values")]
    TooManyValues(String, usize),
    /// The word in front of a colon is no field.
    #[error("`{field}` is not a field; fields are {known}. Put text with a colon in quotes")]
    UnknownField {
        /// What was written.
        field: String,
        /// The fields that there are.
        known: String,
    },
    /// Nothing stands behind a colon or a comma.
    #[error("`{0}:` lacks a value")]
    MissingValue(String),
    /// A quote is not closed.
    #[error("the quote that begins here does not end")]
    OpenQuote,
    /// A value is not one of the words that a field knows.
    #[error("`{value}` is not a value of `{field}`; {expected}")]
    WrongValue {
        /// The field.
        field: String,
        /// What was written.
        value: String,
        /// What would be right.
        expected: String,
    },
}

impl Reason {
    /// The error at a character, counted from 1.
    pub(super) fn at(self, at: usize) -> QueryError {
        QueryError { at, reason: self }
    }
}
