//! Chance that comes out the same for the same seed: SplitMix64.

use std::time::Duration;

use chrono::Days;

/// Numbers that look like chance.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// Everything that follows depends on the seed alone.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1, without 1.
    pub(super) fn unit(&mut self) -> f64 {
        let part = u32::try_from(self.next() >> 32).unwrap_or_default();
        f64::from(part) / 4_294_967_296.0
    }

    /// Whether something happens that happens so often.
    pub(super) fn happens(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// A number below another; 0 below 0.
    pub(super) fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % most).unwrap_or_default()
    }

    /// A number of days below another.
    pub(super) fn days(&mut self, most: u64) -> Days {
        Days::new(self.next() % most.max(1))
    }

    /// A number between two, both of them included.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let many = usize::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.below(many)).unwrap_or_default()
    }

    /// One of several; there has to be one.
    pub(super) fn pick<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        let place = self.below(all.len());
        all.get(place).copied()
    }

    /// Around a median, with few that are much larger: the logarithm is normal with this spread.
    pub(super) fn tailed(&mut self, median: f64, spread: f64) -> i64 {
        let angle = std::f64::consts::TAU * self.unit();
        let normal = (-2.0 * (1.0 - self.unit()).ln()).sqrt() * angle.cos();
        whole(median * (spread * normal).exp())
    }
}

/// A number without its fraction.
pub(super) fn whole(number: f64) -> i64 {
    let seconds = Duration::from_secs_f64(number.clamp(0.0, 1e9)).as_secs();
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_is_the_same_chance() {
        let (mut one, mut two) = (Chance::new(7), Chance::new(7));
        for _ in 0..1_000 {
            let (first, second) = (one.tailed(10.0, 0.7), two.tailed(10.0, 0.7));
            assert_eq!(first, second);
            assert!((0.0..1.0).contains(&one.unit()) && (0.0..1.0).contains(&two.unit()));
            assert!((3..=5).contains(&one.between(3, 5)) && (3..=5).contains(&two.between(3, 5)));
        }
        assert_ne!(Chance::new(7).below(usize::MAX), Chance::new(8).below(usize::MAX));
    }
}
