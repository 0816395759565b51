//! Whole numbers as JSON Schema knows them: `3.0` is one.

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};
use serde_json::Number;

/// The largest whole number that every client can write (2^53).
const MOST: f64 = 9_007_199_254_740_992.0;

/// Reads a whole number that may be missing or null. Use with `#[serde(default)]`.
pub fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let Some(number) = Option::<Number>::deserialize(deserializer)? else { return Ok(None) };
    if let Some(whole) = number.as_i64() {
        return Ok(Some(whole));
    }
    let float = number.as_f64().unwrap_or(f64::NAN);
    let whole = Some(float).filter(|float| float.fract() == 0.0 && float.abs() <= MOST);
    let parsed = whole.and_then(|float| format!("{float:.0}").parse().ok());
    let wrong = || D::Error::invalid_value(Unexpected::Float(float), &"a whole number");
    parsed.map(Some).ok_or_else(wrong)
}

/// Reads a whole number that has to be there.
pub fn needed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    whole(deserializer)?.ok_or_else(|| D::Error::invalid_type(Unexpected::Unit, &"a whole number"))
}

/// The same for numbers of another size, which may be missing.
pub fn small<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<i64>,
{
    let Some(number) = whole(deserializer)? else { return Ok(None) };
    let wrong = |_| D::Error::invalid_value(Unexpected::Signed(number), &"a number in its bounds");
    T::try_from(number).map(Some).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Body {
        #[serde(default, deserialize_with = "whole")]
        n: Option<i64>,
    }

    #[test]
    fn a_number_without_a_fraction_is_whole() {
        let read = |json: &str| serde_json::from_str::<Body>(json).map(|body| body.n).ok();
        assert_eq!(read(r#"{"n":3}"#), Some(Some(3)));
        assert_eq!(read(r#"{"n":-3.0}"#), Some(Some(-3)));
        assert_eq!(read(r#"{"n":1e3}"#), Some(Some(1_000)));
        assert_eq!((read("{}"), read(r#"{"n":null}"#)), (Some(None), Some(None)));
        for wrong in [r#"{"n":3.5}"#, r#"{"n":1e300}"#, r#"{"n":"3"}"#] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
