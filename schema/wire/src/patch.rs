//! Fields of a change that may be missing (stays), null (taken away) or a value.

use serde::{Deserialize, Deserializer};

/// Reads a field that is there: null becomes `Some(None)`. Use with `#[serde(default)]`, so that a
/// missing one is `None`.
pub fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
