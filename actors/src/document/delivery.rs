//! What happened in one turn of a document, encoded once for everybody who hears it alike.

use bytes::{Bytes, BytesMut};
use renexus_wire::codec::{Envelope, ServerMessage};
use renexus_wire::id::MemberId;

use crate::replica::merge;

/// Edits from which on a turn is merged into one update.
///
/// Fewer go out one by one: merging costs more than it saves, and nobody hears
/// of their own edits.
const MERGED_FROM: usize = 8;
/// Edits that are merged into one: more is a large frame, which a reader sees late.
const MERGED_AT_ONCE: usize = 1_024;

/// Edits that were applied in one turn, with their authors.
#[derive(Debug, Default)]
pub(super) struct Turn {
    edits: Vec<Edit>,
}

#[derive(Debug)]
struct Edit {
    author: Option<MemberId>,
    update: Bytes,
    /// Whether another node records it.
    elsewhere: bool,
}

/// What a turn has to say, before it is put into envelopes.
pub(super) struct Tidings {
    /// Updates with the member who needs not hear of each.
    updates: Vec<(Option<MemberId>, Bytes)>,
}

/// The frames of one turn for one envelope.
pub(super) struct Encoded {
    /// One frame per update.
    frames: Vec<Bytes>,
    /// All frames in one piece, for those who made none of the edits.
    all: Bytes,
}

impl Turn {
    pub(super) fn add(&mut self, author: Option<MemberId>, update: Bytes) {
        self.edits.push(Edit { author, update, elsewhere: false });
    }

    /// Adds an edit of another node.
    pub(super) fn add_elsewhere(&mut self, update: Bytes) {
        self.edits.push(Edit { author: None, update, elsewhere: true });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Whether it holds enough edits to be told as one.
    pub(super) fn is_merged(&self) -> bool {
        self.edits.len() >= MERGED_FROM
    }

    /// The updates as they came, for the journal; what another node records is not among them.
    pub(super) fn updates(&self) -> Vec<Bytes> {
        let own = self.edits.iter().filter(|edit| !edit.elsewhere);
        own.map(|edit| edit.update.clone()).collect()
    }

    /// What the members have to hear. Many edits become few updates; their authors
    /// hear of their own again in them, which changes nothing.
    pub(super) fn tidings(&self) -> Tidings {
        let one_author = self
            .edits
            .windows(2)
            .all(|pair| matches!(pair, [first, second] if first.author == second.author));
        let author = self.edits.first().filter(|_| one_author).and_then(|edit| edit.author);
        let merged =
            self.edits.chunks(MERGED_AT_ONCE).flat_map(|edits| merged(edits, author)).collect();
        Tidings { updates: merged }
    }
}

/// One update for many edits, or each by itself.
fn merged(edits: &[Edit], author: Option<MemberId>) -> Vec<(Option<MemberId>, Bytes)> {
    if edits.len() >= MERGED_FROM
        && let Some(update) = merge(edits.iter().map(|edit| &edit.update[..]))
    {
        return vec![(author, update.into())];
    }
    edits.iter().map(|edit| (edit.author, edit.update.clone())).collect()
}

impl Tidings {
    /// Encodes every update for one envelope. Stock clients read one message per
    /// websocket frame, so each update has its own.
    pub(super) fn encode(&self, envelope: &Envelope) -> Encoded {
        let frames: Vec<Bytes> = self
            .updates
            .iter()
            .filter_map(|(_, update)| envelope.frame(ServerMessage::Update(update)))
            .collect();
        let all = match frames.as_slice() {
            [only] => only.clone(),
            several => concat(several.iter()),
        };
        Encoded { frames, all }
    }

    /// What `reader` has to hear: everything but their own edits. `None` when nothing is left.
    pub(super) fn for_reader(&self, reader: MemberId, encoded: &Encoded) -> Option<Bytes> {
        if self.updates.iter().all(|(author, _)| *author != Some(reader)) {
            return Some(encoded.all.clone());
        }
        let others = self
            .updates
            .iter()
            .zip(&encoded.frames)
            .filter(|((author, _), _)| *author != Some(reader));
        let piece = concat(others.map(|(_, frame)| frame));
        (!piece.is_empty()).then_some(piece)
    }
}

fn concat<'a>(frames: impl Iterator<Item = &'a Bytes> + Clone) -> Bytes {
    let mut out = BytesMut::with_capacity(frames.clone().map(Bytes::len).sum());
    for frame in frames {
        out.extend_from_slice(frame);
    }
    out.freeze()
}
