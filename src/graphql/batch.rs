//! Things that many fields of one answer ask for one by one, read at once.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_graphql::{Error, Result};
use tokio::sync::oneshot;

use super::caller::Caller;
use crate::domain::{DomainError, View};
use crate::error::ApiError;

/// Reads those things of a workspace that have one of these ids.
type Read<V> = fn(&mut View<'_>, Vec<String>) -> Result<HashMap<String, V>, DomainError>;

/// What waits to be read, by workspace.
type Waiting<V> = Mutex<HashMap<Arc<str>, Vec<Wish<V>>>>;

/// Time in which nothing was asked for, after which a request has asked for all that it can. The
/// library resolves the items of a list a few at a time, and lets others run in between.
const QUIET: Duration = Duration::from_millis(1);

/// Gathers what a request asks for before it has to wait. It keeps nothing: what changes in
/// between is read anew.
pub(super) struct Batch<V> {
    read: Read<V>,
    /// Grows with every wish of the request, of whatever kind.
    asked: Arc<AtomicU64>,
    waiting: Arc<Waiting<V>>,
}

struct Wish<V> {
    ids: Vec<String>,
    answer: oneshot::Sender<Result<Vec<Option<V>>>>,
}

impl<V: Clone + Send + 'static> Batch<V> {
    /// Reads in this way.
    pub(super) fn new(read: Read<V>, asked: &Arc<AtomicU64>) -> Self {
        Self { read, asked: Arc::clone(asked), waiting: Arc::default() }
    }

    /// The things with these ids, in their order; nothing for those that are not there.
    pub(super) async fn load(
        &self,
        caller: &Caller,
        workspace: &Arc<str>,
        ids: Vec<String>,
    ) -> Result<Vec<Option<V>>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.asked.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        let first = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let wishes = waiting.entry(Arc::clone(workspace)).or_default();
            wishes.push(Wish { ids, answer });
            wishes.len() == 1
        };
        if first {
            let (waiting, read) = (Arc::clone(&self.waiting), self.read);
            let carry_out = carry_out(waiting, read, caller.clone(), Arc::clone(workspace));
            let asked = Arc::clone(&self.asked);
            tokio::spawn(async move {
                quiet(&asked).await;
                carry_out.await;
            });
        }
        answered.await.map_err(|_| Error::from(ApiError::Stopping))?
    }

    /// The same for one thing.
    pub(super) async fn one(
        &self,
        caller: &Caller,
        workspace: &Arc<str>,
        id: &str,
    ) -> Result<Option<V>> {
        let found = self.load(caller, workspace, vec![id.to_owned()]).await?;
        Ok(found.into_iter().next().flatten())
    }

    /// The same where there may be none.
    pub(super) async fn maybe(
        &self,
        caller: &Caller,
        workspace: &Arc<str>,
        id: Option<&String>,
    ) -> Result<Option<V>> {
        match id {
            Some(id) => self.one(caller, workspace, id).await,
            None => Ok(None),
        }
    }

    /// Those of several things that are there.
    pub(super) async fn all(
        &self,
        caller: &Caller,
        workspace: &Arc<str>,
        ids: &[String],
    ) -> Result<Vec<V>> {
        let found = self.load(caller, workspace, ids.to_vec()).await?;
        Ok(found.into_iter().flatten().collect())
    }
}

/// Waits until a request asks for nothing more.
async fn quiet(asked: &AtomicU64) {
    let mut seen = None;
    loop {
        let now = Some(asked.load(Ordering::Relaxed));
        if now == seen {
            return;
        }
        seen = now;
        tokio::time::sleep(QUIET).await;
    }
}

/// Reads all that waits, and answers everybody.
async fn carry_out<V: Clone + Send + 'static>(
    waiting: Arc<Waiting<V>>,
    read: Read<V>,
    caller: Caller,
    workspace: Arc<str>,
) {
    let wishes = waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&workspace);
    let wishes = wishes.unwrap_or_default();
    let ids: BTreeSet<_> = wishes.iter().flat_map(|wish| &wish.ids).cloned().collect();
    let ids = ids.into_iter().collect();
    let found = caller.read(&workspace, move |look| read(look, ids)).await;
    for Wish { ids, answer } in wishes {
        let answered = match &found {
            Ok(found) => Ok(ids.iter().map(|id| found.get(id).cloned()).collect()),
            Err(error) => Err(error.clone()),
        };
        // Whoever asked may be gone.
        let _ = answer.send(answered);
    }
}
