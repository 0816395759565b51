//! Websocket frames from server to client: unmasked, never fragmented. Source: RFC 6455, section 5.2.

use bytes::Bytes;

use crate::close::CloseReason;

const FIN_BINARY: u8 = 0x82;
const FIN_CLOSE: u8 = 0x88;
const FIN_PING: u8 = 0x89;
const FIN_PONG: u8 = 0x8a;
/// The payload length is in the next two bytes.
const LENGTH_16: u8 = 126;
/// The payload length is in the next eight bytes.
const LENGTH_64: u8 = 127;
/// Room for the longest header.
const MAX_HEADER: usize = 10;

/// Builds a frame in one buffer: the payload is written behind room for the header, which is filled in last.
pub(super) struct FrameWriter {
    buffer: Vec<u8>,
}

impl FrameWriter {
    pub(super) fn with_capacity(payload: usize) -> Self {
        let mut buffer = Vec::with_capacity(MAX_HEADER + payload);
        buffer.extend_from_slice(&[0; MAX_HEADER]);
        Self { buffer }
    }

    pub(super) fn payload(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    pub(super) fn finish(self) -> Bytes {
        self.finish_before(0)
    }

    /// The frame as far as it was written, when `more` bytes of payload follow it elsewhere.
    pub(super) fn finish_before(mut self, more: usize) -> Bytes {
        let mut header = Vec::with_capacity(MAX_HEADER);
        write_header(&mut header, FIN_BINARY, self.buffer.len() - MAX_HEADER + more);
        let start = MAX_HEADER - header.len();
        for (slot, byte) in self.buffer.iter_mut().skip(start).zip(&header) {
            *slot = *byte;
        }
        Bytes::from(self.buffer).slice(start..)
    }
}

fn write_header(out: &mut Vec<u8>, opcode: u8, length: usize) {
    out.push(opcode);
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short), _) if short < LENGTH_16 => out.push(short),
        (_, Ok(medium)) => {
            out.push(LENGTH_16);
            out.extend_from_slice(&medium.to_be_bytes());
        }
        _ => {
            out.push(LENGTH_64);
            out.extend_from_slice(&u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes());
        }
    }
}

/// A close frame; `bare` chooses the code for stock y-websocket clients.
pub fn close_frame(reason: CloseReason, bare: bool) -> Bytes {
    let code = if bare { reason.plain_code() } else { reason.code() };
    control(FIN_CLOSE, &[code.to_be_bytes().as_slice(), reason.words().as_bytes()].concat())
}

/// A ping without a body.
pub fn ping_frame() -> Bytes {
    control(FIN_PING, &[])
}

/// The answer to a ping; a body longer than a control frame can hold is cut.
pub fn pong_frame(body: &[u8]) -> Bytes {
    control(FIN_PONG, body.get(..125).unwrap_or(body))
}

fn control(opcode: u8, body: &[u8]) -> Bytes {
    let mut out = Vec::with_capacity(2 + body.len());
    write_header(&mut out, opcode, body.len());
    out.extend_from_slice(body);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binary_frame(payload: &[u8]) -> Bytes {
        let mut writer = FrameWriter::with_capacity(payload.len());
        writer.payload().extend_from_slice(payload);
        writer.finish()
    }

    #[test]
    fn each_length_has_its_header() {
        assert_eq!(binary_frame(&[1; 125])[..2], [0x82, 125]);
        assert_eq!(binary_frame(&[1; 126])[..4], [0x82, 126, 0, 126]);
        assert_eq!(binary_frame(&[1; 65_535])[..4], [0x82, 126, 0xff, 0xff]);
        let long = binary_frame(&[1; 65_536]);
        assert_eq!(long[..10], [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(long.len(), 65_546);
    }

    #[test]
    fn a_close_frame_names_code_and_reason() {
        let frame = close_frame(CloseReason::Lagging, false);
        assert_eq!(frame[..4], [0x88, 9, 0x11, 0x4e]);
        assert_eq!(&frame[4..], b"lagging");
        assert_eq!(close_frame(CloseReason::Lagging, true)[2..4], 1013u16.to_be_bytes());
    }
}
