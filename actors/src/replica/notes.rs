//! Notes in a document beside its text: JSON by key, in a root type of their own.

use serde_json::Value;
use yrs::{Map, Out, ReadTxn, TransactionMut, WriteTxn};

use super::rich::{any_of, value_of};

/// The note of a key.
pub fn read(txn: &impl ReadTxn, root: &str, key: &str) -> Option<Value> {
    match txn.get_map(root)?.get(txn, key)? {
        Out::Any(any) => Some(value_of(&any)),
        _ => None,
    }
}

/// Writes the note of a key, or takes it away.
pub fn write(txn: &mut TransactionMut<'_>, root: &str, key: &str, note: Option<&Value>) {
    let notes = txn.get_or_insert_map(root);
    match note {
        Some(note) => {
            notes.insert(txn, key, any_of(note));
        }
        None => {
            notes.remove(txn, key);
        }
    }
}
