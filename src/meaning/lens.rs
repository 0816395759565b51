//! How things look in the light of a question.

use std::collections::HashSet;
use std::sync::Arc;

use super::shelf::Shelf;
use crate::db::queries::search::meanings::{self, Chunk, Which};
use crate::db::queries::search::readable::Readable;
use crate::db::queries::search::words::Hit;
use crate::db::{Conn, DatabaseError};
use crate::search::nearness;

/// Candidates that are compared exactly, for each piece that is wanted.
const CANDIDATES: usize = 4;
/// Pieces that somebody may read who may read little; of more, the newest.
const READABLE: i64 = 20_000;

/// The meaning of a question, and where the meanings of texts are.
#[derive(Clone)]
pub struct Lens {
    /// Where the meanings of large workspaces are.
    pub shelf: Arc<Shelf>,
    /// The model that told what everything means.
    pub model: String,
    /// What the question means.
    pub vector: Arc<[f32]>,
    /// Most pieces.
    pub most: usize,
    /// How like the question they have to be.
    pub least: f64,
}

/// A piece of something that means something like the question.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// What it is a piece of.
    pub hit: Hit,
    /// Its text.
    pub text: String,
    /// How like the question it is.
    pub likeness: f32,
}

impl Lens {
    /// The pieces that are nearest to the question, of those that somebody may read, the nearest first.
    pub fn nearest(
        &self,
        connection: &mut Conn,
        readable: &Readable,
    ) -> Result<Vec<Near>, DatabaseError> {
        let place = (readable.workspace.as_str(), self.model.as_str());
        let about = (readable, self.model.as_str());
        let Some(kept) = self.shelf.open(connection, place)? else {
            let all = i64::try_from(self.shelf.exact()).unwrap_or(i64::MAX);
            return Ok(self.order(meanings::readable(connection, about, Which::Newest(all))?));
        };
        let candidates = self.most.saturating_mul(CANDIDATES);
        let keys = kept.nearest(&self.vector, candidates, None);
        let found = meanings::readable(connection, about, Which::These(&keys))?;
        if keys.len() < candidates || found.len() >= self.most {
            return Ok(self.order(found));
        }
        // Most of what is near is closed to them: among all that is open to them, then.
        let open = meanings::readable_keys(connection, about, READABLE)?;
        let open: HashSet<i64> = open.into_iter().collect();
        let keys = kept.nearest(&self.vector, candidates, Some(&open));
        Ok(self.order(meanings::readable(connection, about, Which::These(&keys))?))
    }

    /// Compares exactly.
    fn order(&self, chunks: Vec<Chunk>) -> Vec<Near> {
        let near = chunks.into_iter().map(|chunk| Near {
            likeness: nearness::likeness(&self.vector, &nearness::from_bytes(&chunk.vector)),
            hit: Hit { key: chunk.entry, kind: chunk.kind, subject: chunk.subject },
            text: chunk.text,
        });
        let mut near: Vec<_> = near.filter(|near| f64::from(near.likeness) >= self.least).collect();
        near.sort_by(|one, other| other.likeness.total_cmp(&one.likeness));
        near.truncate(self.most);
        near
    }
}
