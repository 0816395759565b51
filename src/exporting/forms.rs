//! A document in forms that people and other programs read: Markdown, HTML, JSON.

use renexus_actors::ports::StoredDocument;
use renexus_actors::replica::{Replica, export};
use renexus_wire::rich::{Prose, to_json};
use serde_json::Value;

use crate::rich::{html_of, markdown_of};

/// The forms of one document.
pub(super) struct Forms {
    pub(super) markdown: String,
    pub(super) html: String,
    /// As ProseMirror has it, or every root type where there is no rich text.
    pub(super) json: Value,
}

/// Reads a document; nothing where it is empty, or where it cannot be read: its updates are there in any case.
pub(super) fn of(stored: &StoredDocument) -> Option<Forms> {
    let replica = Replica::restore(stored).ok()?.replica;
    let prose = replica.read(export::prose);
    let json = match &prose {
        Prose::Rich(nodes) => to_json(nodes),
        Prose::Plain(text) if text.is_empty() => return None,
        Prose::Plain(_) => replica.read(|txn| export::to_json(txn, usize::MAX)),
    };
    Some(Forms { markdown: markdown_of(&prose), html: html_of(&prose), json })
}
