//! Fields that may be missing, `null`, or a value: three different wishes.

use serde::{Deserialize, Deserializer};

/// What was given: nothing when the field is missing, `Some(None)` for `null`.
///
/// To be used with `#[serde(default, deserialize_with = "given")]`.
pub(super) fn given<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
