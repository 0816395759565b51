//! Rights to hear that forget everything with the process.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use futures_util::future::ready;
use renexus_wire::event::Event;
use serde_json::{Value, json};

use crate::ports::{Ear, Hearing, StoreFuture};

/// Some people hear everything, all others hear events of tasks emptied.
#[derive(Clone, Debug, Default)]
pub struct MemoryHearing {
    admitted: Arc<Mutex<BTreeSet<String>>>,
}

/// Whether one person was admitted when it was asked.
#[derive(Debug)]
struct Admitted(bool);

impl MemoryHearing {
    /// From now on this person hears everything; a channel that asked before learns it with `access.changed`.
    pub fn admit(&self, person: &str) {
        self.admitted.lock().unwrap().insert(person.to_owned());
    }

    /// The opposite.
    pub fn dismiss(&self, person: &str) {
        self.admitted.lock().unwrap().remove(person);
    }
}

impl Ear for Admitted {
    fn instead(&self, _: &Event) -> Option<Value> {
        (!self.0).then(|| json!({}))
    }
}

impl Hearing for MemoryHearing {
    fn is_guarded(&self, event: &Event) -> bool {
        event.kind.starts_with("task.")
    }

    fn changes_rights(&self, event: &Event) -> bool {
        event.kind == "access.changed"
    }

    fn ear(&self, _: String, person: String) -> StoreFuture<Arc<dyn Ear>> {
        let admitted = self.admitted.lock().unwrap().contains(&person);
        let ear: Arc<dyn Ear> = Arc::new(Admitted(admitted));
        Box::pin(ready(Ok(ear)))
    }
}
