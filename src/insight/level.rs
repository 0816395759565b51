//! The levels that forecasts are given at, and the two questions.

use serde::{Deserialize, Serialize};

/// How many levels there are.
pub const LEVELS: usize = 4;

/// The share of outcomes that each level promises.
pub const SHARES: [f64; LEVELS] = [0.5, 0.7, 0.85, 0.95];

/// What the levels are called.
pub const NAMES: [&str; LEVELS] = ["P50", "P70", "P85", "P95"];

/// How many sizes of each question a back-test asks.
pub const RUNGS: usize = 4;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// When will so many items be done?
    When,
    /// How many items are done within so many days?
    HowMany,
}

impl Question {
    /// Both.
    pub const ALL: [Self; 2] = [Self::When, Self::HowMany];

    /// The sizes that a back-test asks: items, or days.
    pub fn rungs(self) -> [usize; RUNGS] {
        match self {
            Self::When => [5, 10, 20, 50],
            Self::HowMany => [7, 14, 28, 56],
        }
    }

    /// The rung whose size is nearest, by ratio.
    pub fn nearest(self, size: usize) -> usize {
        let below = |(small, large): (&usize, &usize)| size * size > small * large;
        let rungs = self.rungs();
        rungs.iter().zip(rungs.iter().skip(1)).take_while(|pair| below(*pair)).count()
    }

    /// Its name in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::HowMany => "how_many",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rung_is_found_by_ratio() {
        let near = |size| Question::When.nearest(size);
        assert_eq!(
            [near(1), near(7), near(8), near(14), near(15), near(31), near(32), near(900)],
            [0, 0, 1, 1, 2, 2, 3, 3]
        );
    }
}
