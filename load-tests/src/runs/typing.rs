//! A typist: one peer that makes edits at a steady rate, each with a name of
//! its own by which it can be found again.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval_at};
use yrs::{GetString, Map, ReadTxn, Text, WriteTxn};

use crate::peer::{Peer, PeerError, TEXT};

/// The shared map that holds an entry per edit.
const EDITS: &str = "edits";

/// One edit: an entry with its name in the map, and one character at the
/// front of the text. Both stand in one update, so one without the other
/// means that an update was torn.
pub(super) fn make_edit(peer: &Peer, name: &str) -> Result<(), PeerError> {
    peer.apply_local(|txn| {
        let edits = txn.get_or_insert_map(EDITS);
        edits.insert(txn, name.to_owned(), true);
        let text = txn.get_or_insert_text(TEXT);
        text.insert(txn, 0, "x");
    })
}

/// The edits found in a document.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Names in the map.
    pub(super) names: BTreeSet<String>,
    /// Characters in the text: as many as names, unless an update was torn.
    pub(super) characters: usize,
}

impl Found {
    /// Reads a peer's copy.
    pub(super) fn read(peer: &Peer) -> Self {
        peer.read(Self::of)
    }

    /// Reads any copy.
    pub(super) fn of(txn: &yrs::Transaction<'_>) -> Self {
        Self {
            names: txn
                .get_map(EDITS)
                .map(|edits| edits.keys(txn).map(str::to_owned).collect())
                .unwrap_or_default(),
            characters: txn
                .get_text(TEXT)
                .map(|text| text.get_string(txn).len())
                .unwrap_or_default(),
        }
    }
}

/// When and how fast to type.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    first: Instant,
    pause: Duration,
    until: Instant,
}

impl Pace {
    /// `rate` edits a second over `typists`, from now on for `long`.
    pub(super) fn shared(rate: u32, typists: u32, long: Duration) -> Self {
        let pause = Duration::from_secs(1) * typists.max(1) / rate.max(1);
        let now = Instant::now();
        Self { first: now, pause, until: now + long }
    }

    /// The pace of one typist: they do not strike all at the same moment.
    pub(super) fn of(self, place: u32, typists: u32) -> Self {
        Self { first: self.first + self.pause * place / typists.max(1), ..self }
    }

    /// The same pace for less (or more) time.
    pub(super) fn lasting(self, long: Duration) -> Self {
        Self { until: self.first + long, ..self }
    }
}

/// Types until the connection or the time ends. The edits are named
/// `{prefix}.1`, `{prefix}.2`, …
pub(super) async fn type_on(peer: &Peer, prefix: &str, pace: Pace) {
    let mut ticks = interval_at(pace.first, pace.pause);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    loop {
        ticks.tick().await;
        if Instant::now() >= pace.until {
            return;
        }
        let name = format!("{prefix}.{}", peer.sent() + 1);
        if make_edit(peer, &name).is_err() {
            return;
        }
    }
}
