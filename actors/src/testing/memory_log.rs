//! A log of events that forgets everything with the process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::DateTime;
use futures_util::future::ready;
use renexus_wire::event::Event;
use serde_json::Value;

use super::event_log_contract::Writable;
use crate::ports::{EventLog, LogRange, StoreError, StoreFuture};

/// Events in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryLog {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    workspaces: HashMap<String, Kept>,
    /// How many of the next questions are not answered.
    failures: u32,
}

#[derive(Debug, Default)]
struct Kept {
    head: i64,
    events: Vec<Event>,
}

impl MemoryLog {
    /// Writes the next `count` events of a workspace, which is made when it is new; gives them.
    pub fn append(&self, workspace: &str, count: i64) -> Vec<Event> {
        let mut shared = self.shared.lock().unwrap();
        let kept = shared.workspaces.entry(workspace.to_owned()).or_default();
        let event = |seq| Event {
            workspace: workspace.to_owned(),
            seq,
            kind: "task.updated".into(),
            actor: None,
            at: DateTime::UNIX_EPOCH,
            data: Value::Null,
        };
        let fresh: Vec<_> = (1..=count).map(|more| event(kept.head + more)).collect();
        kept.head += count;
        kept.events.extend(fresh.iter().cloned());
        fresh
    }

    /// Writes the next event of a workspace, of this kind; gives it.
    pub fn append_one(&self, workspace: &str, kind: &str) -> Event {
        let mut shared = self.shared.lock().unwrap();
        let kept = shared.workspaces.entry(workspace.to_owned()).or_default();
        kept.head += 1;
        let event = Event {
            workspace: workspace.to_owned(),
            seq: kept.head,
            kind: kind.to_owned(),
            actor: None,
            at: DateTime::UNIX_EPOCH,
            data: Value::Null,
        };
        kept.events.push(event.clone());
        event
    }

    /// Forgets every event up to a number.
    pub fn prune(&self, workspace: &str, up_to: i64) {
        let mut shared = self.shared.lock().unwrap();
        if let Some(kept) = shared.workspaces.get_mut(workspace) {
            kept.events.retain(|event| event.seq > up_to);
        }
    }

    /// Lets the next `times` questions fail.
    pub fn fail(&self, times: u32) {
        self.shared.lock().unwrap().failures = times;
    }

    fn with<R: Send + 'static>(&self, look: impl FnOnce(&Shared) -> R) -> StoreFuture<R> {
        let mut shared = self.shared.lock().unwrap();
        if shared.failures > 0 {
            shared.failures -= 1;
            return Box::pin(ready(Err(StoreError::Failing("told to".into()))));
        }
        Box::pin(ready(Ok(look(&shared))))
    }
}

impl EventLog for MemoryLog {
    fn range(&self, workspace: String) -> StoreFuture<Option<LogRange>> {
        self.with(|shared| {
            let kept = shared.workspaces.get(&workspace)?;
            let oldest = kept.events.first().map_or(kept.head + 1, |event| event.seq);
            Some(LogRange { oldest, head: kept.head })
        })
    }

    fn after(&self, workspace: String, after: i64, most: usize) -> StoreFuture<Vec<Event>> {
        self.with(|shared| {
            let kept = shared.workspaces.get(&workspace);
            let events = kept.into_iter().flat_map(|kept| &kept.events);
            events.filter(|event| event.seq > after).take(most).cloned().collect()
        })
    }
}

impl Writable for MemoryLog {
    async fn filled(&self, name: &str, count: i64) -> String {
        self.append(name, count);
        name.to_owned()
    }

    async fn forget(&self, workspace: &str, up_to: i64) {
        self.prune(workspace, up_to);
    }
}
