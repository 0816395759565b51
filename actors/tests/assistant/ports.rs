//! The world around an assistant that is made to panic.

use std::future::ready;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use renexus_actors::limits::AssistantLimits;
use renexus_actors::ports::{Count, Gauge, Markup, Measure, Meter, Place, Rights, StoreFuture};
use renexus_wire::access::Level;
use renexus_wire::rich::{Element, Node};

/// Everybody may write.
pub(crate) struct Everybody;

impl Rights for Everybody {
    fn level(&self, _: String, _: Place) -> StoreFuture<Level> {
        Box::pin(ready(Ok(Level::Write)))
    }
}

/// A paragraph for each line.
pub(crate) struct Lines;

impl Markup for Lines {
    fn read(&self, text: &str) -> Vec<Node> {
        let paragraph = |line: &str| Element::new("paragraph", vec![Node::plain(line)]).into();
        text.lines().filter(|line| !line.is_empty()).map(paragraph).collect()
    }

    fn write(&self, nodes: &[Node]) -> String {
        format!("{nodes:?}")
    }
}

/// Panics in the actor's own turns, so many times.
pub(crate) struct Tripwire {
    left: AtomicU32,
    calls: AtomicU32,
}

impl Tripwire {
    pub(crate) fn new(panics: u32) -> Self {
        Self { left: AtomicU32::new(panics), calls: AtomicU32::new(0) }
    }

    /// Panics that are still to come.
    pub(crate) fn left(&self) -> u32 {
        self.left.load(Ordering::SeqCst)
    }
}

impl Meter for Tripwire {
    fn count(&self, _: Count, _: u64) {}
    fn measure(&self, _: Measure, _: f64) {}
    fn gauge(&self, what: Gauge, _: i64) {
        let second = self.calls.fetch_add(1, Ordering::SeqCst).is_multiple_of(2);
        let less = |left: u32| left.checked_sub(1);
        if what == Gauge::AssistantJobs
            && second
            && self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok()
        {
            panic!("injected into the actor");
        }
    }
}

/// Bounds under which an attempt is tried until it works; `pace` stands between two edits.
pub(crate) fn limits(pace: Duration) -> AssistantLimits {
    AssistantLimits {
        look: Duration::from_millis(20),
        pace,
        at_once: 8,
        at_once_per_workspace: 8,
        attempts: 1_000,
        retry_floor: Duration::from_millis(1),
        lease: Duration::from_secs(2),
        breaker_failures: u32::MAX,
        breaker_pause: Duration::from_secs(1),
        attempt: crate::DEADLINE,
        answer_bytes: 1 << 16,
        context_bytes: 1 << 16,
        document_bytes: 1 << 20,
    }
}
