//! Values between an engine and JSON, the same from both engines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::Value as Json;

use crate::db::engine::{Bound, Kind, Value};

/// How a day is written, here and in SQLite.
const DAY: &str = "%F";
/// How SQLite keeps a moment.
const SQLITE_MOMENT: &str = "%F %T%.f";
/// How a moment is written: in UTC, to the microsecond, as both engines keep it.
const MOMENT: &str = "%FT%T%.6f";

/// A value of a column of this kind as JSON; `None` does not fit.
pub(super) fn written(kind: Kind, value: Option<Value>) -> Option<Json> {
    let Some(value) = value else { return Some(Json::Null) };
    Some(match (kind, value) {
        (Kind::Bool, Value::Bool(value)) => value.into(),
        (Kind::Bool, Value::Long(value)) => (value != 0).into(),
        (Kind::Integer | Kind::Long, Value::Long(value)) => value.into(),
        (Kind::Double, Value::Double(value)) => value.into(),
        (Kind::Text, Value::Text(value)) => value.into(),
        (Kind::Binary, Value::Binary(value)) => STANDARD.encode(value).into(),
        (Kind::Date, Value::Date(value)) => value.format(DAY).to_string().into(),
        (Kind::Date, Value::Text(value)) => day(&value)?.format(DAY).to_string().into(),
        (Kind::Timestamp, Value::Timestamp(value)) => value.format(MOMENT).to_string().into(),
        (Kind::Timestamp, Value::Text(value)) => {
            let value = NaiveDateTime::parse_from_str(&value, SQLITE_MOMENT).ok()?;
            value.format(MOMENT).to_string().into()
        }
        _ => return None,
    })
}

/// JSON as a value for a column of this kind; `None` does not fit.
pub(super) fn bound(kind: Kind, json: &Json) -> Option<Bound<'_>> {
    if json.is_null() {
        return Some(Bound::Null(kind));
    }
    Some(match kind {
        Kind::Bool => Bound::Bool(json.as_bool()?),
        Kind::Integer | Kind::Long => Bound::Long(json.as_i64()?),
        Kind::Double => Bound::Double(json.as_f64()?),
        Kind::Text => Bound::Text(json.as_str()?.into()),
        Kind::Binary => Bound::Binary(STANDARD.decode(json.as_str()?).ok()?.into()),
        Kind::Date => Bound::Date(day(json.as_str()?)?),
        Kind::Timestamp => {
            Bound::Timestamp(NaiveDateTime::parse_from_str(json.as_str()?, MOMENT).ok()?)
        }
    })
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, DAY).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SPEC CLI-11
    #[test]
    fn both_engines_write_the_same_and_it_is_read_back() {
        let moment = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        let moment = moment.and_hms_micro_opt(1, 2, 3, 4_500).unwrap();
        for (kind, sqlite, postgres, text) in [
            (Kind::Bool, Value::Long(1), Value::Bool(true), "true"),
            (
                Kind::Timestamp,
                Value::Text("2026-11-26 01:02:03.004500".into()),
                Value::Timestamp(moment),
                "\"2026-11-26T01:02:03.004500\"",
            ),
            (
                Kind::Date,
                Value::Text("2026-11-26".into()),
                Value::Date(moment.date()),
                "\"2026-11-26\"",
            ),
            (Kind::Binary, Value::Binary(vec![0, 255]), Value::Binary(vec![0, 255]), "\"AP8=\""),
            (Kind::Long, Value::Long(i64::MIN), Value::Long(i64::MIN), "-9223372036854775808"),
        ] {
            let json = written(kind, Some(sqlite)).unwrap();
            assert_eq!(json.to_string(), text);
            assert_eq!(written(kind, Some(postgres)), Some(json.clone()));
            assert!(bound(kind, &json).is_some(), "{text}");
        }
        assert_eq!(written(Kind::Text, Some(Value::Long(1))), None);
        assert!(bound(Kind::Binary, &Json::from("no base64!")).is_none());
        assert!(matches!(bound(Kind::Date, &Json::Null), Some(Bound::Null(Kind::Date))));
    }
}
