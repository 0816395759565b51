//! A client's presence: where its cursor is, said at a steady pace and renewed.

use std::sync::atomic::Ordering;

use crate::peer::{Dialect, encode_presence};
use crate::scenario::Phase;

use super::books::Window;
use super::clock::micros;
use super::socket::Outgoing;
use super::table::Speaker;

/// Stock clients renew their presence after 15 s; servers forget it after 30 s.
const RENEWAL: u64 = 15_000_000;

/// The presence of one client.
pub(super) struct Voice {
    id: u32,
    dialect: Dialect,
    /// Microseconds between states; none when only renewed.
    interval: Option<u64>,
    /// When the next state is due; none before the first.
    next: Option<u64>,
    /// No movement from here on.
    end: u64,
}

impl Voice {
    pub(super) fn new(id: u32, dialect: Dialect) -> Self {
        Self { id, dialect, interval: None, next: None, end: 0 }
    }

    /// Takes up a phase. `share` spreads the speakers evenly over an interval.
    pub(super) fn begin(&mut self, phase: &Phase, window: Window, share: f64) {
        let interval = (phase.presence > 0.0).then(|| micros(1.0 / phase.presence));
        self.interval = interval;
        self.end = window.end;
        if let Some(interval) = interval {
            self.next = Some(window.begin + micros(super::clock::float(interval) / 1e6 * share));
        }
    }

    /// Moves no more. Also nothing is renewed until the next phase: a drain is shorter than that.
    pub(super) fn stop(&mut self) {
        self.interval = None;
        self.end = 0;
    }

    /// When the next state is due.
    pub(super) fn due(&self) -> Option<u64> {
        self.next.filter(|next| *next < self.end)
    }

    /// Says what is due.
    pub(super) fn say(&mut self, speaker: &Speaker, out: &mut Outgoing<'_>, now: u64) {
        let Some(due) = self.due().filter(|due| *due <= now) else { return };
        self.repeat(speaker, out, now);
        // What was missed is not made up for: only the latest place counts.
        let interval = self.interval.unwrap_or(RENEWAL);
        let missed = now.saturating_sub(due) / interval.max(1);
        self.next = Some(due + interval * (missed + 1));
    }

    /// Says where the cursor is now.
    pub(super) fn repeat(&mut self, speaker: &Speaker, out: &mut Outgoing<'_>, now: u64) {
        let clock = speaker.clock.load(Ordering::Relaxed) + 1;
        speaker.times.note(clock, now);
        speaker.clock.store(clock, Ordering::Relaxed);
        let id = self.id;
        let state = format!(
            r##"{{"user":{{"name":"Guest {id}","color":"#30bced"}},"cursor":{{"anchor":{clock},"head":{clock}}}}}"##
        );
        let states = encode_presence(u64::from(id), u64::from(clock), &state);
        out.send(&self.dialect.awareness(&states));
    }

    /// Whether anything was ever said.
    pub(super) fn speaks(&self) -> bool {
        self.next.is_some()
    }
}
