//! Frames of the write-ahead log: what one commit wrote, as bytes.
//!
//! A frame is a length, a number that grows by one, a CRC-32 over both and the
//! payload, and the payload: stretches of documents behind each other. A frame
//! that is not what was written is found by its checksum, a missing one by its
//! number. A stretch has a checksum of its own, because it is read without the
//! others of its frame.

use std::borrow::Borrow;

use crc32fast::Hasher;
use renexus_wire::lib0::{Reader, write_length, write_var_uint};
use thiserror::Error;

/// Length of the payload (4 bytes), number (8), checksum (4); little-endian.
pub(super) const HEADER: usize = 16;
/// Checksum in front of the body of a stretch.
const SUM: usize = 4;

/// Updates of one document that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The document's key.
    pub document: i64,
    /// The position of the last update.
    pub seq: i64,
    /// How many updates the body holds.
    pub count: i64,
    /// The updates, each behind its length.
    pub body: Vec<u8>,
}

impl Stretch {
    /// The position before the first update.
    pub fn from(&self) -> i64 {
        self.seq - self.count
    }

    /// The stretch at `place`, from its checksum and body. `None` when they do not belong together.
    pub(super) fn read(place: Place, mut bytes: Vec<u8>) -> Option<Self> {
        let body = bytes.split_off(SUM.min(bytes.len()));
        let Place { document, seq, count, .. } = place;
        let stretch = Self { document, seq, count, body };
        (bytes == stretch.sum()).then_some(stretch)
    }

    fn sum(&self) -> [u8; SUM] {
        let mut hasher = Hasher::new();
        for number in [self.document, self.seq, self.count] {
            hasher.update(&number.to_le_bytes());
        }
        hasher.update(&self.body);
        hasher.finalize().to_le_bytes()
    }
}

/// Where a stretch stands in its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) document: i64,
    pub(super) seq: i64,
    pub(super) count: i64,
    /// Of checksum and body, from the beginning of the frame.
    pub(super) offset: usize,
    /// Of checksum and body.
    pub(super) length: usize,
}

/// Why bytes are no frame.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(super) enum FrameError {
    /// There is no frame, or only the beginning of one.
    #[error("it ends before the frame does")]
    Short,
    /// The bytes are not what was written.
    #[error("it does not match its checksum")]
    Sum,
    /// The checksum is right, the content makes no sense.
    #[error("its content makes no sense")]
    Content,
}

/// The frame that holds these stretches, and where each stands in it.
pub(super) fn encode<S: Borrow<Stretch>>(number: i64, stretches: &[S]) -> (Vec<u8>, Vec<Place>) {
    let stretches = || stretches.iter().map(S::borrow);
    let bytes: usize = stretches().map(|stretch| stretch.body.len() + 32).sum();
    let mut frame = Vec::with_capacity(HEADER + bytes);
    frame.resize(HEADER, 0);
    let mut places = Vec::with_capacity(stretches().len());
    for stretch in stretches() {
        let length = SUM + stretch.body.len();
        for value in [stretch.document, stretch.seq, stretch.count] {
            write_var_uint(&mut frame, value.unsigned_abs());
        }
        write_length(&mut frame, length);
        let offset = frame.len();
        frame.extend_from_slice(&stretch.sum());
        frame.extend_from_slice(&stretch.body);
        let &Stretch { document, seq, count, .. } = stretch;
        places.push(Place { document, seq, count, offset, length });
    }
    let (head, payload) = frame.split_at_mut(HEADER);
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
    let sum = checksum(length, number, payload);
    let fields = length.to_le_bytes().into_iter();
    let fields = fields.chain(number.to_le_bytes()).chain(sum.to_le_bytes());
    head.iter_mut().zip(fields).for_each(|(byte, value)| *byte = value);
    (frame, places)
}

/// What stands in front of a payload.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) length: u32,
    pub(super) number: i64,
    sum: u32,
}

impl Header {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, FrameError> {
        let (length, rest) = bytes.split_first_chunk::<4>().ok_or(FrameError::Short)?;
        let (number, rest) = rest.split_first_chunk::<8>().ok_or(FrameError::Short)?;
        let (sum, _) = rest.split_first_chunk::<4>().ok_or(FrameError::Short)?;
        let header = Self {
            length: u32::from_le_bytes(*length),
            number: i64::from_le_bytes(*number),
            sum: u32::from_le_bytes(*sum),
        };
        // Room that was reserved and never written reads as zeros.
        if header.length == 0 {
            return Err(FrameError::Short);
        }
        Ok(header)
    }

    /// Checks the payload, and finds the stretches in it.
    pub(super) fn places(&self, payload: &[u8]) -> Result<Vec<Place>, FrameError> {
        if checksum(self.length, self.number, payload) != self.sum {
            return Err(FrameError::Sum);
        }
        let mut reader = Reader::new(payload);
        let mut places = Vec::new();
        while !reader.is_empty() {
            places.push(place(&mut reader, payload.len()).ok_or(FrameError::Content)?);
        }
        Ok(places)
    }
}

fn place(reader: &mut Reader<'_>, payload: usize) -> Option<Place> {
    let mut number = || reader.var_uint().ok().and_then(|value| i64::try_from(value).ok());
    let (document, seq, count) = (number()?, number()?, number()?);
    let length = reader.length().ok()?;
    let offset = HEADER + payload - reader.rest().len();
    reader.take(length).ok()?;
    Some(Place { document, seq, count, offset, length })
}

fn checksum(length: u32, number: i64, payload: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(&length.to_le_bytes());
    hasher.update(&number.to_le_bytes());
    hasher.update(payload);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches() -> Vec<Stretch> {
        vec![
            Stretch { document: 7, seq: 3, count: 2, body: b"\x01a\x01b".to_vec() },
            Stretch { document: 1, seq: 400, count: 1, body: vec![9; 300] },
        ]
    }

    fn read(frame: &[u8]) -> Result<Vec<Place>, FrameError> {
        let header = Header::parse(frame)?;
        let length = usize::try_from(header.length).unwrap();
        header.places(frame.get(HEADER..HEADER + length).ok_or(FrameError::Short)?)
    }

    #[test]
    fn what_was_written_is_found_where_it_stands() {
        let (frame, places) = encode(12, &stretches());
        assert_eq!(Header::parse(&frame).unwrap().number, 12);
        assert_eq!(read(&frame).unwrap(), places);
        for (place, stretch) in places.into_iter().zip(stretches()) {
            let bytes = frame[place.offset..place.offset + place.length].to_vec();
            for bit in 0..bytes.len() * 8 {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                assert_eq!(Stretch::read(place, flipped), None, "bit {bit}");
            }
            assert_eq!(Stretch::read(place, bytes), Some(stretch));
        }
    }

    #[test]
    fn any_flipped_bit_and_any_cut_is_found() {
        let (frame, _) = encode(12, &stretches());
        for bit in 0..frame.len() * 8 {
            let mut flipped = frame.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&flipped).is_err(), "bit {bit}");
        }
        for length in 0..frame.len() {
            assert!(read(&frame[..length]).is_err(), "cut at {length}");
        }
    }
}
