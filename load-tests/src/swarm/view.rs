//! The run as it goes, in a few lines of a terminal; silent elsewhere.

use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::result::Tick;

use super::clock::float;

/// The live view.
pub(super) struct View {
    all: MultiProgress,
    bar: ProgressBar,
    rates: ProgressBar,
    costs: ProgressBar,
}

impl View {
    pub(super) fn new(title: &str) -> Self {
        let all = MultiProgress::new();
        // Constant templates are valid; without them the default look is shown.
        let line = |template: &str| {
            let bar = all.add(ProgressBar::new(1));
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar
        };
        let bar = line("{prefix}: {msg} {wide_bar} {percent} %");
        bar.set_prefix(title.to_owned());
        let (rates, costs) = (line("  {msg}"), line("  {msg}"));
        Self { all, bar, rates, costs }
    }

    /// What happens now, and how long the bar is.
    pub(super) fn stage(&self, name: &str, length: u64) {
        self.bar.set_length(length);
        self.bar.set_position(0);
        self.bar.set_message(name.to_owned());
    }

    pub(super) fn progress(&self, position: u64) {
        self.bar.set_position(position);
    }

    /// The figures of the last second.
    pub(super) fn tick(&self, tick: &Tick) {
        let p99 = Duration::from_micros(tick.latency_p99).as_secs_f64() * 1000.0;
        self.rates.set_message(format!(
            "{} sent/s, {} delivered/s, p99 {p99:.1} ms",
            tick.sent, tick.delivered
        ));
        let server = tick.server_cores.zip(tick.server_memory).map_or_else(
            || "server: process not known".to_owned(),
            |(cores, memory)| format!("server: {cores:.2} cores, {:.1} MB", float(memory) / 1e6),
        );
        self.costs.set_message(format!("{server}; generator: {:.2} cores", tick.generator_cores));
    }

    pub(super) fn end(&self) {
        // A terminal that is gone needs no cleaning.
        let _ = self.all.clear();
    }
}
