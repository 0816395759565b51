//! Reading with a position, so that every refusal can say where.

use super::{CLIENT_END, CLOCK_END, InvalidUpdate};
use crate::lib0::{ReadError, Reader};

/// A [`Reader`] that knows how far it has come.
pub(super) struct Cursor<'a> {
    reader: Reader<'a>,
    total: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { reader: Reader::new(bytes), total: bytes.len() }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.reader.rest()
    }

    pub(super) fn remaining(&self) -> usize {
        self.rest().len()
    }

    pub(super) fn offset(&self) -> usize {
        self.total - self.remaining()
    }

    #[inline]
    fn read<T>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(&mut Reader<'a>) -> Result<T, ReadError>,
    ) -> Result<T, InvalidUpdate> {
        let offset = self.offset();
        read(&mut self.reader).map_err(|reason| InvalidUpdate::Unreadable { field, offset, reason })
    }

    #[inline]
    pub(super) fn byte(&mut self, field: &'static str) -> Result<u8, InvalidUpdate> {
        self.read(field, Reader::byte)
    }

    /// Reads a `varUint`; most of them are a single byte.
    #[inline]
    pub(super) fn number(&mut self, field: &'static str) -> Result<u64, InvalidUpdate> {
        let mut ahead = self.reader;
        match ahead.byte() {
            Ok(byte) if byte < 0x80 => {
                self.reader = ahead;
                Ok(u64::from(byte))
            }
            _ => self.read(field, Reader::var_uint),
        }
    }

    pub(super) fn take(
        &mut self,
        field: &'static str,
        length: usize,
    ) -> Result<&'a [u8], InvalidUpdate> {
        self.read(field, |reader| reader.take(length))
    }

    pub(super) fn bytes(&mut self, field: &'static str) -> Result<&'a [u8], InvalidUpdate> {
        self.read(field, Reader::var_bytes)
    }

    pub(super) fn text(&mut self, field: &'static str) -> Result<&'a str, InvalidUpdate> {
        self.read(field, Reader::var_string)
    }

    /// Reads how many items follow, each of which takes `each` bytes or more.
    #[inline]
    pub(super) fn count(
        &mut self,
        field: &'static str,
        each: usize,
    ) -> Result<usize, InvalidUpdate> {
        let offset = self.offset();
        let count = self.size(field)?;
        let remaining = self.remaining();
        if count > remaining / each {
            return Err(InvalidUpdate::BeyondEnd { field, count, remaining, offset });
        }
        Ok(count)
    }

    /// Reads a client id.
    #[inline]
    pub(super) fn client(&mut self) -> Result<u64, InvalidUpdate> {
        let offset = self.offset();
        let client = self.number("client")?;
        if client >= CLIENT_END {
            return Err(InvalidUpdate::OutOfRange { field: "client", offset });
        }
        Ok(client)
    }

    /// Reads a clock.
    #[inline]
    pub(super) fn clock(&mut self, field: &'static str) -> Result<usize, InvalidUpdate> {
        let offset = self.offset();
        let clock = self.size(field)?;
        if clock >= CLOCK_END {
            return Err(InvalidUpdate::OutOfRange { field, offset });
        }
        Ok(clock)
    }

    /// Reads how many ids something spans: at least one.
    #[inline]
    pub(super) fn span(&mut self, field: &'static str) -> Result<usize, InvalidUpdate> {
        let offset = self.offset();
        match self.clock(field)? {
            0 => Err(InvalidUpdate::Empty { field, offset }),
            span => Ok(span),
        }
    }

    #[inline]
    fn size(&mut self, field: &'static str) -> Result<usize, InvalidUpdate> {
        let offset = self.offset();
        usize::try_from(self.number(field)?).map_err(|_| InvalidUpdate::Unreadable {
            field,
            offset,
            reason: ReadError::NumberTooLong,
        })
    }
}
