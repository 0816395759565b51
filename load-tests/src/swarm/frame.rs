//! WebSocket frames: read where they lie, and written masked.

/// A frame that is whole in a buffer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    /// What kind it is.
    pub(super) opcode: u8,
    /// Whether the message ends with it.
    pub(super) last: bool,
    /// What it carries.
    pub(super) payload: &'a [u8],
    /// Bytes of header and payload.
    pub(super) size: usize,
}

/// What a buffer begins with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// A whole frame.
    Frame(Frame<'a>),
    /// The beginning of a frame.
    Part,
    /// A frame that no server may send: masked, compressed or larger than allowed.
    Wrong(&'static str),
}

pub(super) const CONTINUED: u8 = 0;
pub(super) const TEXT: u8 = 1;
pub(super) const BINARY: u8 = 2;
pub(super) const CLOSE: u8 = 8;
pub(super) const PING: u8 = 9;
pub(super) const PONG: u8 = 10;

/// A larger frame ends the connection; the largest documents stay far below.
pub(super) const LARGEST: u64 = 256 * 1024 * 1024;

/// Looks at the first frame of `bytes`.
#[inline]
pub(super) fn read(bytes: &[u8]) -> Found<'_> {
    let Some((&[first, second], rest)) = bytes.split_first_chunk() else { return Found::Part };
    if first & 0x70 != 0 {
        return Found::Wrong("the server compresses though nobody asked for it");
    }
    if second & 0x80 != 0 {
        return Found::Wrong("the server sends a masked frame");
    }
    let (length, header) = match second {
        126 => match rest.first_chunk() {
            Some(length) => (u64::from(u16::from_be_bytes(*length)), 4),
            None => return Found::Part,
        },
        127 => match rest.first_chunk() {
            Some(length) => (u64::from_be_bytes(*length), 10),
            None => return Found::Part,
        },
        short => (u64::from(short), 2),
    };
    if length > LARGEST {
        return Found::Wrong("the server sends a frame of more than 256 MiB");
    }
    let size = usize::try_from(length).unwrap_or(usize::MAX).saturating_add(header);
    match bytes.get(header..size) {
        Some(payload) => {
            Found::Frame(Frame { opcode: first & 0x0f, last: first & 0x80 != 0, payload, size })
        }
        None => Found::Part,
    }
}

/// Appends a whole message, masked as clients must.
pub(super) fn write(out: &mut Vec<u8>, opcode: u8, mask: [u8; 4], payload: &[u8]) {
    out.push(0x80 | opcode);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length), _) if length < 126 => out.push(0x80 | length),
        (_, Ok(length)) => {
            out.push(0x80 | 126);
            out.extend_from_slice(&length.to_be_bytes());
        }
        _ => {
            out.push(0x80 | 127);
            let length = u64::try_from(payload.len()).unwrap_or(u64::MAX);
            out.extend_from_slice(&length.to_be_bytes());
        }
    }
    out.extend_from_slice(&mask);
    out.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_every_size_are_written_and_read() {
        for length in [0, 1, 125, 126, 65_535, 65_536, 100_000] {
            let payload = vec![7; length];
            let mut out = Vec::new();
            write(&mut out, BINARY, [0; 4], &payload);
            // As the server would have sent it: no mask.
            let header = out.len() - length - 4;
            out[1] &= 0x7f;
            out.drain(header..header + 4);
            let Found::Frame(frame) = read(&out) else { panic!("{length}") };
            assert_eq!((frame.opcode, frame.last, frame.size), (BINARY, true, out.len()));
            assert_eq!(frame.payload, payload);
            assert_eq!(read(&out[..out.len() - 1]), Found::Part);
        }
    }

    #[test]
    fn what_no_server_may_send_is_refused() {
        assert!(matches!(read(&[0xc2, 1, 0]), Found::Wrong(_)));
        assert!(matches!(read(&[0x82, 0x81, 0, 0, 0, 0, 0]), Found::Wrong(_)));
    }
}
