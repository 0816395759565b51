//! Conditional requests for a file (RFC 9110, section 13).

use chrono::{DateTime, Utc};

/// The conditions of a request, as its headers have them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Conditions<'a> {
    /// `If-Match`.
    pub if_match: Option<&'a str>,
    /// `If-None-Match`.
    pub if_none_match: Option<&'a str>,
    /// `If-Modified-Since`.
    pub if_modified_since: Option<&'a str>,
    /// `If-Unmodified-Since`.
    pub if_unmodified_since: Option<&'a str>,
    /// `If-Range`.
    pub if_range: Option<&'a str>,
}

/// What becomes of a conditional request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is carried out.
    Go,
    /// Whoever asks has it already (304).
    NotModified,
    /// It is another one than they think (412).
    Failed,
}

/// What a file is at the moment.
#[derive(Clone, Copy, Debug)]
pub struct Current<'a> {
    /// Its entity tag, without quotes; always a strong one.
    pub tag: &'a str,
    /// When its content came.
    pub modified: DateTime<Utc>,
}

impl Conditions<'_> {
    /// Judges in the order that section 13.2.2 gives.
    pub fn judge(&self, current: Current<'_>) -> Verdict {
        match (self.if_match, self.if_unmodified_since.and_then(date)) {
            (Some(list), _) if !names(list, current.tag, Comparison::Strong) => {
                return Verdict::Failed;
            }
            (None, Some(date)) if seconds(current.modified) > date => return Verdict::Failed,
            _ => {}
        }
        match (self.if_none_match, self.if_modified_since.and_then(date)) {
            (Some(list), _) if names(list, current.tag, Comparison::Weak) => Verdict::NotModified,
            (None, Some(date)) if seconds(current.modified) <= date => Verdict::NotModified,
            _ => Verdict::Go,
        }
    }

    /// Whether another server may answer, which has a tag and a date of its own: these conditions would go along to it.
    pub fn hold_elsewhere(&self) -> bool {
        let own = [self.if_match, self.if_modified_since, self.if_unmodified_since, self.if_range];
        own.iter().all(Option::is_none)
    }

    /// Whether a range may be answered: without `If-Range`, or when it names the current content.
    pub fn range_holds(&self, current: Current<'_>) -> bool {
        let Some(condition) = self.if_range else { return true };
        match date(condition) {
            Some(date) => seconds(current.modified) == date,
            None => names(condition, current.tag, Comparison::Strong) && condition.trim() != "*",
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Comparison {
    Strong,
    Weak,
}

/// Whether a list of entity tags names this one, or is `*`.
fn names(list: &str, tag: &str, comparison: Comparison) -> bool {
    let list = list.trim();
    if list == "*" {
        return true;
    }
    let mut rest = list;
    while let Some((before, after)) = rest.split_once('"') {
        let Some((found, next)) = after.split_once('"') else { return false };
        let weak = before.trim_end().ends_with("W/");
        if found == tag && (!weak || comparison == Comparison::Weak) {
            return true;
        }
        rest = next;
    }
    false
}

/// A date in the form that is sent today, in seconds.
fn date(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc2822(text.trim()).ok().map(|date| date.timestamp())
}

/// Dates in headers have whole seconds.
fn seconds(at: DateTime<Utc>) -> i64 {
    at.timestamp()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "Tue, 24 Nov 2026 08:00:00 GMT";
    const AT: &str = "Wed, 25 Nov 2026 08:00:00 GMT";
    const AFTER: &str = "Thu, 26 Nov 2026 08:00:00 GMT";

    fn current() -> Current<'static> {
        let modified = "2026-11-25T08:00:00.75Z".parse().unwrap();
        Current { tag: "abc", modified }
    }

    fn judge(conditions: Conditions<'_>) -> Verdict {
        conditions.judge(current())
    }

    /// SPEC FILE-10
    #[test]
    fn tags_decide_before_dates() {
        let none = |list| Conditions { if_none_match: Some(list), ..Conditions::default() };
        for list in ["\"abc\"", "W/\"abc\"", "\"x,y\", \"abc\"", "*"] {
            assert_eq!(judge(none(list)), Verdict::NotModified, "{list}");
        }
        for list in ["\"abd\"", "abc", "\"abc", ""] {
            assert_eq!(judge(none(list)), Verdict::Go, "{list}");
        }
        let both = Conditions { if_modified_since: Some(AFTER), ..none("\"other\"") };
        assert_eq!(judge(both), Verdict::Go);
        let matches = |list| Conditions { if_match: Some(list), ..Conditions::default() };
        assert_eq!(judge(matches("\"abc\"")), Verdict::Go);
        assert_eq!(judge(matches("*")), Verdict::Go);
        assert_eq!(judge(matches("W/\"abc\"")), Verdict::Failed, "weak tags match nothing");
        assert_eq!(judge(matches("\"other\"")), Verdict::Failed);
        let twice = Conditions { if_match: Some("\"other\""), ..none("\"abc\"") };
        assert_eq!(judge(twice), Verdict::Failed);
    }

    /// SPEC FILE-10
    #[test]
    fn dates_are_compared_in_whole_seconds() {
        let since = |date| Conditions { if_modified_since: Some(date), ..Conditions::default() };
        assert_eq!(judge(since(BEFORE)), Verdict::Go);
        assert_eq!(judge(since(AT)), Verdict::NotModified);
        assert_eq!(judge(since(AFTER)), Verdict::NotModified);
        assert_eq!(judge(since("yesterday")), Verdict::Go);
        let until = |date| Conditions { if_unmodified_since: Some(date), ..Conditions::default() };
        assert_eq!(judge(until(BEFORE)), Verdict::Failed);
        assert_eq!(judge(until(AT)), Verdict::Go);
    }

    /// SPEC FILE-10
    #[test]
    fn a_range_of_another_content_is_not_given() {
        let holds = |condition| {
            Conditions { if_range: condition, ..Conditions::default() }.range_holds(current())
        };
        assert!(holds(None) && holds(Some("\"abc\"")) && holds(Some(AT)));
        assert!(!holds(Some("\"old\"")) && !holds(Some("W/\"abc\"")) && !holds(Some(AFTER)));
        assert!(!holds(Some("nonsense")) && !holds(Some("*")));
    }
}
