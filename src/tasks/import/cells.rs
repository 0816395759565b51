//! From one cell to a value.

use renexus_wire::task::Priority;

use super::MAX_NAME;

/// Most points of an estimate.
const MOST_POINTS: f64 = 1_000_000.0;

/// A priority in the words of any source.
pub(super) fn priority(text: &str) -> Option<Priority> {
    let word = text.to_lowercase();
    // GitHub's templates number them: `P0`, or put a picture in front.
    let word = word.trim_start_matches(|first: char| !first.is_ascii_alphanumeric());
    // Others add what it means: `P1 - Critical`.
    ranked(word).or_else(|| ranked(word.split(|sign: char| !sign.is_alphanumeric()).next()?))
}

fn ranked(word: &str) -> Option<Priority> {
    Some(match word {
        "" | "none" | "no priority" | "unset" | "undecided" | "unprioritized" | "not evaluated" => {
            Priority::None
        }
        "low" | "lowest" | "minor" | "trivial" | "p3" | "p4" | "4" => Priority::Low,
        "medium" | "normal" | "major" | "p2" | "3" => Priority::Medium,
        "high" | "p1" | "2" => Priority::High,
        "urgent" | "highest" | "critical" | "blocker" | "p0" | "1" => Priority::Urgent,
        "0" => Priority::None,
        _ => return None,
    })
}

/// Points; some sources write `3.0`.
pub(super) fn estimate(text: &str) -> Option<i32> {
    let points: f64 = text.parse().ok()?;
    if !(0.0..=MOST_POINTS).contains(&points) {
        return None;
    }
    // Rounded and within bounds: the text has no fraction any more.
    format!("{:.0}", points.round()).parse().ok()
}

/// Names between commas, without doubles.
pub(super) fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty()) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// A name, if it is not too long.
pub(super) fn name(text: &str) -> Option<String> {
    (text.chars().count() <= MAX_NAME).then(|| text.to_owned())
}

/// The key in an address: `https://github.com/ren/exus/issues/42` is `ren/exus#42`.
pub(super) fn address(text: &str) -> String {
    let parts: Vec<_> = text.trim_end_matches('/').rsplit('/').take(4).collect();
    match parts.as_slice() {
        [number, "issues" | "pull", name, owner] if number.parse::<u64>().is_ok() => {
            format!("{owner}/{name}#{number}")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_all_sources_are_known() {
        for (word, meant) in [
            ("No priority", Priority::None),
            ("Urgent", Priority::Urgent),
            ("Highest", Priority::Urgent),
            ("Major", Priority::Medium),
            ("P1", Priority::High),
            ("🏔 High", Priority::High),
            ("P1 - Critical", Priority::High),
            ("Not Evaluated", Priority::None),
        ] {
            assert_eq!(priority(word), Some(meant), "{word}");
        }
        assert_eq!(priority("whenever"), None);
        assert_eq!((estimate("3.0"), estimate("5"), estimate("2.5")), (Some(3), Some(5), Some(3)));
        assert_eq!((estimate("-1"), estimate("NaN"), estimate("1e9")), (None, None, None));
        assert_eq!(names("a, b,, a; c"), ["a", "b", "c"]);
        assert_eq!(address("https://github.com/ren/exus/issues/42"), "ren/exus#42");
        assert_eq!(address("42"), "42");
    }
}
