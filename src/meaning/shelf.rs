//! The meanings of large workspaces in memory. They are read when somebody asks, and follow the rows by their keys: what is
//! new is read, what is gone stays until somebody finds it, and is never shown, for the rows are asked about whatever is found.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use crate::db::queries::search::meanings;
use crate::db::{Conn, DatabaseError};
use crate::search::nearness::{self, Many};

/// Meanings that are read at once.
const AT_ONCE: i64 = 5_000;
/// One in so many bytes is left for what comes before everything is read again.
const PART: usize = 4;
/// When more than one in so many of what was found is gone, everything is read again.
const GONE: usize = 2;

/// The meanings of one workspace.
#[derive(Default)]
pub struct Kept {
    many: RwLock<Many>,
    /// Set when much of it is gone, so that it is read anew.
    is_worn: AtomicBool,
}

impl Kept {
    /// The keys of what is nearest, the nearest first.
    pub fn nearest(&self, vector: &[f32], most: usize, these: Option<&HashSet<i64>>) -> Vec<i64> {
        self.read().nearest(vector, most, these)
    }

    fn read(&self) -> RwLockReadGuard<'_, Many> {
        self.many.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets those of what was found that are gone; how many.
    pub fn forget_gone(
        &self,
        connection: &mut Conn,
        found: &[i64],
    ) -> Result<usize, DatabaseError> {
        let there: HashSet<i64> = meanings::there(connection, found)?.into_iter().collect();
        let gone: Vec<i64> = found.iter().copied().filter(|key| !there.contains(key)).collect();
        if !gone.is_empty() {
            let mut many = self.many.write().unwrap_or_else(PoisonError::into_inner);
            gone.iter().for_each(|key| many.remove(*key));
            self.is_worn.fetch_or(gone.len() > found.len() / GONE, Ordering::AcqRel);
        }
        Ok(gone.len())
    }

    /// Reads what is new; everything when much is gone, or it became too large.
    fn follow(
        &self,
        connection: &mut Conn,
        place: (&str, &str),
        most: usize,
    ) -> Result<(), DatabaseError> {
        let newest = meanings::newest(connection, place)?;
        let is_well = |many: &Many| many.last() >= newest && many.bytes() <= most;
        if !self.is_worn.load(Ordering::Acquire) && is_well(&self.read()) {
            return Ok(());
        }
        let mut many = self.many.write().unwrap_or_else(PoisonError::into_inner);
        if self.is_worn.swap(false, Ordering::AcqRel) || many.bytes() > most {
            *many = Many::default();
        }
        let mut after = many.last();
        loop {
            let some = meanings::behind(connection, place, (after, AT_ONCE))?;
            let Some((newest, vector)) = some.last() else { return Ok(()) };
            if after == 0 {
                let dimensions = vector.len() / size_of::<f32>();
                let rows = meanings::count(connection, place)?;
                let rows = usize::try_from(rows).unwrap_or_default();
                // A number each, and the key.
                let fit = most / (dimensions + size_of::<i64>()).max(1);
                many.reserve(rows.min(fit), dimensions);
                if rows > fit {
                    let newer = i64::try_from(fit - fit / PART).unwrap_or(i64::MAX);
                    after = meanings::before_newest(connection, place, newer)?;
                    if after > 0 {
                        continue;
                    }
                }
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
        // How many there are is asked only until they are too many.
        let kept = match self.known(place) {
            Some(kept) => kept,
            None if self.is_large(connection, place)? => self.make(place),
            None => return Ok(None),
        };
        kept.follow(connection, place, self.most)?;
        self.make_room(&kept);
        Ok(Some(kept))
    }

    /// Whether a workspace has so many pieces that they are not all compared.
    pub fn is_large(
        &self,
        connection: &mut Conn,
        place: (&str, &str),
    ) -> Result<bool, DatabaseError> {
        let exact = i64::try_from(self.exact).unwrap_or(i64::MAX);
        Ok(meanings::before_newest(connection, place, exact)? > 0)
    }

    fn known(&self, (workspace, model): (&str, &str)) -> Option<Arc<Kept>> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.clock += 1;
        let now = slots.clock;
        let slot = slots.by_place.get_mut(&(workspace.to_owned(), model.to_owned()))?;
        slot.1 = now;
        Some(Arc::clone(&slot.0))
    }

    fn make(&self, (workspace, model): (&str, &str)) -> Arc<Kept> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let now = slots.clock;
        let place = (workspace.to_owned(), model.to_owned());
        Arc::clone(&slots.by_place.entry(place).or_insert_with(|| (Arc::default(), now)).0)
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
