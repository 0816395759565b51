//! Making a document equal to what it was: an edit like any other, that changes what differs and nothing else.
//!
//! What was deleted since is written anew, what came since is deleted, and what stayed keeps its place in
//! everybody's eyes: cursors and comments in it stay where they are.

mod aligning;
mod shape;
mod writing;

use thiserror::Error;

use self::shape::roots;
use super::{Replica, ReplicaError};

/// Why a document cannot be made equal to another state of it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Irreversible {
    /// It holds something of which no copy can be made.
    #[error("it holds {0}, which cannot be brought back")]
    Holds(&'static str),
    /// Types stand too deep inside one another.
    #[error("its types stand more than {0} deep inside one another")]
    Deep(usize),
    /// What was written is not what should be there.
    #[error("it could not be made equal to the version")]
    Unequal,
    /// The library failed.
    #[error(transparent)]
    Replica(#[from] ReplicaError),
}

/// An edit that brings a document back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reversal {
    /// The update.
    pub update: Vec<u8>,
    /// The moment of the document that it was made for.
    pub made_for: Vec<u8>,
}

/// What makes a document in the state `now` equal to what it was in the state `then`; none when it is.
pub fn revert(now: &[u8], then: &[u8]) -> Result<Option<Reversal>, Irreversible> {
    let wanted = Replica::of_state(then)?.read(|txn| roots(txn))?;
    let mut replica = Replica::of_state(now)?;
    let found = replica.read(|txn| roots(txn))?;
    if found == wanted {
        return Ok(None);
    }
    let made_for = replica.moment();
    let (written, update) = replica.edit(|txn| writing::become_equal(txn, &found, &wanted))?;
    written?;
    // Nobody is to find out later that something was lost.
    if replica.read(|txn| roots(txn))? == wanted {
        Ok(Some(Reversal { update, made_for }))
    } else {
        Err(Irreversible::Unequal)
    }
}

#[cfg(test)]
mod tests;
