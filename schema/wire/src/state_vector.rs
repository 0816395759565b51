//! State vectors: how much of each client's writing a replica already has.
//!
//! The engine reserves memory for the declared number of clients, so a state
//! vector of five bytes could ask for gigabytes.

use crate::lib0::{ReadError, Reader};
use thiserror::Error;

/// Client ids are integers that JavaScript holds exactly: below 2^53.
const CLIENT_END: u64 = 1 << 53;

/// The engine reads clocks as 32-bit numbers and subtracts them signed.
const CLOCK_END: u64 = 1 << 31;

/// Bytes of the smallest entry: a client and a clock.
const ENTRY_BYTES: usize = 2;

/// Why a state vector may not reach the document engine.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidStateVector {
    /// The bytes end early, or are not numbers.
    #[error("{field}: {reason}")]
    Unreadable {
        /// What was expected.
        field: &'static str,
        /// What was found.
        #[source]
        reason: ReadError,
    },
    /// More clients are declared than allowed.
    #[error("{clients} clients, but the limit is {limit}")]
    TooManyClients {
        /// How many are declared.
        clients: usize,
        /// Most allowed.
        limit: usize,
    },
    /// More clients are declared than the remaining bytes can hold.
    #[error("{clients} clients are declared, but only {remaining} bytes follow")]
    BeyondEnd {
        /// How many are declared.
        clients: usize,
        /// How many bytes are left for them.
        remaining: usize,
    },
    /// A client or a clock exceeds what JavaScript or the engine can hold.
    #[error("{field} {value} is out of range")]
    OutOfRange {
        /// Which number.
        field: &'static str,
        /// Its value.
        value: u64,
    },
    /// Bytes follow the last clock.
    #[error("{count} bytes follow the last clock")]
    Trailing {
        /// How many bytes.
        count: usize,
    },
}

/// Walks a state vector once, allocating nothing, and says how many clients
/// it names. A client named twice is harmless: the later clock counts.
pub fn validate(bytes: &[u8], max_clients: usize) -> Result<usize, InvalidStateVector> {
    let mut reader = Reader::new(bytes);
    let clients = reader
        .length()
        .map_err(|reason| InvalidStateVector::Unreadable { field: "clients", reason })?;
    let remaining = reader.rest().len();
    if clients > remaining / ENTRY_BYTES {
        return Err(InvalidStateVector::BeyondEnd { clients, remaining });
    }
    if clients > max_clients {
        return Err(InvalidStateVector::TooManyClients { clients, limit: max_clients });
    }
    for _ in 0..clients {
        number(&mut reader, "client", CLIENT_END)?;
        number(&mut reader, "clock", CLOCK_END)?;
    }
    match reader.rest().len() {
        0 => Ok(clients),
        count => Err(InvalidStateVector::Trailing { count }),
    }
}

fn number(
    reader: &mut Reader<'_>,
    field: &'static str,
    end: u64,
) -> Result<(), InvalidStateVector> {
    match reader.var_uint() {
        Ok(value) if value < end => Ok(()),
        Ok(value) => Err(InvalidStateVector::OutOfRange { field, value }),
        Err(reason) => Err(InvalidStateVector::Unreadable { field, reason }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_and_a_full_vector_pass() {
        assert_eq!(validate(&[0], 10), Ok(0));
        assert_eq!(validate(&[2, 1, 5, 0xe3, 0xd6, 0xf5, 0xc6, 0x05, 3], 10), Ok(2));
    }

    #[test]
    fn five_bytes_cannot_declare_millions_of_clients() {
        for bomb in [&[0x80, 0x80, 0x80, 0x80, 0x0f][..], &[0xff, 0xff, 0xff, 0x7a]] {
            assert!(matches!(
                validate(bomb, usize::MAX),
                Err(InvalidStateVector::BeyondEnd { remaining: 0, .. })
            ));
        }
    }

    #[test]
    fn limits_ranges_and_leftovers_are_refused() {
        assert_eq!(
            validate(&[2, 1, 1, 2, 1], 1),
            Err(InvalidStateVector::TooManyClients { clients: 2, limit: 1 })
        );
        let too_big = [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10, 1];
        assert_eq!(
            validate(&too_big, 9),
            Err(InvalidStateVector::OutOfRange { field: "client", value: 1 << 53 })
        );
        assert_eq!(
            validate(&[1, 1, 0x80, 0x80, 0x80, 0x80, 0x08], 9),
            Err(InvalidStateVector::OutOfRange { field: "clock", value: 1 << 31 })
        );
        assert_eq!(validate(&[0, 7], 9), Err(InvalidStateVector::Trailing { count: 1 }));
        assert!(matches!(validate(&[], 9), Err(InvalidStateVector::Unreadable { .. })));
        assert!(matches!(
            validate(&[1, 0x80, 0x80], 9),
            Err(InvalidStateVector::Unreadable { field: "client", .. })
        ));
    }
}
