//! The yrs document behind a document actor: plain Rust, no actor, no clock.
//!
//! Foreign bytes reach yrs only here, behind the structural validator and
//! inside `catch_unwind`: a panic of the library costs a replay, never the process.

mod ahead;
pub mod blocks;
mod editing;
pub mod export;
pub mod growing;
mod merging;
pub mod notes;
pub mod reverting;
pub mod rich;
#[cfg(test)]
mod tests;
pub mod weight;

use std::borrow::Cow;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use renexus_wire::rich::Node;
use renexus_wire::state_vector;
use renexus_wire::update::{self, InvalidUpdate, UpdateLimits};
use thiserror::Error;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Doc, OffsetKind, Options, ReadTxn, Snapshot, StateVector, Text, Transact, Update, WriteTxn,
};

pub use self::ahead::Ahead;
pub use self::merging::merge;

use crate::ports::StoredDocument;

/// Stored updates were measured when they came in.
const STORED: UpdateLimits =
    UpdateLimits { bytes: usize::MAX, clients: usize::MAX, blocks: usize::MAX, depth: 64 };

/// Most shared types inside others in one document. They can stand inside one another, and yrs
/// deletes them by recursion: a level takes up to a kilobyte of the 256 MiB of stack.
const NESTED_TYPES: usize = 200_000;

/// What applying an update did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// The document changed.
    New,
    /// Everything in it was known.
    Nothing,
    /// It builds on updates that are not here. What could not be integrated was
    /// dropped, and its author has to sync.
    Missing {
        /// What of it was integrated, as an update; the rest is told to nobody.
        part: Option<Vec<u8>>,
    },
    /// The validator or the decoder refused it; nothing happened.
    Refused(Unacceptable),
    /// The library failed. The replica must not be used any more.
    Panicked(String),
}

/// Why an update is not applied.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Unacceptable {
    /// The validator refused its shape.
    #[error(transparent)]
    Invalid(#[from] InvalidUpdate),
    /// The document would hold more types inside others than the stack can bear.
    #[error("document would hold more than {NESTED_TYPES} nested types")]
    TooNested,
    /// The library cannot decode it.
    #[error("update cannot be decoded: {0}")]
    Undecodable(String),
}

/// An update that makes the library fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offender {
    /// What the library said.
    pub reason: String,
    /// The update.
    pub update: Vec<u8>,
}

/// Why a replica cannot do what it should.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ReplicaError {
    /// A checkpoint that passed its checksum cannot be read.
    #[error("checkpoint cannot be restored: {0}")]
    Checkpoint(String),
    /// A stored update that passed its checksum is not an update.
    #[error("stored update cannot be read: {0}")]
    Stored(String),
    /// A state vector is malformed.
    #[error("state vector: {0}")]
    StateVector(String),
    /// The library failed while encoding.
    #[error("document cannot be encoded: {0}")]
    Encode(String),
}

/// A restored replica, and what had to be left out.
#[derive(Debug)]
pub struct Restored {
    /// The replica.
    pub replica: Replica,
    /// Stored updates that the library fails on.
    pub offenders: Vec<Offender>,
}

/// One yrs document.
#[derive(Debug)]
pub struct Replica {
    doc: Doc,
    /// The clock after the last id of each client: what the next update must continue.
    known: HashMap<u64, u32>,
    /// Nested types that came in; those deleted since are counted until the document is read again.
    nested: usize,
    /// Set when the library failed: its lock stays taken, so it is never asked again.
    failed: Option<String>,
}

impl Default for Replica {
    fn default() -> Self {
        Self::new()
    }
}

impl Replica {
    /// An empty document.
    pub fn new() -> Self {
        let options = Options { offset_kind: OffsetKind::Utf16, ..Options::default() };
        Self { doc: Doc::with_options(options), known: HashMap::new(), nested: 0, failed: None }
    }

    /// The update that makes a document whose root text `name` holds `text`.
    pub fn from_text(name: &str, text: &str) -> Result<Vec<u8>, ReplicaError> {
        let mut replica = Self::new();
        replica
            .guarded(|txn| txn.get_or_insert_text(name).insert(txn, 0, text))
            .map_err(ReplicaError::Encode)?;
        replica.state()
    }

    /// The update that makes a document whose root `name` holds a rich text.
    pub fn from_rich(name: &str, nodes: &[Node]) -> Result<Vec<u8>, ReplicaError> {
        let mut replica = Self::new();
        replica
            .guarded(|txn| {
                let fragment = txn.get_or_insert_xml_fragment(name);
                rich::write(txn, &fragment, nodes);
            })
            .map_err(ReplicaError::Encode)?;
        replica.state()
    }

