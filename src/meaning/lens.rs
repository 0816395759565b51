//! How things look in the light of a question.

use std::collections::HashSet;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use super::shelf::{Kept, Shelf};
use crate::db::engine::Engine;
use crate::db::queries::search::meanings::{self, Chunk, Which};
use crate::db::queries::search::neighbours;
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

/// A search for the nearest pieces under way: what is in memory is compared on a thread of its own, so that whoever
/// searches can look for words meanwhile.
pub struct Looking {
    lens: Lens,
    among: Among,
}

/// Where the meanings of a workspace are compared.
enum Among {
    /// There are few: row by row.
    Rows,
    /// In the index of the database.
    Index,
    /// In memory, and what is nearest there.
    Memory(Arc<Kept>, Option<Walk>),
}

/// Compares with everything in memory; the keys of what is nearest.
type Walk = JoinHandle<Vec<i64>>;

impl Lens {
    /// Begins to look for the pieces that are nearest to the question in a workspace.
    pub fn look(self, connection: &mut Conn, workspace: &str) -> Result<Looking, DatabaseError> {
        let place = (workspace, self.model.as_str());
        let is_server = connection.engine() == Engine::Postgres;
        let among = if is_server && neighbours::hold(connection, self.vector.len())? {
            match self.shelf.is_large(connection, place)? {
                true => Among::Index,
                false => Among::Rows,
            }
        } else {
            self.shelf.open(connection, place)?.map_or(Among::Rows, |kept| self.walk(kept))
        };
        Ok(Looking { lens: self, among })
    }

    /// Begins to compare with everything in memory.
    fn walk(&self, kept: Arc<Kept>) -> Among {
        let (lens, all) = (self.clone(), Arc::clone(&kept));
        let walk = move || all.nearest(&lens.vector, lens.candidates(), None);
        // Without a thread for it, it is done later.
        Among::Memory(kept, thread::Builder::new().name("meanings".to_owned()).spawn(walk).ok())
    }

    fn candidates(&self) -> usize {
        self.most.saturating_mul(CANDIDATES)
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

impl Looking {
    /// The nearest pieces, of those that somebody may read, the nearest first.
    pub fn nearest(
        self,
        connection: &mut Conn,
        readable: &Readable,
    ) -> Result<Vec<Near>, DatabaseError> {
        let Self { lens, among } = self;
        let about = (readable, lens.model.as_str());
        let few = Which::Newest(i64::try_from(lens.shelf.exact()).unwrap_or(i64::MAX));
        let (mut kept, walk) = match among {
            Among::Rows => return Ok(lens.order(meanings::readable(connection, about, few)?)),
            Among::Index => {
                let candidates = i64::try_from(lens.candidates()).unwrap_or(i64::MAX);
                let which = Which::Nearest(&lens.vector, candidates);
                let mut found = meanings::readable(connection, about, which)?;
                // Most of what is near is closed to them: among the newest that is open to them, then.
                if found.len() < lens.most {
                    let known: HashSet<i64> = found.iter().map(|chunk| chunk.key).collect();
                    let more = meanings::readable(connection, about, few)?;
                    found.extend(more.into_iter().filter(|chunk| !known.contains(&chunk.key)));
                }
                return Ok(lens.order(found));
            }
            Among::Memory(kept, walk) => (kept, walk),
        };
        let candidates = lens.candidates();
        let walked = walk.and_then(|walk| walk.join().ok());
        let mut keys = walked.unwrap_or_else(|| kept.nearest(&lens.vector, candidates, None));
        let mut found = meanings::readable(connection, about, Which::These(&keys))?;
        let is_enough =
            |keys: &[i64], found: &[Chunk]| keys.len() < candidates || found.len() >= lens.most;
        if !is_enough(&keys, &found) && kept.forget_gone(connection, &keys)? > 0 {
            let place = (readable.workspace.as_str(), lens.model.as_str());
            kept = lens.shelf.open(connection, place)?.unwrap_or(kept);
            keys = kept.nearest(&lens.vector, candidates, None);
            found = meanings::readable(connection, about, Which::These(&keys))?;
        }
        if is_enough(&keys, &found) {
            return Ok(lens.order(found));
        }
        // Most of what is near is closed to them: among all that is open to them, then.
        let open = meanings::readable_keys(connection, about, READABLE)?;
        let open: HashSet<i64> = open.into_iter().collect();
        let keys = kept.nearest(&lens.vector, candidates, Some(&open));
        Ok(lens.order(meanings::readable(connection, about, Which::These(&keys))?))
    }
}
