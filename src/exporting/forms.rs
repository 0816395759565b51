//! A document in forms that people and other programs read: Markdown, HTML, JSON.

use renexus_actors::ports::StoredDocument;
use renexus_actors::replica::{Replica, export, rich};
use renexus_wire::rich::{ROOT, to_json};
use serde_json::Value;

use crate::rich::{to_html, to_markdown};

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
    let nodes = replica.read(|txn| rich::read(txn, ROOT));
    if !nodes.is_empty() {
        let (markdown, html) = (to_markdown(&nodes), to_html(&nodes));
        return Some(Forms { markdown, html, json: to_json(&nodes) });
    }
    let markdown = replica.read(export::to_text);
    if markdown.is_empty() {
        return None;
    }
    let html = format!("<pre>{}</pre>", ammonia::clean_text(&markdown));
    Some(Forms { markdown, html: ammonia::clean(&html), json: replica.read(export::to_json) })
}
