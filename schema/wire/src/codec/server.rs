//! What the server may say.

use bytes::Bytes;

use super::frame::FrameWriter;
use super::kind;
use crate::lib0::{write_var_bytes, write_var_string, write_var_uint};

/// How a message is addressed on its socket.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Envelope {
    /// y-websocket and y-sweet: one document per socket, no name.
    Bare,
    /// Hocuspocus: the name that the client uses for the document, session id included.
    Named(String),
}

/// One message of the server, the same for every protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerMessage<'a> {
    /// "This is what I have": a state vector.
    Step1(&'a [u8]),
    /// "This is what you lack."
    Step2(&'a [u8]),
    /// An edit of somebody else.
    Update(&'a [u8]),
    /// States of clients.
    Awareness(&'a [u8]),
    /// The person may not do this.
    PermissionDenied(&'a str),
    /// The token was accepted; bare protocols have no word for it.
    Authenticated {
        /// Whether updates will be accepted.
        may_write: bool,
    },
    /// An update was saved or refused; only Hocuspocus has a word for it.
    SyncStatus {
        /// On disk, or refused.
        saved: bool,
    },
    /// The echo of a marker; only bare protocols have a word for it.
    Marker(&'a [u8]),
    /// A message beside the document; only Hocuspocus has a word for it.
    Stateless(&'a str),
    /// "You are out of this document"; only Hocuspocus has a word for it.
    Close(&'a str),
    /// The answer to a ping of the client.
    Pong,
}

impl Envelope {
    /// Writes a whole websocket frame, ready to be shared by every reader of this envelope.
    ///
    /// `None` where the protocol has no word for the message.
    pub fn frame(&self, message: ServerMessage<'_>) -> Option<Bytes> {
        let mut writer = FrameWriter::with_capacity(message.size_hint() + 64);
        let out = writer.payload();
        if let (Self::Named(name), false) = (self, message == ServerMessage::Pong) {
            write_var_string(out, name);
        }
        match (self, message) {
            (_, ServerMessage::Step1(body)) => sync(out, kind::STEP_1, body),
            (_, ServerMessage::Step2(body)) => sync(out, kind::STEP_2, body),
            (_, ServerMessage::Update(body)) => sync(out, kind::UPDATE, body),
            (_, ServerMessage::Awareness(body)) => {
                write_var_uint(out, kind::AWARENESS);
                write_var_bytes(out, body);
            }
            (_, ServerMessage::PermissionDenied(reason)) => {
                write_var_uint(out, kind::AUTH);
                write_var_uint(out, kind::DENIED);
                write_var_string(out, reason);
            }
            (Self::Named(_), ServerMessage::Authenticated { may_write }) => {
                write_var_uint(out, kind::AUTH);
                write_var_uint(out, kind::AUTHENTICATED);
                write_var_string(out, if may_write { "read-write" } else { "readonly" });
            }
            (Self::Named(_), ServerMessage::SyncStatus { saved }) => {
                write_var_uint(out, kind::SYNC_STATUS);
                write_var_uint(out, u64::from(saved));
            }
            (Self::Named(_), ServerMessage::Stateless(payload)) => {
                write_var_uint(out, kind::STATELESS);
                write_var_string(out, payload);
            }
            (Self::Named(_), ServerMessage::Close(reason)) => {
                write_var_uint(out, kind::CLOSE);
                write_var_string(out, reason);
            }
            (Self::Named(_), ServerMessage::Pong) => write_var_uint(out, kind::PONG),
            (Self::Bare, ServerMessage::Marker(body)) => {
                write_var_uint(out, kind::MARKER);
                write_var_bytes(out, body);
            }
            (Self::Named(_), ServerMessage::Marker(_))
            | (
                Self::Bare,
                ServerMessage::Authenticated { .. }
                | ServerMessage::SyncStatus { .. }
                | ServerMessage::Stateless(_)
                | ServerMessage::Close(_)
                | ServerMessage::Pong,
            ) => return None,
        }
        Some(writer.finish())
    }
}

impl Envelope {
    /// The frame of a Step2 in two pieces: what differs from envelope to envelope, and the
    /// update, which all of them share.
    pub fn step2_around(&self, update: Bytes) -> (Bytes, Bytes) {
        let mut writer = FrameWriter::with_capacity(64);
        let out = writer.payload();
        if let Self::Named(name) = self {
            write_var_string(out, name);
        }
        write_var_uint(out, kind::SYNC);
        write_var_uint(out, kind::STEP_2);
        write_var_uint(out, u64::try_from(update.len()).unwrap_or(u64::MAX));
        (writer.finish_before(update.len()), update)
    }
}

fn sync(out: &mut Vec<u8>, step: u64, body: &[u8]) {
    write_var_uint(out, kind::SYNC);
    write_var_uint(out, step);
    write_var_bytes(out, body);
}

impl ServerMessage<'_> {
    fn size_hint(&self) -> usize {
        match self {
            Self::Step1(body)
            | Self::Step2(body)
            | Self::Update(body)
            | Self::Awareness(body)
            | Self::Marker(body) => body.len(),
            Self::PermissionDenied(text) | Self::Stateless(text) | Self::Close(text) => text.len(),
            Self::Authenticated { .. } | Self::SyncStatus { .. } | Self::Pong => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edit_in_both_envelopes() {
        let edit = ServerMessage::Update(&[7, 8]);
        assert_eq!(Envelope::Bare.frame(edit).unwrap()[..], [0x82, 5, 0, 2, 2, 7, 8]);
        assert_eq!(
            Envelope::Named("d".into()).frame(edit).unwrap()[..],
            [0x82, 7, 1, b'd', 0, 2, 2, 7, 8]
        );
    }

    #[test]
    fn a_shared_update_makes_the_same_frame() {
        for (envelope, length) in [(Envelope::Bare, 3), (Envelope::Named("d".into()), 70_000)] {
            let update = Bytes::from(vec![7; length]);
            let whole = envelope.frame(ServerMessage::Step2(&update)).unwrap();
            let (head, tail) = envelope.step2_around(update);
            assert_eq!([head, tail].concat(), whole);
        }
    }

    #[test]
    fn what_a_protocol_cannot_say_is_not_said() {
        assert_eq!(Envelope::Bare.frame(ServerMessage::SyncStatus { saved: true }), None);
        assert_eq!(Envelope::Named("d".into()).frame(ServerMessage::Marker(&[1])), None);
        assert_eq!(
            Envelope::Named("d".into()).frame(ServerMessage::Pong).unwrap()[..],
            [0x82, 1, 10]
        );
    }
}
