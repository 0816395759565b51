//! lib0 variable-length encoding, the alphabet of every Yjs protocol.
//!
//! A `varUint` holds seven bits per byte, least significant group first; the
//! high bit says that more follow. A `varString` or `varBytes` is a `varUint`
//! length followed by that many bytes. Source: `lib0/encoding.js`.

use thiserror::Error;

/// The longest `varUint` that lib0 writes for a 53-bit number.
const MAX_VAR_BYTES: u32 = 10;

/// Why bytes could not be read.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ReadError {
    /// The buffer ended inside a value.
    #[error("the buffer ends inside a value")]
    UnexpectedEnd,
    /// A number does not fit 64 bits, or is padded past ten bytes.
    #[error("a number is too long")]
    NumberTooLong,
    /// A string is not UTF-8.
    #[error("a string is not UTF-8")]
    NotUtf8,
}

/// Reads values from the front of a buffer without copying or allocating.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the first byte of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether everything has been read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Reads one byte.
    pub fn byte(&mut self) -> Result<u8, ReadError> {
        let (first, rest) = self.rest.split_first().ok_or(ReadError::UnexpectedEnd)?;
        self.rest = rest;
        Ok(*first)
    }

    /// Reads exactly `length` bytes.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8], ReadError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(ReadError::UnexpectedEnd)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Reads a `varUint`.
    pub fn var_uint(&mut self) -> Result<u64, ReadError> {
        let mut value = 0u64;
        for index in 0..MAX_VAR_BYTES {
            let byte = self.byte()?;
            let group = u64::from(byte & 0x7f);
            let shifted = group.checked_shl(7 * index).ok_or(ReadError::NumberTooLong)?;
            if shifted >> (7 * index) != group {
                return Err(ReadError::NumberTooLong);
            }
            value |= shifted;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(ReadError::NumberTooLong)
    }

    /// Reads a `varUint` that counts bytes or items.
    pub fn length(&mut self) -> Result<usize, ReadError> {
        usize::try_from(self.var_uint()?).map_err(|_| ReadError::NumberTooLong)
    }

    /// Reads a length and that many bytes.
    pub fn var_bytes(&mut self) -> Result<&'a [u8], ReadError> {
        let length = self.length()?;
        self.take(length)
    }

    /// Reads a length and that many bytes of UTF-8.
    pub fn var_string(&mut self) -> Result<&'a str, ReadError> {
        std::str::from_utf8(self.var_bytes()?).map_err(|_| ReadError::NotUtf8)
    }
}

/// Appends a `varUint`.
pub fn write_var_uint(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}

/// Appends a length and the bytes.
pub fn write_var_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_length(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Appends a length and the UTF-8 bytes of `text`.
pub fn write_var_string(out: &mut Vec<u8>, text: &str) {
    write_var_bytes(out, text.as_bytes());
}

/// Appends a count of bytes or items.
pub fn write_length(out: &mut Vec<u8>, length: usize) {
    write_var_uint(out, u64::try_from(length).unwrap_or(u64::MAX));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_the_round_trip() {
        for value in [0, 1, 127, 128, 300, 1 << 31, (1 << 53) - 1, u64::MAX] {
            let mut out = Vec::new();
            write_var_uint(&mut out, value);
            let mut reader = Reader::new(&out);
            assert_eq!(reader.var_uint(), Ok(value));
            assert!(reader.is_empty());
        }
    }

    #[test]
    fn endless_and_oversized_numbers_are_refused() {
        assert_eq!(Reader::new(&[0x80; 40]).var_uint(), Err(ReadError::NumberTooLong));
        let mut over = vec![0xff; 9];
        over.push(0x02);
        assert_eq!(Reader::new(&over).var_uint(), Err(ReadError::NumberTooLong));
        assert_eq!(Reader::new(&[0x80, 0x80]).var_uint(), Err(ReadError::UnexpectedEnd));
    }

    #[test]
    fn a_declared_length_beyond_the_buffer_reads_nothing() {
        assert_eq!(Reader::new(&[5, b'a']).var_string(), Err(ReadError::UnexpectedEnd));
        assert_eq!(Reader::new(&[1, 0xff]).var_string(), Err(ReadError::NotUtf8));
    }
}
