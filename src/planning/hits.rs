//! What was found, as it is told.

use renexus_tables::rows::search::SearchEntryRow;
use renexus_wire::rest::search::{MarkedText, SearchHit, TextRange};

use super::whereabouts::Whereabouts;
use crate::search::marking::{self, Marked};

/// Something that was found; `piece` is what of it means something like the words.
pub fn told(
    (row, stands): (SearchEntryRow, Whereabouts),
    sought: &[String],
    piece: Option<String>,
) -> SearchHit {
    let mut snippet = (!row.body.trim().is_empty()).then(|| marking::piece(&row.body, sought));
    if let (Some(shown), Some(piece)) = (&mut snippet, piece)
        && shown.places.is_empty()
    {
        // It begins with the title, which is shown as it is.
        let text = piece.split_once('\n').map_or(piece.as_str(), |(_, text)| text);
        *shown = marking::piece(text, sought);
    }
    let (title, place_kind, place, thread) = match stands.said {
        Some(said) => (said.title, Some(said.place_kind), Some(said.place), Some(said.thread)),
        None => (row.title, None, None, None),
    };
    SearchHit {
        project: stands.project,
        kind: row.kind,
        id: row.subject,
        key: stands.key,
        document: row.document,
        place_kind,
        place,
        thread,
        title: marked(marking::whole(&title, sought)),
        snippet: snippet.map(marked),
        updated_at: row.updated_at.and_utc(),
    }
}

fn marked(marked: Marked) -> MarkedText {
    let range = |(start, end)| TextRange { start, end };
    MarkedText { text: marked.text, ranges: marked.places.into_iter().map(range).collect() }
}
