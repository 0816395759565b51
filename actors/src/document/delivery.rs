//! What happened in one turn of a document, encoded once for everybody who hears it alike.

use bytes::{Bytes, BytesMut};
use renexus_wire::codec::{Envelope, ServerMessage};
use renexus_wire::id::MemberId;

/// Edits that were applied in one turn, with their authors.
#[derive(Debug, Default)]
pub(super) struct Turn {
    edits: Vec<(Option<MemberId>, Bytes)>,
}

/// The frames of one turn for one envelope.
pub(super) struct Encoded {
    /// One frame per edit.
    frames: Vec<Bytes>,
    /// All frames in one piece, for those who made none of the edits.
    all: Bytes,
}

impl Turn {
    pub(super) fn add(&mut self, author: Option<MemberId>, update: Bytes) {
        self.edits.push((author, update));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The updates, for the journal.
    pub(super) fn updates(&self) -> Vec<Bytes> {
        self.edits.iter().map(|(_, update)| update.clone()).collect()
    }

    /// Encodes every edit for one envelope. Stock clients read one message per
    /// websocket frame, so each edit keeps its own.
    pub(super) fn encode(&self, envelope: &Envelope) -> Encoded {
        let frames: Vec<Bytes> = self
            .edits
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
        if self.edits.iter().all(|(author, _)| *author != Some(reader)) {
            return Some(encoded.all.clone());
        }
        let others = self
            .edits
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
