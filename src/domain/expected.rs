//! What a change believes to be there.

use serde::Serialize;

use super::error::DomainError;

/// The version that a change is based on; none when it takes whatever is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected(pub Option<i64>);

impl Expected {
    /// Refuses a change that is based on another version, showing what is there.
    pub fn check(self, version: i64, current: &impl Serialize) -> Result<(), DomainError> {
        match self.0 {
            Some(expected) if expected != version => {
                Err(DomainError::Stale { current: serde_json::to_value(current)? })
            }
            _ => Ok(()),
        }
    }
}
