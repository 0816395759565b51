//! What the conductor tells the clients, and what they tell back.

use serde::{Deserialize, Serialize};

use super::books::{Closed, Recorded, Window};

/// What everybody does now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stage {
    /// Clients arrive; nobody writes.
    #[default]
    Ramp,
    /// A phase of the scenario.
    Phase {
        /// Which one.
        phase: usize,
        /// When it runs.
        window: Window,
        /// Clock and number of updates of every writer at its beginning.
        writers: Vec<(u32, u32)>,
    },
    /// Nobody writes; what is on its way arrives.
    Drain,
    /// The end: everybody closes the books and leaves.
    Over {
        /// The clock of every writer.
        writers: Vec<u32>,
        /// The presence clock of every speaker.
        speakers: Vec<u32>,
    },
}

/// What a thread of clients tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Told {
    /// How far it is, ten times a second.
    Beat(Beat),
    /// What the last second brought.
    Second(SecondTold),
    /// Where its writers and speakers stand, in a drain.
    Standing(Standing),
    /// Its books; it has ended.
    Closed(Closed),
    /// It cannot go on.
    Failed(String),
}

/// How far a thread is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Beat {
    /// Which thread, over all processes.
    pub(super) thread: usize,
    /// Clients that are synced.
    pub(super) synced: u64,
    /// Updates that arrived since the run began.
    pub(super) arrived: u64,
    /// Everything that arrived since the run began.
    pub(super) stirred: u64,
    /// Writers that have nothing more to write in this phase.
    pub(super) done: u64,
}

/// What a second brought.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct SecondTold {
    pub(super) sent: u64,
    pub(super) delivered: u64,
    pub(super) acknowledged: u64,
    pub(super) latency: Recorded,
}

/// Where the writers of one thread stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Standing {
    pub(super) thread: usize,
    /// Number of the writer, its clock, its updates.
    pub(super) writers: Vec<(usize, u32, u32)>,
    /// Number of the speaker, its clock.
    pub(super) speakers: Vec<(usize, u32)>,
}
