//! Days and instants in the forms in which trackers write them.
//!
//! An instant without a zone is taken for UTC.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// Instants without a zone, from the plainest to those of Jira's settings.
const LOCAL: &[&str] = &[
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%d/%b/%y %I:%M %p",
    "%d/%b/%Y %I:%M %p",
    "%d/%b/%y %H:%M",
    "%b %d, %Y, %I:%M %p",
];
/// Days alone.
const DAYS: &[&str] = &["%Y-%m-%d", "%d/%b/%y", "%d/%b/%Y", "%b %d, %Y", "%Y/%m/%d"];
/// Instants with a zone in other forms than RFC 3339: those of Jira's addresses, and of Ruby.
const ZONED: &[&str] = &["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f %z"];
/// What JavaScript prints: `Tue Mar 21 2023 13:04:10 GMT+0000`.
const JAVASCRIPT: &str = "%a %b %d %Y %H:%M:%S GMT%z";

/// An instant.
pub(super) fn instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    // Some put a narrow space in front of `PM`.
    let text = text.replace(['\u{202f}', '\u{a0}'], " ").replace(" UTC", " +0000");
    let text = text.as_str();
    if let Some(at) = ZONED.iter().find_map(|form| DateTime::parse_from_str(text, form).ok()) {
        return Some(at.to_utc());
    }
    // Behind it JavaScript prints the name of the zone in brackets.
    let bare = text.split_once(" (").map_or(text, |(bare, _)| bare);
    if let Ok(at) = DateTime::parse_from_str(bare, JAVASCRIPT) {
        return Some(at.to_utc());
    }
    let local = LOCAL.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let midnight = || day_alone(text)?.and_hms_opt(0, 0, 0);
    local.or_else(midnight).filter(|at| sane(at.date())).map(|at| at.and_utc())
}

/// A day; of an instant the one in UTC.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    day_alone(text).or_else(|| instant(text).map(|at| at.date_naive())).filter(|day| sane(*day))
}

fn day_alone(text: &str) -> Option<NaiveDate> {
    DAYS.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

/// Years that sort as text, and that somebody can mean.
fn sane(day: NaiveDate) -> bool {
    use chrono::Datelike;
    (1900..=2999).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_all_sources_are_read() {
        for text in [
            "2023-03-21T13:04:10.000Z",
            "2023-03-21T14:04:10+01:00",
            "2023-03-21 13:04:10",
            "2023-03-21T14:04:10.000+0100",
            "2023-03-21 13:04:10 UTC",
            "Tue Mar 21 2023 13:04:10 GMT+0000 (GMT)",
            "Tue Mar 21 2023 15:04:10 GMT+0200 (Central European Summer Time)",
        ] {
            let at = instant(text).map(|at| at.to_rfc3339());
            assert_eq!(at.as_deref(), Some("2023-03-21T13:04:10+00:00"), "{text}");
        }
        for text in
            ["21/Mar/23 1:04 PM", "21/Mar/23 13:04", "2023-03-21 13:04", "21/Mar/23 1:04\u{202f}PM"]
        {
            let at = instant(text).map(|at| at.to_rfc3339());
            assert_eq!(at.as_deref(), Some("2023-03-21T13:04:00+00:00"), "{text}");
        }
        for text in ["2023-03-21", "21/Mar/23", "Mar 21, 2023", "21/Mar/23 1:04 PM"] {
            assert_eq!(
                day(text).map(|day| day.to_string()).as_deref(),
                Some("2023-03-21"),
                "{text}"
            );
        }
        for text in ["", "soon", "2023-02-30", "0001-01-01", "21.3.2023"] {
            assert_eq!((instant(text), day(text)), (None, None), "{text}");
        }
    }
}
