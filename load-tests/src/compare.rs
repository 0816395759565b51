//! Several targets under one scenario, in turn: A B C, A B C, …
//!
//! Taking turns spreads what the machine does by itself over all targets, and
//! ratios are taken within a round, so that a slow minute does not count
//! against one of them.

mod comparison;
mod markdown;
mod notes;
mod ratio;
mod require;
mod table;
mod turns;

pub use comparison::{Checked, Comparison, Failure, Round};
pub use markdown::markdown;
pub use notes::notes;
pub use ratio::{Spread, median, median_by_target, paired_ratio, ratio_words};
pub use require::{BEST_PEER, FLOOR, Requirement};
pub use table::{lines, measured};
pub use turns::{ComparePlan, compare};

#[cfg(test)]
mod tests;
