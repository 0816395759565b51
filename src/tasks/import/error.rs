//! Why a table is not taken.

use std::fmt;

use thiserror::Error;

/// One cell or line that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The column, by the name that the file gives it; empty for a whole line.
    pub column: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column.as_str() {
            "" => write!(f, "line {}: {}", self.line, self.reason),
            column => write!(f, "line {}, column `{column}`: {}", self.line, self.reason),
        }
    }
}

/// Why nothing was taken.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ImportError {
    /// The table has no first line with names of columns.
    #[error("the table is empty; its first line names the columns")]
    Empty,
    /// No column holds titles.
    #[error("no column of `{source_name}` holds titles; one of {expected} is needed")]
    NoTitle {
        /// How the table was read.
        source_name: &'static str,
        /// Names that would do.
        expected: String,
    },
    /// There are too many lines.
    #[error("the table has more than {0} tasks")]
    TooMany(usize),
    /// Lines that cannot be used; more may be wrong than are listed.
    #[error("{}", told(.0))]
    Lines(Vec<Wrong>),
}

fn told(wrong: &[Wrong]) -> String {
    wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
