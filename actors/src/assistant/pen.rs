//! What the assistant does to a document: plain Rust over a copy of it. Bytes go in, updates come out.
//!
//! The copy hears nothing of others once it was made: what is written builds on what was there, and Yjs brings it
//! together with what others wrote meanwhile. The text itself holds nothing but common nodes, so every editor shows it.
//! That it is a suggestion is noted beside it, by the Yjs client that wrote its blocks.

use renexus_wire::rest::assistant::{ItemId, ROOT as NOTES, Selection};
use renexus_wire::rich::{Node, ROOT};
use serde_json::{Value, json};
use thiserror::Error;
use yrs::{TransactionMut, WriteTxn, XmlFragment, XmlOut};

use crate::ports::jobs::Job;
use crate::replica::blocks::{self, item};
use crate::replica::growing::grow;
use crate::replica::{Replica, ReplicaError, notes};

/// An update of the document.
pub(super) type Update = Vec<u8>;

/// Why something cannot be written.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(super) enum PenError {
    /// The place is gone.
    #[error("what was selected is not there any more")]
    Misplaced,
    /// The library failed.
    #[error(transparent)]
    Replica(#[from] ReplicaError),
}

/// A document, where to write in it, and what was written.
#[derive(Debug)]
pub(super) struct Pen {
    replica: Replica,
    /// The key of the note.
    job: String,
    /// What the note tells.
    note: Value,
    /// Which block is the first of ours.
    at: u32,
    /// What stands there.
    written: Vec<Node>,
}

/// A pen at its place.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) pen: Pen,
    /// What the model works on.
    pub(super) source: Vec<Node>,
    /// What others have to hear first.
    pub(super) updates: Vec<Update>,
}

impl Pen {
    /// Takes a copy, wipes away what earlier attempts left, and says that the assistant writes here.
    pub(super) fn place(state: &[u8], job: &Job, model: &str) -> Result<Placed, PenError> {
        let mut replica = Replica::of_state(state)?;
        let ((), wiped) = replica.edit(|txn| wipe(txn, &job.id))?;
        let selection = job.writing.selection.as_ref();
        let (from, to) = replica
            .read(|txn| match selection {
                Some(selection) => stretch(txn, selection),
                None => Some((0, blocks::count(txn, ROOT))),
            })
            .ok_or(PenError::Misplaced)?;
        let found = replica.read(|txn| blocks::read(txn, ROOT));
        let selected = found.iter().filter(|(place, _)| (from..to).contains(place));
        let task = job.writing.task;
        let replaces = selected.filter(|_| task.replaces()).filter_map(|(_, block)| block.id);
        let replaces: Vec<ItemId> = replaces.collect();
        // What goes on needs what stands before it.
        let source = found.iter().filter(|(place, _)| {
            if task.goes_on() { *place < to } else { (from..to).contains(place) }
        });
        let source = source.map(|(_, block)| block.node.clone()).collect();
        let note = json!({
            "state": "writing", "task": task.word(), "by": job.person, "name": job.name, "model": model,
            "client": replica.client(), "replaces": replaces, "stopped": false,
        });
        let mut pen = Self { replica, job: job.id.clone(), note, at: to, written: Vec::new() };
        let noted = pen.noted()?;
        Ok(Placed { pen, source, updates: vec![wiped, noted] })
    }

    /// The Yjs client that writes.
    pub(super) fn client(&self) -> u64 {
        self.replica.client()
    }

    /// Whether anything was written.
    pub(super) fn is_blank(&self) -> bool {
        self.written.is_empty()
    }

    /// Makes what is written into this; none when that is what stands there.
    pub(super) fn write(&mut self, nodes: Vec<Node>) -> Result<Option<Update>, PenError> {
        if nodes == self.written {
            return Ok(None);
        }
        let (at, written) = (self.at, &self.written);
        let ((), update) = self.replica.edit(|txn| {
            let root = txn.get_or_insert_xml_fragment(ROOT);
            grow(txn, &root, at, (written, &nodes));
        })?;
        self.written = nodes;
        Ok(Some(update))
    }

    /// The text at whose end the cursor stands.
    pub(super) fn cursor(&self) -> Option<ItemId> {
        let last = self.at.checked_add(u32::try_from(self.written.len()).ok()?)?.checked_sub(1)?;
        self.replica.read(|txn| {
            let root = yrs::ReadTxn::get_xml_fragment(txn, ROOT)?;
            let mut node = root.get(txn, last)?;
            loop {
                node = match node {
                    XmlOut::Text(text) => return item(text.as_ref()),
                    XmlOut::Element(element) => {
                        let last = element.len(txn).checked_sub(1)?;
                        element.get(txn, last)?
                    }
                    XmlOut::Fragment(_) => return None,
                };
            }
        })
    }

    /// Says that it is written and waits for somebody to decide.
    pub(super) fn offer(&mut self, stopped: bool) -> Result<Update, PenError> {
        if let Value::Object(note) = &mut self.note {
            note.insert("state".into(), "offered".into());
            note.insert("stopped".into(), stopped.into());
        }
        Ok(self.noted()?)
    }

    fn noted(&mut self) -> Result<Update, ReplicaError> {
        let (job, note) = (&self.job, &self.note);
        let ((), update) = self.replica.edit(|txn| notes::write(txn, NOTES, job, Some(note)))?;
        Ok(update)
    }
}

/// The update that takes away what a job wrote, with its note.
pub(super) fn wiped(state: &[u8], job: &str) -> Result<Update, PenError> {
    Ok(Replica::of_state(state)?.edit(|txn| wipe(txn, job))?.1)
}

/// The update that makes what a job wrote a part of the text: what it replaces goes, and so does the note.
pub(super) fn accepted(state: &[u8], job: &str) -> Result<Update, PenError> {
    let edited = Replica::of_state(state)?.edit(|txn| {
        let note = notes::read(txn, NOTES, job).unwrap_or_default();
        let replaces = note.get("replaces").and_then(Value::as_array).cloned().unwrap_or_default();
        let replaces = replaces.into_iter().filter_map(|id| serde_json::from_value(id).ok());
        let replaces: Vec<ItemId> = replaces.collect();
        blocks::remove(txn, ROOT, |id| replaces.contains(&id));
        notes::write(txn, NOTES, job, None);
    });
    Ok(edited?.1)
}

fn wipe(txn: &mut TransactionMut<'_>, job: &str) {
    let Some(note) = notes::read(txn, NOTES, job) else { return };
    if let Some(client) = note.get("client").and_then(whole) {
        blocks::remove(txn, ROOT, |id| id.client == client);
    }
    notes::write(txn, NOTES, job, None);
}

/// Numbers come back from a document as they like.
fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64().and_then(|number| format!("{number:.0}").parse().ok()))
}

/// The blocks of a selection: from the first one to behind the last one.
fn stretch(txn: &impl yrs::ReadTxn, selection: &Selection) -> Option<(u32, u32)> {
    let anchor = blocks::place(txn, ROOT, &selection.anchor)?;
    let head =
        selection.head.as_ref().map_or(Some(anchor), |head| blocks::place(txn, ROOT, head))?;
    Some((anchor.min(head), anchor.max(head).checked_add(1)?))
}
