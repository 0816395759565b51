//! How probable it is that something is late, and why, in words.

use super::number::real;

/// A probability with its reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// From 0 to 1.
    pub probability: f64,
    /// Why.
    pub reason: String,
}

/// How probable it is that work of this age is not done within the days that are left, from how long finished work
/// took (days, ascending). `since` says what the age counts from.
pub fn late(finished: &[f64], age: f64, left: f64, since: &str) -> Risk {
    let longer = finished.len() - finished.partition_point(|took| *took <= age);
    let too_long = finished.len() - finished.partition_point(|took| *took <= age + left);
    let probability = (real(too_long) + 0.5) / (real(longer) + 1.0);
    let reason = match (left < 0.0, longer) {
        (true, _) => format!("It was due {} ago.", days(-left)),
        (false, 0) => format!(
            "{} {since}; none of {} finished tasks took so long.",
            capital(&days(age)),
            finished.len()
        ),
        (false, _) => format!(
            "{} {since}; of {longer} finished tasks that took longer than that, {too_long} took more than the {} \
             that are left.",
            capital(&days(age)),
            days(left)
        ),
    };
    let probability = if left < 0.0 { 1.0 } else { probability };
    Risk { probability, reason }
}

/// How probable it is that so many tasks are not all done within so many days, given the share of runs in which they are.
pub fn unfinished(open: usize, left: f64, kept: f64, likely: usize) -> Risk {
    let reason = match (open, left < 0.0) {
        (0, _) => "Everything in it is done.".to_owned(),
        (_, true) => format!("{} open, and it is over.", tasks(open)),
        _ => format!(
            "{} open, {} left; at the pace so far there is an even chance of {likely} or more.",
            tasks(open),
            days(left)
        ),
    };
    let probability = match (open, left < 0.0) {
        (0, _) => 0.0,
        (_, true) => 1.0,
        _ => 1.0 - kept,
    };
    Risk { probability, reason }
}

/// A number of days in words.
pub fn days(days: f64) -> String {
    if days < 0.95 {
        return "less than a day".to_owned();
    }
    if days < 1.5 {
        return "1 day".to_owned();
    }
    format!("{days:.0} days")
}

fn tasks(count: usize) -> String {
    if count == 1 { "1 task is".to_owned() } else { format!("{count} tasks are") }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn risk_grows_with_age_and_says_why() {
        let finished: Vec<f64> = (1..=20).map(f64::from).collect();
        let fresh = late(&finished, 0.0, 10.0, "since work began");
        let old = late(&finished, 8.0, 2.0, "since work began");
        assert!(fresh.probability < 0.55 && old.probability > 0.75, "{fresh:?} {old:?}");
        assert_eq!(
            old.reason,
            "8 days since work began; of 12 finished tasks that took longer than that, 10 took more than the 2 days \
             that are left."
        );
        assert_eq!(late(&finished, 1.0, -3.0, "").reason, "It was due 3 days ago.");
        assert!(late(&finished, 1.0, -3.0, "").probability >= 1.0);
        assert!(unfinished(0, 3.0, 0.2, 9).probability <= 0.0);
        assert!((unfinished(4, 3.0, 0.2, 9).probability - 0.8).abs() < 1e-9);
    }
}
