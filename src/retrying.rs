//! How long others want to be left alone.

use chrono::{DateTime, TimeDelta, Utc};

/// Reads `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3).
pub(crate) fn retry_after(text: &str, now: DateTime<Utc>) -> Option<TimeDelta> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(TimeDelta::seconds(seconds.into()));
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?;
    Some((at.with_timezone(&Utc) - now).max(TimeDelta::zero()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wish_of_the_receiver_is_read() {
        let now = DateTime::from_timestamp(1_445_412_470, 0).unwrap();
        assert_eq!(retry_after(" 120 ", now), Some(TimeDelta::seconds(120)));
        let date = "Wed, 21 Oct 2015 07:28:00 GMT";
        assert_eq!(retry_after(date, now), Some(TimeDelta::seconds(10)));
        assert_eq!(retry_after(date, now + TimeDelta::days(1)), Some(TimeDelta::zero()));
        assert_eq!((retry_after("soon", now), retry_after("-1", now)), (None, None));
    }
}
