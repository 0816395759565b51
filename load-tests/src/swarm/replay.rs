//! Recorded keystrokes as the updates that a Yjs client would send.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use yrs::block::ClientID;
use yrs::{Doc, OffsetKind, Options, ReadTxn, Text, Transact, TransactionMut, WriteTxn};

use crate::peer::TEXT;
use crate::trace::{Patch, Trace};

/// The keystrokes of one writer, encoded ahead of the run.
#[derive(Debug, Default)]
pub(super) struct Recording {
    bytes: Vec<u8>,
    /// Where each edit ends in `bytes`, and the writer's clock after it.
    edits: Vec<(usize, u32)>,
    /// The clock after each edit that brought new clocks.
    ends: Vec<u32>,
}

impl Recording {
    /// Encodes a trace as typed by `client`.
    pub(super) fn encode(trace: &Trace, client: u32) -> Result<Self> {
        let doc = typist(client);
        let mut made = Self::default();
        let mut clock = 0;
        for patch in trace.patches() {
            let mut txn = doc.transact_mut();
            strike(&mut txn, patch);
            made.bytes.extend(txn.encode_update_v1());
            let now = txn.state_vector().get(&doc.client_id());
            if now > clock {
                made.ends.push(now);
                clock = now;
            }
            made.edits.push((made.bytes.len(), clock));
        }
        Ok(made)
    }

    /// The update of an edit, and the clock after it.
    pub(super) fn edit(&self, number: usize) -> Option<(&[u8], u32)> {
        let (end, clock) = *self.edits.get(number)?;
        let before = number.checked_sub(1).and_then(|before| self.edits.get(before));
        let start = before.map_or(0, |(end, _)| *end);
        Some((self.bytes.get(start..end)?, clock))
    }

    /// How many edits with new clocks are whole before `clock`.
    pub(super) fn units_before(&self, clock: u32) -> u32 {
        let count = self.ends.partition_point(|end| *end <= clock);
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// A whole trace as one update, with its history.
pub(super) fn whole(trace: &Trace, client: u32) -> Vec<u8> {
    let doc = typist(client);
    for patch in trace.patches() {
        // One transaction each: neighbours join at its end, which keeps the next search short.
        let mut txn = doc.transact_mut();
        strike(&mut txn, patch);
    }
    doc.transact().encode_state_as_update_v1(&yrs::StateVector::default())
}

/// One keystroke: what it deletes, and what it inserts there.
fn strike(txn: &mut TransactionMut<'_>, patch: &Patch) {
    let text = txn.get_or_insert_text(TEXT);
    if patch.1 > 0 {
        text.remove_range(txn, patch.0, patch.1);
    }
    if !patch.2.is_empty() {
        text.insert(txn, patch.0, &patch.2);
    }
}

/// A document that keeps its history, with positions as JavaScript counts them.
fn typist(client: u32) -> Doc {
    let options = Options {
        skip_gc: false,
        offset_kind: OffsetKind::Utf16,
        ..Options::with_client_id(ClientID::new(u64::from(client)))
    };
    Doc::with_options(options)
}

/// A trace by its name among the shipped ones, or by its path.
pub(super) fn find(name: &str) -> Result<Trace> {
    let path = path_of(name);
    Trace::read(&path).with_context(|| format!("the trace {name}"))
}

/// The file of a recorded document: a path, or a name in `data/`.
pub(super) fn path_of(name: &str) -> PathBuf {
    let path = PathBuf::from(name);
    if path.exists() {
        return path;
    }
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    data.join(format!("{name}.json.gz"))
}
