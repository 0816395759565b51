//! A bus between nodes of one process.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};

use crate::bus::{Bus, Heard, Listener, Listening, Topic};

type Listeners = HashMap<Topic, HashMap<u64, Listener>>;

/// Whoever holds it is a node.
#[derive(Clone, Default)]
pub struct MemoryBus {
    listeners: Arc<Mutex<Listeners>>,
    made: Arc<AtomicU64>,
}

impl Bus for MemoryBus {
    fn tell(&self, topic: &Topic, message: Bytes) {
        let listeners = self.listeners.lock().unwrap();
        let listeners = listeners.get(topic).into_iter().flat_map(HashMap::values);
        for listener in listeners.filter(|it| it.wants(&message)) {
            listener.told.do_send(Heard::Said(message.clone()));
        }
    }

    fn listen(&self, topic: Topic, listener: Listener) -> BoxFuture<'static, Listening> {
        let id = self.made.fetch_add(1, Ordering::Relaxed);
        self.listeners.lock().unwrap().entry(topic.clone()).or_default().insert(id, listener);
        let listeners = Arc::clone(&self.listeners);
        let end = move || {
            if let Some(of_topic) = listeners.lock().unwrap().get_mut(&topic) {
                of_topic.remove(&id);
            }
        };
        ready(Listening::until_dropped(end)).boxed()
    }
}
