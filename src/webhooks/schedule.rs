//! When a delivery that failed is tried again.

use chrono::TimeDelta;

/// The longest wait that a receiver may ask for.
const MAX_WAIT: TimeDelta = TimeDelta::days(1);

/// The pause behind the attempt with this number (from 1); none when it was the last.
///
/// Each delivery strays from the schedule by up to a fifth in its own way, so that what failed together is not
/// tried together.
pub(super) fn pause(
    seconds: &[u32],
    attempt: i32,
    id: &str,
    asked: Option<TimeDelta>,
) -> Option<TimeDelta> {
    let turn = usize::try_from(attempt).ok()?.checked_sub(1)?;
    let seconds = f64::from(*seconds.get(turn)?);
    let chance =
        f64::from(crc32fast::hash(format!("{id} {attempt}").as_bytes())) / f64::from(u32::MAX);
    let strayed = std::time::Duration::from_secs_f64(seconds * (0.8 + 0.4 * chance));
    let pause = TimeDelta::from_std(strayed).unwrap_or(MAX_WAIT);
    Some(asked.map_or(pause, |asked| pause.max(asked.min(MAX_WAIT))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_stray_and_end() {
        let schedule = [10, 100];
        let seconds = |attempt, asked| {
            pause(&schedule, attempt, "id", asked).map(|pause| pause.num_milliseconds())
        };
        assert!((8_000..=12_000).contains(&seconds(1, None).unwrap()));
        assert!((80_000..=120_000).contains(&seconds(2, None).unwrap()));
        assert_eq!(seconds(3, None), None);
        assert_eq!(seconds(1, Some(TimeDelta::seconds(60))), Some(60_000));
        assert_eq!(seconds(1, Some(TimeDelta::days(400))), Some(86_400_000));
        assert_ne!(pause(&schedule, 1, "a", None), pause(&schedule, 1, "b", None));
        assert_eq!(pause(&[], 1, "a", None), None);
    }
}
