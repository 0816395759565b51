//! The meanings of large workspaces in memory. They are read when somebody asks, and follow the rows by their keys: what is
//! new is read, what is gone stays until much is, and is never shown, for the rows are asked about whatever is found.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use crate::db::queries::search::meanings;
use crate::db::{Conn, DatabaseError};
use crate::search::nearness::{self, Many};

/// Meanings that are read at once.
const AT_ONCE: i64 = 5_000;
/// Meanings that are gone of which nobody takes notice, and one in so many beyond.
const FEW: usize = 1_000;
const PART: usize = 4;

/// The meanings of one workspace.
#[derive(Default)]
pub struct Kept {
    many: RwLock<Many>,
}

impl Kept {
    /// The keys of what is nearest, the nearest first.
    pub fn nearest(
        &self,
        vector: &[f32],
        most: usize,
        these: Option<&std::collections::HashSet<i64>>,
    ) -> Vec<i64> {
        self.read().nearest(vector, most, these)
    }

    fn read(&self) -> RwLockReadGuard<'_, Many> {
        self.many.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what is new; everything when much is gone, or it became too large.
    fn follow(
        &self,
        connection: &mut Conn,
        place: (&str, &str),
        (rows, last, most): (usize, i64, usize),
    ) -> Result<(), DatabaseError> {
        {
            let many = self.read();
            let gone = many.len().saturating_sub(rows) > FEW + rows / PART;
            if many.last().is_some_and(|known| known >= last) && !gone && many.bytes() <= most {
                return Ok(());
            }
        }
        let mut many = self.many.write().unwrap_or_else(PoisonError::into_inner);
        let gone = many.len().saturating_sub(rows) > FEW + rows / PART;
        if gone || many.bytes() > most {
            *many = Many::default();
        }
        let mut after = many.last().unwrap_or_default();
        loop {
            let some = meanings::behind(connection, place, (after, AT_ONCE))?;
            let Some((newest, vector)) = some.last() else { return Ok(()) };
            if many.is_empty() && after == 0 {
                // A number each, and the key.
                let fit = most / (vector.len() / size_of::<f32>() + size_of::<i64>()).max(1);
                if rows > fit {
                    // Room for what comes before the next time that everything is read.
                    let newer = i64::try_from(fit - fit / PART).unwrap_or(i64::MAX);
                    after = meanings::before_newest(connection, place, newer)?;
                    many.reserve(fit, vector.len() / size_of::<f32>());
                    continue;
                }
                many.reserve(rows, vector.len() / size_of::<f32>());
            }
            for (key, vector) in &some {
                many.push(*key, &nearness::from_bytes(vector));
            }
            after = *newest;
        }
    }
}

#[derive(Default)]
struct Slots {
    by_place: HashMap<(String, String), (Arc<Kept>, u64)>,
    clock: u64,
}

/// The meanings of some workspaces.
pub struct Shelf {
    slots: Mutex<Slots>,
    exact: usize,
    most: usize,
}

impl Shelf {
    /// A shelf for workspaces with more than `exact` pieces, of so many bytes.
    pub fn new(exact: usize, most: usize) -> Self {
        Self { slots: Mutex::default(), exact, most }
    }

    /// Pieces up to which all are compared.
    pub fn exact(&self) -> usize {
        self.exact
    }

    /// The meanings of a workspace as they are now; none when it is so small that all are compared.
    pub fn open(
        &self,
        connection: &mut Conn,
        place: (&str, &str),
    ) -> Result<Option<Arc<Kept>>, DatabaseError> {
        let (rows, last) = meanings::extent(connection, place)?;
        let rows = usize::try_from(rows).unwrap_or_default();
        if rows <= self.exact {
            return Ok(None);
        }
        let kept = self.slot(place);
        kept.follow(connection, place, (rows, last, self.most))?;
        self.make_room(&kept);
        Ok(Some(kept))
    }

    fn slot(&self, (workspace, model): (&str, &str)) -> Arc<Kept> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.clock += 1;
        let now = slots.clock;
        let slot = slots.by_place.entry((workspace.to_owned(), model.to_owned())).or_default();
        slot.1 = now;
        Arc::clone(&slot.0)
    }

    /// Lets go of what was not asked for longest, until all fits; never of what was opened just now.
    fn make_room(&self, opened: &Arc<Kept>) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            // What is being read at this moment is counted the next time.
            let bytes = |kept: &Kept| kept.many.try_read().map_or(0, |many| many.bytes());
            let all: usize = slots.by_place.values().map(|(kept, _)| bytes(kept)).sum();
            if all <= self.most {
                return;
            }
            let others = slots.by_place.iter().filter(|(_, (kept, _))| !Arc::ptr_eq(kept, opened));
            let oldest = others.min_by_key(|(_, (_, used))| *used).map(|(place, _)| place.clone());
            let Some(oldest) = oldest else { return };
            slots.by_place.remove(&oldest);
        }
    }
}
