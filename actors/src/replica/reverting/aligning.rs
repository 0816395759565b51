//! Which things of two sequences are the same (E. Myers, An O(ND) difference algorithm and its variations, 1986).

use std::ops::Range;
use std::time::{Duration, Instant};

use similar::DiffTag;
use similar::algorithms::{Capture, Replace, myers};

/// So long two sequences are compared; what was not by then counts as different.
const PATIENCE: Duration = Duration::from_millis(50);

/// Things of the first that give way to things of the second.
pub(super) type Change = (Range<usize>, Range<usize>);

/// What differs, from the first thing to the last; everything between stays.
pub(super) fn changes<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Change> {
    let mut found = Replace::new(Capture::new());
    let (here, there) = (0..old.len(), 0..new.len());
    let until = Instant::now().checked_add(PATIENCE);
    let Ok(()) = myers::diff_deadline_raw(&mut found, old, here, new, there, until);
    let steps = found.into_inner().into_ops().into_iter().map(|step| step.as_tag_tuple());
    steps.filter(|(tag, ..)| *tag != DiffTag::Equal).map(|(_, gone, come)| (gone, come)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_common_stays() {
        let changes = |old: &str, new: &str| {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            changes(&letters(old), &letters(new))
        };
        assert_eq!(changes("", ""), []);
        assert_eq!(changes("abc", "abc"), []);
        assert_eq!(changes("", "ab"), [(0..0, 0..2)]);
        assert_eq!(changes("abxcde", "abcyde"), [(2..3, 2..2), (4..4, 3..4)]);
        assert_eq!(changes("abc", "axc"), [(1..2, 1..2)]);
    }
}
