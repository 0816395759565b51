//! What can be told of a stored document before the library has built it.

use bytes::Bytes;
use renexus_wire::update;

use super::STORED;
use crate::ports::StoredDocument;

/// Smaller documents are built before anybody would notice.
const WORTH_BYTES: usize = 16 << 10;

/// What the first reader of a document asks for, taken from its checkpoint as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// The whole state: what somebody lacks who has nothing.
    pub state: Bytes,
    /// The state vector.
    pub state_vector: Vec<u8>,
}

impl Ahead {
    /// Looks at a stored document. Only a large checkpoint that nothing follows says it all, and
    /// only when it has the shape that every update of a client must have, and no hole.
    pub fn of(stored: &StoredDocument) -> Option<Self> {
        let (seq, state) = stored.checkpoint.as_ref()?;
        if *seq != stored.head || !stored.tail.is_empty() || state.len() < WORTH_BYTES {
            return None;
        }
        update::validate(state, &STORED).ok()?;
        let state_vector = update::state_vector(state, &STORED).ok()??;
        Some(Self { state: Bytes::copy_from_slice(state), state_vector })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Replica;
    use super::*;

    fn stored(text: &str) -> StoredDocument {
        let state = Replica::from_text("text", text).unwrap();
        StoredDocument { checkpoint: Some((3, state)), tail: Vec::new(), head: 3 }
    }

    #[test]
    fn a_large_checkpoint_says_what_the_replica_says() {
        let stored = stored(&"x".repeat(WORTH_BYTES));
        let ahead = Ahead::of(&stored).unwrap();
        let replica = Replica::restore(&stored).unwrap().replica;
        assert_eq!(ahead.state, replica.state().unwrap());
        assert_eq!(ahead.state_vector, replica.state_vector());
    }

    #[test]
    fn what_is_small_or_goes_on_or_cannot_be_read_says_nothing() {
        assert_eq!(Ahead::of(&stored("little")), None);
        let mut goes_on = stored(&"x".repeat(WORTH_BYTES));
        goes_on.tail.push(vec![0, 0]);
        assert_eq!(Ahead::of(&goes_on), None);
        let mut broken = stored(&"x".repeat(WORTH_BYTES));
        if let Some((_, state)) = &mut broken.checkpoint {
            state.truncate(WORTH_BYTES);
        }
        assert_eq!(Ahead::of(&broken), None);
    }
}
