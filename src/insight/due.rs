//! Whether a day suits a task that is not there yet: how long others took.

use super::risk;

/// How a day compares with how long tasks took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Due {
    /// How probable it is that a task takes longer, from 0 to 1.
    pub probability: f64,
    /// Tasks that took longer.
    pub late: usize,
    /// Tasks that were asked.
    pub of: usize,
}

/// What finished tasks, by the days that each took, say of one that is made now and due in so many days.
pub fn due(mut took: Vec<f64>, left: f64) -> Due {
    took.sort_unstable_by(f64::total_cmp);
    let late = took.len() - took.partition_point(|days| *days <= left);
    Due { probability: risk::late(&took, 0.0, left, "").probability, late, of: took.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_took_longer_speaks_against_a_day() {
        let found = due(vec![9.0, 3.0, 8.0], 5.0);
        assert_eq!((found.late, found.of), (2, 3));
        assert!((found.probability - 2.5 / 4.0).abs() < 1e-9, "{found:?}");
        assert!(due(vec![1.0; 20], 5.0).probability < 0.05);
    }
}
