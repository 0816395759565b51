//! WebSocket frames: a client's are unmasked where they lie, the relay's get a head.

use std::ops::Range;

/// The longest message that is relayed.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// First byte of a whole binary message.
const WHOLE_BINARY: u8 = 0x82;

const FIN: u8 = 0x80;
const MASKED: u8 = 0x80;

/// What a whole message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text: nothing that a Yjs client says.
    Text,
    /// What is relayed.
    Binary,
    /// The client leaves.
    Close,
    /// To be answered with the same bytes.
    Ping,
    /// An answer to nothing.
    Pong,
}

/// One message, unmasked in place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) payload: Range<usize>,
}

/// The first frame in `bytes`; None while it is not complete, an error in
/// words for what the relay does not take.
pub(super) fn read(bytes: &mut [u8]) -> Result<Option<Frame>, &'static str> {
    let &mut [first, second, ref rest @ ..] = bytes else { return Ok(None) };
    let kind = match first {
        _ if first & FIN == 0 => return Err("fragments"),
        0x81 => Kind::Text,
        WHOLE_BINARY => Kind::Binary,
        0x88 => Kind::Close,
        0x89 => Kind::Ping,
        0x8a => Kind::Pong,
        _ => return Err("an unknown frame"),
    };
    if second & MASKED == 0 {
        return Err("a frame without a mask");
    }
    let (length, head) = match second & !MASKED {
        126 => match *rest {
            [a, b, ..] => (usize::from(u16::from_be_bytes([a, b])), 4),
            _ => return Ok(None),
        },
        127 => match rest.first_chunk::<8>() {
            Some(long) => (usize::try_from(u64::from_be_bytes(*long)).unwrap_or(usize::MAX), 10),
            None => return Ok(None),
        },
        short => (usize::from(short), 2),
    };
    if length > MOST_BYTES {
        return Err("a message that is too long");
    }
    let payload = head + 4..head + 4 + length;
    let mask = bytes.get(head..).and_then(<[u8]>::first_chunk::<4>).copied();
    let (Some(mask), Some(masked)) = (mask, bytes.get_mut(payload.clone())) else {
        return Ok(None);
    };
    unmask(masked, mask);
    Ok(Some(Frame { kind, payload }))
}

/// Eight bytes at a time, the rest one by one.
fn unmask(bytes: &mut [u8], mask: [u8; 4]) {
    let [a, b, c, d] = mask;
    let wide = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let (words, rest) = bytes.as_chunks_mut::<8>();
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip(mask.into_iter().cycle()) {
        *byte ^= mask;
    }
}

/// Appends a whole binary message.
pub(super) fn write(out: &mut Vec<u8>, payload: &[u8]) {
    write_head(out, WHOLE_BINARY, payload.len());
    out.extend_from_slice(payload);
}

/// Appends the answer to a ping or a close, which hold at most 125 bytes.
pub(super) fn write_answer(out: &mut Vec<u8>, kind: Kind, payload: &[u8]) {
    write_head(out, if kind == Kind::Close { 0x88 } else { 0x8a }, payload.len());
    out.extend_from_slice(payload);
}

fn write_head(out: &mut Vec<u8>, first: u8, length: usize) {
    out.push(first);
    match (u8::try_from(length), u16::try_from(length), u64::try_from(length)) {
        (Ok(short), _, _) if short < 126 => out.push(short),
        (_, Ok(medium), _) => {
            out.push(126);
            out.extend_from_slice(&medium.to_be_bytes());
        }
        (_, _, long) => {
            out.push(127);
            out.extend_from_slice(&long.unwrap_or(u64::MAX).to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A client's frame.
    fn masked(payload: &[u8]) -> Vec<u8> {
        let mut frame = Vec::new();
        write_head(&mut frame, WHOLE_BINARY, payload.len());
        frame[1] |= MASKED;
        let mask = [1, 2, 3, 4];
        frame.extend(mask);
        frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        frame
    }

    #[test]
    fn frames_of_every_length_are_read_and_written() {
        for length in [0, 1, 7, 8, 125, 126, 1000, 65_535, 65_536, 100_001] {
            let payload: Vec<_> = (0..251u8).cycle().take(length).collect();
            let mut bytes = masked(&payload);
            let whole = bytes.len();
            for short in [0, 1, 2, 3, 5, 9, whole - 1] {
                assert_eq!(
                    read(&mut bytes[..short.min(whole - 1)]),
                    Ok(None),
                    "{short} of {length}"
                );
            }
            bytes.push(99);
            let frame = read(&mut bytes).unwrap().unwrap();
            assert_eq!((frame.kind, frame.payload.end), (Kind::Binary, whole));
            assert_eq!(&bytes[frame.payload], payload);
            let mut written = Vec::new();
            write(&mut written, &payload);
            assert_eq!(written.len(), whole - 4, "a mask less");
            assert!(written.ends_with(&payload));
        }
    }

    #[test]
    fn what_no_client_may_send_is_refused() {
        assert_eq!(read(&mut [0x02, 0x80]), Err("fragments"));
        assert_eq!(read(&mut [0x82, 0x01, 0]), Err("a frame without a mask"));
        assert_eq!(read(&mut [0x83, 0x80]), Err("an unknown frame"));
        let huge = [0x82, 0xff, 1, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(read(&mut huge.clone()), Err("a message that is too long"));
    }
}
