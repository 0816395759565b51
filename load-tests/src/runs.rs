//! The runs: each measures figures or proves a promise, and returns a
//! [`Report`](crate::report::Report).

pub mod ack;
pub mod board;
pub mod cold_open;
pub mod drag;
pub mod durability;
pub mod idle;
pub mod kill;
mod line;
mod person;
mod typing;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar of `steps` on a terminal, nothing elsewhere.
fn progress(steps: u64, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(steps);
    let template = "{msg} {wide_bar} {pos}/{len} {eta}";
    // A constant template is valid; without it the default bar is shown.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}
