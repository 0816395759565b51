//! Workspaces over ports in memory: who hears what, in which order, and how often.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod chance;
mod events;
mod hearing;
mod room;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use actix::{Actor, Addr};
use renexus_actors::arbiters::Arbiters;
use renexus_actors::limits::WorkspaceLimits;
use renexus_actors::ports::{Count, Gauge, Measure, Meter};
use renexus_actors::testing::{MemoryHearing, MemoryLog};
use renexus_actors::workspace::{
    Channel, Happened, Listener, OpenWorkspace, Subscription, Told, WorkspaceParts, WorkspacesActor,
};
use renexus_wire::event::Event;

/// Long enough for a noisy machine; nothing that passes waits so long.
const DEADLINE: Duration = Duration::from_secs(20);
/// The workspace of every test.
const HERE: &str = "here";

/// Counts the open workspaces.
#[derive(Default)]
struct Open(AtomicI64);

impl Meter for Open {
    fn count(&self, _: Count, _: u64) {}
    fn measure(&self, _: Measure, _: f64) {}
    fn gauge(&self, _: Gauge, change: i64) {
        self.0.fetch_add(change, Ordering::SeqCst);
    }
}

/// A log, the directory over it, and one open channel.
struct House {
    log: MemoryLog,
    hearing: MemoryHearing,
    directory: Addr<WorkspacesActor>,
    open: Arc<Open>,
}

impl House {
    /// A house whose log holds `before` events.
    fn new(before: i64, limits: WorkspaceLimits) -> Self {
        let (log, open) = (MemoryLog::default(), Arc::new(Open::default()));
        let hearing = MemoryHearing::default();
        log.append(HERE, before);
        let parts = WorkspaceParts {
            log: Arc::new(log.clone()),
            hearing: Arc::new(hearing.clone()),
            bus: None,
            meter: Arc::<Open>::clone(&open),
            limits: Arc::new(limits),
            arbiters: Arbiters::new(Vec::new()),
        };
        Self { log, hearing, directory: WorkspacesActor::new(parts).start(), open }
    }

    async fn channel(&self) -> Channel {
        let open = OpenWorkspace { workspace: HERE.into() };
        self.directory.send(open).await.expect("a directory").expect("a channel")
    }

    async fn subscribe(&self, after: Option<i64>) -> Subscription {
        self.listen(Listener::Server, after).await
    }

    async fn listen(&self, listener: Listener, after: Option<i64>) -> Subscription {
        self.channel().await.subscribe(listener, after).await.expect("a subscription")
    }

    /// Tells of events, whether or not they are next.
    fn tell(&self, events: &[Event]) {
        self.directory.do_send(Happened { workspace: HERE.into(), events: events.to_vec() });
    }

    /// Writes events and tells of them.
    fn happen(&self, count: i64) {
        self.tell(&self.log.append(HERE, count));
    }
}

/// Runs a test where actors live.
fn live(test: impl Future<Output = ()>) {
    actix::System::new().block_on(test);
}

/// What a subscriber hears next.
async fn next(subscription: &mut Subscription) -> Option<Told> {
    tokio::time::timeout(DEADLINE, subscription.next()).await.expect("something in time")
}

/// The numbers that a subscriber hears next.
async fn hears(subscription: &mut Subscription, count: usize) -> Vec<i64> {
    let mut heard = Vec::new();
    while heard.len() < count {
        match next(subscription).await {
            Some(Told::Event(event)) => heard.push(event.seq),
            other => panic!("after {heard:?}: {other:?}"),
        }
    }
    heard
}

/// Repeats a look at something that tells nobody of its changes.
async fn until(what: &str, mut look: impl FnMut() -> bool) {
    let waiting = async {
        while !look() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(DEADLINE, waiting).await.unwrap_or_else(|_| panic!("not in time: {what}"));
}
