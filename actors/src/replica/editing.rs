//! Editing a document here: what changed becomes an update for others.

use yrs::TransactionMut;

use super::{Applied, Replica, ReplicaError, STORED};

impl Replica {
    /// A document with a state that was encoded by [`Replica::state`].
    pub fn of_state(state: &[u8]) -> Result<Self, ReplicaError> {
        let mut replica = Self::new();
        match replica.apply(state, &STORED) {
            Applied::New | Applied::Nothing => Ok(replica),
            other => Err(ReplicaError::Stored(format!("{other:?}"))),
        }
    }

    /// The Yjs client that edits here speak as.
    pub fn client(&self) -> u64 {
        self.doc.client_id().get()
    }

    /// Changes the document; gives the update that tells of it.
    pub fn edit<R>(
        &mut self,
        change: impl FnOnce(&mut TransactionMut<'_>) -> R,
    ) -> Result<(R, Vec<u8>), ReplicaError> {
        if let Some(reason) = &self.failed {
            return Err(ReplicaError::Encode(reason.clone()));
        }
        let edited = self.guarded(|txn| {
            let result = change(txn);
            let ends = super::ends(txn);
            (result, txn.encode_update_v1(), ends)
        });
        match edited {
            Ok((result, update, ends)) => {
                self.known.extend(ends);
                Ok((result, update))
            }
            Err(reason) => {
                self.failed = Some(reason.clone());
                Err(ReplicaError::Encode(reason))
            }
        }
    }
}
