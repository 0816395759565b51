//! What is written.

use serde::{Deserialize, Serialize};

/// What one update of a writer holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Payload {
    /// One character.
    #[default]
    Typed,
    /// A block of so many characters.
    Pasted(u32),
    /// The keystrokes of a recorded document, in order; a phase ends with its last one.
    Trace(String),
    /// Nothing: writers are silent.
    None,
}

impl Payload {
    /// Characters of each update, where all are alike.
    pub fn length(&self) -> u32 {
        match self {
            Self::Typed | Self::Trace(_) | Self::None => 1,
            Self::Pasted(length) => *length,
        }
    }
}

/// What a document holds before the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Preload {
    /// A recorded document with its whole history, or a file with an update.
    Named(String),
    /// Text of this size.
    Generated(Generated),
}

/// Text that is made up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generated {
    /// How many characters.
    pub characters: u32,
}
