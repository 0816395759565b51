//! Refusing a frame by its header, before a byte of its body is kept.
//!
//! The codec checks a frame's size when the frame is complete, and wants it
//! buffered until then. So the headers are read here as the bytes come in.
//! Source: RFC 6455, section 5.2.

/// The second byte of a header: the low bits are the length or say how many bytes hold it.
const LENGTH_BITS: u8 = 0x7f;
const LENGTH_IN_TWO: u8 = 126;
const LENGTH_IN_EIGHT: u8 = 127;
const MASKED: u8 = 0x80;
const MASK_BYTES: usize = 4;
/// Type, length, longest length and mask.
const MAX_HEADER: usize = 14;

/// Follows the headers through chunks that may end anywhere.
pub(super) struct Headers {
    most: u64,
    /// The header that is incomplete.
    partial: Vec<u8>,
    /// Bytes of the current body that are still to come.
    body_left: u64,
}

impl Headers {
    pub(super) fn new(most: u64) -> Self {
        Self { most, partial: Vec::with_capacity(MAX_HEADER), body_left: 0 }
    }

    /// Looks at the next bytes; false when they begin a frame that is too long.
    pub(super) fn pass(&mut self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            let left = usize::try_from(self.body_left).unwrap_or(usize::MAX).min(bytes.len());
            let (body, rest) = bytes.split_at(left);
            self.body_left -= u64::try_from(body.len()).unwrap_or_default();
            let Some((first, rest)) = rest.split_first() else { return true };
            bytes = rest;
            self.partial.push(*first);
            if let Some(length) = complete(&self.partial) {
                if length > self.most {
                    return false;
                }
                self.partial.clear();
                self.body_left = length;
            }
        }
        true
    }
}

/// The length of the body, once the header is complete.
fn complete(header: &[u8]) -> Option<u64> {
    let [_, second, rest @ ..] = header else { return None };
    let mask = if second & MASKED == 0 { 0 } else { MASK_BYTES };
    let (length, extra) = match second & LENGTH_BITS {
        LENGTH_IN_TWO => (u64::from(u16::from_be_bytes(*rest.first_chunk()?)), 2),
        LENGTH_IN_EIGHT => (u64::from_be_bytes(*rest.first_chunk()?), 8),
        short => (u64::from(short), 0),
    };
    (rest.len() == extra + mask).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(length: usize) -> Vec<u8> {
        let mut out = vec![0x82];
        match length {
            0..126 => out.push(0x80 | u8::try_from(length).unwrap()),
            126..65_536 => {
                out.push(0x80 | 126);
                out.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
            _ => {
                out.push(0x80 | 127);
                out.extend(u64::try_from(length).unwrap().to_be_bytes());
            }
        }
        out.extend([1, 2, 3, 4]);
        out.resize(out.len() + length, 0xff);
        out
    }

    #[test]
    fn frames_within_the_bound_pass_however_they_are_cut() {
        let bytes: Vec<u8> = [0, 1, 125, 126, 1_000, 65_536].into_iter().flat_map(frame).collect();
        for size in [1, 2, 3, 7, 1_000, bytes.len()] {
            let mut headers = Headers::new(65_536);
            assert!(bytes.chunks(size).all(|chunk| headers.pass(chunk)), "chunks of {size}");
            assert_eq!((headers.body_left, headers.partial.len()), (0, 0));
        }
    }

    #[test]
    fn a_frame_that_is_too_long_is_refused_by_its_header() {
        let header = &frame(65_537)[..14];
        for size in [1, 5, 14] {
            let mut headers = Headers::new(65_536);
            assert!(!header.chunks(size).all(|chunk| headers.pass(chunk)), "chunks of {size}");
        }
    }
}
