//! Days in queries: named, counted from today, or written out.

use chrono::{Days, NaiveDate};

/// Most days that a relative day may lie away: a century.
const FARTHEST_DAYS: i64 = 36_600;
/// Days of a week.
const WEEK: i64 = 7;

/// A day as a query names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// This one.
    On(NaiveDate),
    /// So many days after today; before it when negative.
    FromToday(i64),
}

impl Day {
    /// What days look like, for errors.
    pub(super) const EXPECTED: &'static str =
        "days are written 2026-12-31, today, tomorrow, yesterday, +7d or -2w";

    /// Reads a day.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "today" => return Some(Self::FromToday(0)),
            "tomorrow" => return Some(Self::FromToday(1)),
            "yesterday" => return Some(Self::FromToday(-1)),
            _ => {}
        }
        if text.starts_with(['+', '-']) {
            let (number, unit) = text.split_at_checked(text.len() - 1)?;
            let step = match unit {
                "d" => 1,
                "w" => WEEK,
                _ => return None,
            };
            let days = number.parse::<i64>().ok()?.checked_mul(step)?;
            return (days.abs() <= FARTHEST_DAYS).then_some(Self::FromToday(days));
        }
        // Four digits of a year: a longer one would sort wrongly as text.
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        day.filter(|_| text.len() == 10).map(Self::On)
    }

    /// The day in the calendar.
    pub fn date(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::On(day) => day,
            Self::FromToday(days) => {
                let away = Days::new(days.unsigned_abs());
                let day = match days < 0 {
                    true => today.checked_sub_days(away),
                    false => today.checked_add_days(away),
                };
                day.unwrap_or(today)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read() {
        let today = NaiveDate::from_ymd_opt(2026, 2, 27).unwrap();
        let told = |text: &str| Day::parse(text).map(|day| day.date(today).to_string());
        assert_eq!(told("2026-12-01").as_deref(), Some("2026-12-01"));
        assert_eq!(told("Today").as_deref(), Some("2026-02-27"));
        assert_eq!(told("tomorrow").as_deref(), Some("2026-02-28"));
        assert_eq!(told("yesterday").as_deref(), Some("2026-02-26"));
        assert_eq!(told("+1w").as_deref(), Some("2026-03-06"));
        assert_eq!(told("-30d").as_deref(), Some("2026-01-28"));
        for wrong in ["2026-02-30", "2026-1-1", "+7", "+d", "soon", "+99999d", "-é", "20260-01-01"]
        {
            assert_eq!(told(wrong), None, "{wrong}");
        }
    }
}
