//! Many updates as one, without a document.

use std::panic::{AssertUnwindSafe, catch_unwind};

use yrs::Update;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;

/// Updates that the library merges at a time: what it takes for each grows with their number.
const AT_A_TIME: usize = 8;

/// One update with everything that `updates` hold; `None` where the library cannot say it in one.
///
/// All of them were applied before: what they hold is known to be sound.
pub fn merge<'a>(updates: impl Iterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let merged = catch_unwind(AssertUnwindSafe(|| {
        let decoded: Vec<Update> = updates.map(Update::decode_v1).collect::<Result<_, _>>().ok()?;
        Some(folded(decoded).encode_v1())
    }));
    merged.ok().flatten()
}

/// Merges neighbours, then what came of them, until one is left.
fn folded(mut updates: Vec<Update>) -> Update {
    while updates.len() > 1 {
        let mut rest = updates.into_iter();
        updates = (0..rest.len().div_ceil(AT_A_TIME))
            .map(|_| Update::merge_updates(rest.by_ref().take(AT_A_TIME)))
            .collect();
    }
    updates.pop().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::{Rng, SeedableRng};
    use yrs::{
        Doc, GetString, OffsetKind, Options, ReadTxn, StateVector, Text, Transact, WriteTxn,
    };

    use super::*;

    fn editor(client: u64) -> Doc {
        Doc::with_options(Options {
            offset_kind: OffsetKind::Utf16,
            ..Options::with_client_id(yrs::block::ClientID::new(client))
        })
    }

    fn state(doc: &Doc) -> (String, Vec<u8>) {
        let text = doc.get_or_insert_text("text");
        let txn = doc.transact();
        (text.get_string(&txn), txn.encode_diff_v1(&StateVector::default()))
    }

    /// SPEC WIRE-19: readers of the merged update and readers of each edit end alike.
    #[test]
    fn merged_edits_read_like_the_edits_one_by_one() {
        let seed: u64 = rand::random();
        println!("seed {seed}");
        let mut dice = StdRng::seed_from_u64(seed);
        for round in 0..200 {
            let editors: Vec<Doc> = (1..=4).map(editor).collect();
            let (one_by_one, at_once) = (editor(98), editor(99));
            for _turn in 0..4 {
                let updates: Vec<Vec<u8>> =
                    (0..24).map(|_| edit(&editors[dice.random_range(0..4)], &mut dice)).collect();
                for update in &updates {
                    one_by_one
                        .transact_mut()
                        .apply_update(Update::decode_v1(update).unwrap())
                        .unwrap();
                }
                let merged = merge(updates.iter().map(Vec::as_slice)).unwrap();
                at_once.transact_mut().apply_update(Update::decode_v1(&merged).unwrap()).unwrap();
                for doc in &editors {
                    doc.transact_mut().apply_update(Update::decode_v1(&merged).unwrap()).unwrap();
                }
                assert_eq!(state(&one_by_one).0, state(&at_once).0, "round {round}");
                assert_eq!(state(&one_by_one).0, state(&editors[0]).0, "round {round}");
            }
        }
    }

    /// Types or deletes somewhere, like a person; returns the update.
    fn edit(doc: &Doc, dice: &mut StdRng) -> Vec<u8> {
        let mut txn = doc.transact_mut();
        let text = txn.get_or_insert_text("text");
        let length = text.len(&txn);
        if length > 10 && dice.random_bool(0.3) {
            let at = dice.random_range(0..length - 3);
            text.remove_range(&mut txn, at, dice.random_range(1..3));
        } else {
            let at = dice.random_range(0..=length);
            text.insert(&mut txn, at, ["a", "bc", "dé", "xyz"][dice.random_range(0..4)]);
        }
        txn.encode_update_v1()
    }

    #[test]
    fn what_cannot_be_read_is_not_merged() {
        assert_eq!(merge([&[0_u8, 0][..], &[9, 9, 9]].into_iter()), None);
    }
}
