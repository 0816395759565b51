//! Checksums of rows: a row that is not what was written is found when it is read.
//!
//! CRC-32 finds every error of up to 32 bits in a row, so also any single
//! flipped bit. Every part goes in behind its length, so that bytes cannot
//! wander from one column to the next unnoticed.

use chrono::NaiveDateTime;
use crc32fast::Hasher;

use crate::rows::{CheckpointRow, DocumentRow, JournalRow, LedgerRow, SettledRow};

/// Builds the checksum of one row.
#[derive(Default)]
struct Seal(Hasher);

impl Seal {
    fn number(mut self, value: i64) -> Self {
        self.0.update(&value.to_le_bytes());
        self
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.0.update(&length.to_le_bytes());
        self.0.update(bytes);
        self
    }

    fn text(self, text: Option<&str>) -> Self {
        self.number(i64::from(text.is_some())).bytes(text.unwrap_or_default().as_bytes())
    }

    fn instant(self, at: Option<NaiveDateTime>) -> Self {
        self.number(at.map_or(i64::MIN, |at| at.and_utc().timestamp_micros()))
    }

    fn sum(self) -> i64 {
        i64::from(self.0.finalize())
    }
}

/// Gives a row its checksum and the means to check it.
macro_rules! sealed {
    ($row:ty, $seal:expr) => {
        impl $row {
            /// The row with its checksum.
            pub fn sealed(mut self) -> Self {
                self.sum = self.seal();
                self
            }

            /// Whether the row is what was written.
            pub fn is_intact(&self) -> bool {
                self.sum == self.seal()
            }

            fn seal(&self) -> i64 {
                let seal: fn(&Self) -> Seal = $seal;
                seal(self).sum()
            }
        }
    };
}

sealed!(DocumentRow, |row| Seal::default()
    .number(row.key)
    .text(Some(&row.id))
    .text(row.workspace.as_deref())
    .number(row.head)
    .instant(Some(row.created_at))
    .instant(row.deleted_at));

sealed!(JournalRow, |row| Seal::default()
    .number(row.document)
    .number(row.seq)
    .number(row.count)
    .bytes(&row.body));

sealed!(CheckpointRow, |row| Seal::default().number(row.document).number(row.seq).bytes(&row.body));

sealed!(LedgerRow, |row| Seal::default()
    .number(i64::from(row.key))
    .number(row.commits)
    .number(row.documents));

sealed!(SettledRow, |row| Seal::default().number(i64::from(row.key)).number(row.frame));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_flipped_bit_or_cut_of_a_journal_row_is_found() {
        let row =
            JournalRow { document: 3, seq: 9, count: 2, body: b"some updates".to_vec(), sum: 0 }
                .sealed();
        assert!(row.is_intact());
        for bit in 0..row.body.len() * 8 {
            let mut flipped = row.clone();
            flipped.body[bit / 8] ^= 1 << (bit % 8);
            assert!(!flipped.is_intact(), "bit {bit}");
        }
        for length in 0..row.body.len() {
            let mut cut = row.clone();
            cut.body.truncate(length);
            assert!(!cut.is_intact(), "cut at {length}");
        }
        for bit in 0..63 {
            for change in [
                JournalRow { document: row.document ^ (1 << bit), ..row.clone() },
                JournalRow { seq: row.seq ^ (1 << bit), ..row.clone() },
                JournalRow { count: row.count ^ (1 << bit), ..row.clone() },
                JournalRow { sum: row.sum ^ (1 << bit), ..row.clone() },
            ] {
                assert!(!change.is_intact());
            }
        }
    }
}