    /// Rebuilds a document from checkpoint and journal, on the way that live updates take;
    /// updates on which the library fails are left out, each at the cost of another replay.
    pub fn restore(stored: &StoredDocument) -> Result<Restored, ReplicaError> {
        let mut good: Vec<&Vec<u8>> = stored.tail.iter().collect();
        let mut offenders = Vec::new();
        'replay: loop {
            let mut replica = Self::from_checkpoint(stored)?;
            for (index, bytes) in good.iter().enumerate() {
                match replica.take(bytes, nested_types(bytes), &STORED) {
                    Ok(_) => {}
                    Err(Failure::Undecodable(reason)) => return Err(ReplicaError::Stored(reason)),
                    Err(Failure::Library(reason)) => {
                        offenders.push(Offender { reason, update: good.remove(index).clone() });
                        continue 'replay;
                    }
                }
            }
            return Ok(Restored { replica, offenders });
        }
    }

    fn from_checkpoint(stored: &StoredDocument) -> Result<Self, ReplicaError> {
        let mut replica = Self::new();
        if let Some((_, state)) = &stored.checkpoint {
            match replica.take(state, nested_types(state), &STORED) {
                Ok(Taken { missing: false, .. }) => {}
                Ok(_) => return Err(ReplicaError::Checkpoint("it has holes".into())),
                Err(failure) => return Err(ReplicaError::Checkpoint(failure.to_string())),
            }
        }
        Ok(replica)
    }

    /// Applies one update of a client.
    pub fn apply(&mut self, bytes: &[u8], limits: &UpdateLimits) -> Applied {
        let nested = match update::validate(bytes, limits) {
            Ok(summary) if summary.is_empty() => return Applied::Nothing,
            Ok(summary) => summary.nested_types,
            Err(invalid) => return Applied::Refused(invalid.into()),
        };
        if self.nested + nested > NESTED_TYPES {
            return Applied::Refused(Unacceptable::TooNested);
        }
        match self.take(bytes, nested, limits) {
            Ok(Taken { part, missing: true, .. }) => Applied::Missing { part },
            Ok(Taken { changed: true, .. }) => Applied::New,
            Ok(Taken { changed: false, .. }) => Applied::Nothing,
            Err(Failure::Undecodable(reason)) => {
                Applied::Refused(Unacceptable::Undecodable(reason))
            }
            Err(Failure::Library(reason)) => Applied::Panicked(reason),
        }
    }

    /// Takes what others have stored meanwhile; returns what of it was new, as one update.
    pub fn catch_up(&mut self, stored: &StoredDocument) -> Result<Option<Vec<u8>>, ReplicaError> {
        let (before, mut changed) = (self.doc.transact().state_vector(), false);
        let state = stored.checkpoint.as_ref().map(|(_, state)| state);
        for bytes in state.into_iter().chain(&stored.tail) {
            match self.take(bytes, nested_types(bytes), &STORED) {
                Ok(taken) => changed |= taken.changed,
                Err(failure) => return Err(ReplicaError::Stored(failure.to_string())),
            }
        }
        if changed { self.encode(&before).map(Some) } else { Ok(None) }
    }

    /// Takes from a valid update what continues this document, and drops the rest.
    fn take(
        &mut self,
        bytes: &[u8],
        nested: usize,
        limits: &UpdateLimits,
    ) -> Result<Taken, Failure> {
        if let Some(reason) = &self.failed {
            return Err(Failure::Library(reason.clone()));
        }
        let known = |client| self.known.get(&client).copied().unwrap_or(0);
        let gapless = update::gapless(bytes, limits, known)
            .map_err(|invalid| Failure::Undecodable(invalid.to_string()))?;
        let cut = matches!(gapless, Cow::Owned(_));
        let update = catch_unwind(AssertUnwindSafe(|| Update::decode_v1(&gapless)))
            .map_err(|panic| Failure::Library(panic_text(&*panic)))?
            .map_err(|error| Failure::Undecodable(error.to_string()))?;
        let outcome = self.guarded(|txn| {
            // An error leaves the update half applied: as bad as a panic.
            txn.apply_update(update).map_err(|error| error.to_string())?;
            let missing = txn.has_missing_updates();
            if missing {
                txn.prune_pending();
            }
            let (changed, missing) = (txn.has_changes(), missing || cut);
            // Others who were told the rest would wait for what nobody may ever send.
            let part = (changed && missing).then(|| txn.encode_update_v1());
            Ok((Taken { changed, missing, part }, ends(txn)))
        });
        match outcome.and_then(|taken| taken) {
            Ok((taken, ends)) => {
                self.known.extend(ends);
                self.nested += if taken.changed { nested } else { 0 };
                Ok(taken)
            }
            Err(reason) => {
                self.failed = Some(reason.clone());
                Err(Failure::Library(reason))
            }
        }
    }

    /// Whether applying an update would change nothing; what cannot be read is not contained.
    pub fn contains(&self, bytes: &[u8], limits: &UpdateLimits) -> bool {
        match update::validate(bytes, limits) {
            Ok(summary) if summary.is_empty() => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
        let contained = catch_unwind(AssertUnwindSafe(|| {
            let Ok(update) = Update::decode_v1(bytes) else { return false };
            let txn = self.doc.transact();
            let known = txn.state_vector();
            let inserted = update.insertions(true);
            let blocks_known = inserted
                .iter()
                .all(|(client, ranges)| ranges.iter().all(|range| range.end <= known.get(client)));
            blocks_known
                && (update.delete_set().is_empty()
                    || update.delete_set().diff(&txn.snapshot().delete_set).is_empty())
        }));
        contained.unwrap_or(false)
    }

    /// What this document has, encoded.
    pub fn state_vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    /// What this document has and what of it was deleted, encoded.
    pub fn moment(&self) -> Vec<u8> {
        self.doc.transact().snapshot().encode_v1()
    }

    /// Whether this is the moment of the document.
    pub fn is_at(&self, moment: &[u8]) -> bool {
        Snapshot::decode_v1(moment).is_ok_and(|moment| moment == self.doc.transact().snapshot())
    }

    /// Everything that somebody with `state_vector` lacks, as one update.
    pub fn diff(&self, state_vector: &[u8], max_clients: usize) -> Result<Vec<u8>, ReplicaError> {
        state_vector::validate(state_vector, max_clients)
            .map_err(|error| ReplicaError::StateVector(error.to_string()))?;
        let state_vector = StateVector::decode_v1(state_vector)
            .map_err(|error| ReplicaError::StateVector(error.to_string()))?;
        self.encode(&state_vector)
    }

    /// The whole document as one update.
    pub fn state(&self) -> Result<Vec<u8>, ReplicaError> {
        self.encode(&StateVector::default())
    }

    /// Reads the document, for instance to export it.
    pub fn read<R>(&self, read: impl FnOnce(&yrs::Transaction<'_>) -> R) -> R {
        read(&self.doc.transact())
    }

    /// Pending structures are never encoded: they are pruned, and merging them can fail.
    fn encode(&self, state_vector: &StateVector) -> Result<Vec<u8>, ReplicaError> {
        if let Some(reason) = &self.failed {
            return Err(ReplicaError::Encode(reason.clone()));
        }
        catch_unwind(AssertUnwindSafe(|| self.doc.transact().encode_diff_v1(state_vector)))
            .map_err(|panic| ReplicaError::Encode(panic_text(&*panic)))
    }

    /// Runs a change inside `catch_unwind`.
    ///
    /// After a panic the transaction is forgotten instead of dropped: dropping
    /// commits it, and a panic inside that would abort the process.
    fn guarded<R>(
        &mut self,
        change: impl FnOnce(&mut yrs::TransactionMut<'_>) -> R,
    ) -> Result<R, String> {
        let mut txn = self.doc.transact_mut();
        let changed = catch_unwind(AssertUnwindSafe(|| {
            let result = change(&mut txn);
            // Committing destroys removed subdocuments through items that it has
            // already freed (yrs 0.28.1); nothing here listens to subdocuments.
            *txn.subdocs_mut() = Default::default();
            result
        }));
        match changed {
            Ok(result) => catch_unwind(AssertUnwindSafe(move || drop(txn)))
                .map(|()| result)
                .map_err(|panic| panic_text(&*panic)),
            Err(panic) => {
                std::mem::forget(txn);
                Err(panic_text(&*panic))
            }
        }
    }
}

/// What became of an update.
struct Taken {
    changed: bool,
    missing: bool,
    /// What was integrated when something was missing.
    part: Option<Vec<u8>>,
}

/// Why nothing, or not everything that should, became of an update.
#[derive(Debug, Error)]
enum Failure {
    #[error("{0}")]
    Undecodable(String),
    #[error("{0}")]
    Library(String),
}

/// Nested types in an update that was valid when it came in.
fn nested_types(stored: &[u8]) -> usize {
    update::validate(stored, &STORED).map_or(0, |summary| summary.nested_types)
}

/// The clocks after what a transaction inserted.
fn ends(txn: &yrs::TransactionMut<'_>) -> Vec<(u64, u32)> {
    let inserted = txn.insert_set();
    inserted
        .iter()
        .filter_map(|(client, ids)| Some((client.get(), ids.into_iter().map(|id| id.end).max()?)))
        .collect()
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "the library failed without a message".to_owned())
}
