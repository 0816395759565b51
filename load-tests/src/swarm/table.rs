//! What all clients of a process share about the writers: how far each is, and when it sent what.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use tokio::sync::Notify;

use super::replay::Recording;

/// Send times kept of each sender; older ones are forgotten and not measured.
const MOST_TIMES: u32 = 65_536;
const LEAST_TIMES: u32 = 64;

/// Bits of a slot that hold the time: nine years of microseconds. The others tell its number.
const TIME_BITS: u32 = 48;

/// When a sender sent its latest things, by their number.
pub(super) struct Times {
    slots: Box<[AtomicU64]>,
    epoch: u64,
}

impl Times {
    /// Room for `wanted` times, within bounds. Times are kept since `epoch`.
    pub(super) fn new(wanted: u32, epoch: u64) -> Self {
        let room = wanted.clamp(LEAST_TIMES, MOST_TIMES).next_power_of_two();
        Self { slots: (0..room).map(|_| AtomicU64::new(u64::MAX)).collect(), epoch }
    }

    fn slot(&self, number: u32) -> Option<&AtomicU64> {
        let number = usize::try_from(number).ok()?;
        self.slots.get(number & self.slots.len().wrapping_sub(1))
    }

    /// Notes when `number` was sent.
    pub(super) fn note(&self, number: u32, at: u64) {
        let tag = u64::from(number & 0xffff) << TIME_BITS;
        if let Some(slot) = self.slot(number) {
            slot.store(tag | at.saturating_sub(self.epoch), Ordering::Release);
        }
    }

    /// When `number` was sent, unless that is forgotten or not known here.
    pub(super) fn get(&self, number: u32) -> Option<u64> {
        let value = self.slot(number)?.load(Ordering::Acquire);
        let fits = value != u64::MAX && value >> TIME_BITS == u64::from(number & 0xffff);
        fits.then_some((value & ((1 << TIME_BITS) - 1)) + self.epoch)
    }
}

/// How the clocks of a writer divide into updates during a phase.
#[derive(Clone, Debug)]
pub(super) struct Grain {
    /// The writer's clock when the phase begins.
    pub(super) clock: u32,
    /// How many updates it had written by then.
    pub(super) units: u32,
    /// Clocks of each update.
    pub(super) length: u32,
    /// Updates of different lengths.
    pub(super) recording: Option<Arc<Recording>>,
}

impl Grain {
    /// How many updates are whole when everything before `clock` has arrived.
    fn whole_before(&self, clock: u32) -> u32 {
        let into = clock.saturating_sub(self.clock);
        self.units
            + match &self.recording {
                Some(recording) => recording.units_before(into),
                None => into / self.length.max(1),
            }
    }
}

/// One writer.
pub(super) struct Line {
    /// Its clock: everything before it is sent.
    pub(super) clock: AtomicU32,
    /// Updates sent that brought new clocks.
    pub(super) units: AtomicU32,
    /// When each of those was sent.
    pub(super) times: Times,
    /// Updates that the first reader has, where writers wait for it.
    pub(super) reached: AtomicU32,
    /// Told when `reached` grows.
    pub(super) news: Notify,
    /// Whether it has nothing more to write in this phase.
    pub(super) done: AtomicBool,
    /// How its clocks divide, phase by phase.
    grains: Vec<OnceLock<Grain>>,
}

impl Line {
    pub(super) fn new(times: Times, phases: usize) -> Self {
        Self {
            clock: AtomicU32::new(0),
            units: AtomicU32::new(0),
            times,
            reached: AtomicU32::new(0),
            news: Notify::new(),
            done: AtomicBool::new(false),
            grains: (0..phases).map(|_| OnceLock::new()).collect(),
        }
    }

    /// Says how clocks divide from now on.
    pub(super) fn begin(&self, phase: usize, grain: Grain) {
        if let Some(place) = self.grains.get(phase) {
            // Every thread says the same.
            let _ = place.set(grain);
        }
        self.done.store(false, Ordering::Relaxed);
    }

    /// The numbers of the updates that become whole between two clocks.
    pub(super) fn units_between(&self, from: u32, to: u32) -> std::ops::Range<u32> {
        self.whole_before(from)..self.whole_before(to)
    }

    fn whole_before(&self, clock: u32) -> u32 {
        let begun = self.grains.iter().rev().filter_map(OnceLock::get);
        let grain = begun.into_iter().find(|grain| grain.clock <= clock);
        grain.map_or(0, |grain| grain.whole_before(clock))
    }
}

/// Everybody who sends, in this process or another.
pub(super) struct Table {
    /// Writers of all documents, document by document.
    pub(super) writers: Vec<Line>,
    /// Presence of all documents, document by document.
    pub(super) speakers: Vec<Speaker>,
}

/// One client that shows presence.
pub(super) struct Speaker {
    /// The clock of its latest state.
    pub(super) clock: AtomicU32,
    /// When each state was sent.
    pub(super) times: Times,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_forgotten_and_never_mixed_up() {
        let times = Times::new(64, 1000);
        for number in 0..100 {
            times.note(number, 2000 + u64::from(number));
        }
        assert_eq!(times.get(99), Some(2099));
        assert_eq!(times.get(10), None, "its place is taken by 74");
        assert_eq!(times.get(100), None, "not sent yet");
    }

    #[test]
    fn an_update_counts_with_its_last_clock() {
        let line = Line::new(Times::new(64, 0), 2);
        line.begin(0, Grain { clock: 0, units: 0, length: 1, recording: None });
        line.begin(1, Grain { clock: 10, units: 10, length: 100, recording: None });
        assert_eq!(line.units_between(3, 8), 3..8);
        assert_eq!(line.units_between(9, 109), 9..10, "the paste lacks its last clock");
        assert_eq!(line.units_between(109, 310), 10..13);
    }
}
