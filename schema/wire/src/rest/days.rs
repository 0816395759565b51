//! Days that somebody can mean.

use chrono::{Datelike, NaiveDate};

use crate::limits::Limits;

/// Years with four digits: they sort as text does.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2999;

/// Notes a day that lies in no year that somebody can mean.
pub(super) fn day(found: &mut Limits, field: &str, day: Option<NaiveDate>) {
    if let Some(day) = day.filter(|day| !YEARS.contains(&day.year())) {
        let (first, last) = (YEARS.start(), YEARS.end());
        found.wrong(field, format!("{day} is not in the years {first} to {last}"));
    }
}
