//! The assistant over ports in memory, where everything that can panic does.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod jobs;
mod model;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use actix::{Actor, Addr, Supervisor};
use futures_util::future::ready;
use renexus_actors::arbiters::Arbiters;
use renexus_actors::assistant::{
    Answer, AssistantActor, AssistantParts, Embed, Rest, Wake, Weight,
};
use renexus_actors::document::{Export, Exported, Format};
use renexus_actors::journal::{Intake, JournalActor};
use renexus_actors::limits::{AssistantLimits, DocumentLimits, JournalLimits};
use renexus_actors::ports::model::{ModelError, Prompt};
use renexus_actors::ports::{Count, Gauge, Markup, Measure, Meter, Place, Rights, StoreFuture};
use renexus_actors::registry::{Open, RegistryActor, RegistryParts};
use renexus_actors::testing::MemoryStore;
use renexus_wire::access::Level;
use renexus_wire::id::{DocumentId, SessionId};
use renexus_wire::rich::{Element, Node};

use jobs::MemoryJobs;
use model::Panicky;

/// Long enough for a noisy machine; nothing that passes waits so long.
const DEADLINE: Duration = Duration::from_secs(60);
/// Panics of the model, and of the actor itself.
const PANICS: u32 = 100;
const JOBS: u32 = 60;
const DOCUMENTS: u32 = 6;

/// Everybody may write.
struct Everybody;

impl Rights for Everybody {
    fn level(&self, _: String, _: Place) -> StoreFuture<Level> {
        Box::pin(ready(Ok(Level::Write)))
    }
}

/// A paragraph for each line.
struct Lines;

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
struct Tripwire {
    left: AtomicU32,
    calls: AtomicU32,
}

impl Meter for Tripwire {
    fn count(&self, _: Count, _: u64) {}
    fn measure(&self, _: Measure, _: f64) {}
    fn gauge(&self, what: Gauge, _: i64) {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        if what == Gauge::AssistantJobs
            && call.is_multiple_of(2)
            && self
                .left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1))
                .is_ok()
        {
            panic!("injected into the actor");
        }
    }
}

/// A meter for those who shall live.
struct Quiet;

impl Meter for Quiet {
    fn count(&self, _: Count, _: u64) {}
    fn measure(&self, _: Measure, _: f64) {}
    fn gauge(&self, _: Gauge, _: i64) {}
}

fn registry(store: MemoryStore) -> Addr<RegistryActor> {
    let (store, meter) = (Arc::new(store), Arc::new(Quiet));
    let limits = JournalLimits::default();
    let intake = Intake::new(&limits);
    let journal = JournalActor::new(store.clone(), meter.clone(), limits, intake.clone()).start();
    let parts = RegistryParts {
        store,
        journal,
        intake,
        bus: None,
        meter,
        limits: Arc::new(DocumentLimits::default()),
        open_documents: 100,
        arbiters: Arbiters::new(Vec::new()),
    };
    RegistryActor::new(parts).start()
}

fn limits() -> AssistantLimits {
    AssistantLimits {
        look: Duration::from_millis(20),
        pace: Duration::from_millis(1),
        at_once: 8,
        at_once_per_workspace: 8,
        attempts: 1_000,
        retry_floor: Duration::from_millis(1),
        lease: Duration::from_secs(2),
        breaker_failures: u32::MAX,
        breaker_pause: Duration::from_secs(1),
        attempt: DEADLINE,
        answer_bytes: 1 << 16,
        context_bytes: 1 << 16,
        document_bytes: 1 << 20,
    }
}

fn document(number: u32) -> DocumentId {
    DocumentId::parse(&format!("document-{}", number % DOCUMENTS)).unwrap()
}

async fn text(registry: &Addr<RegistryActor>, document: DocumentId) -> String {
    let handle = registry.send(Open { document, create: false }).await.unwrap().unwrap();
    match handle.address.send(Export { format: Format::Text }).await.unwrap().unwrap() {
        Exported::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

/// SPEC AI-13
#[actix_rt::test]
async fn panics_in_attempts_and_in_the_worker_lose_no_job_and_do_none_twice() {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !info.to_string().contains("injected") {
            loud(info);
        }
    }));
    let registry = registry(MemoryStore::default());
    for number in 0..DOCUMENTS {
        let open = Open { document: document(number), create: true };
        registry.send(open).await.unwrap().unwrap();
    }
    let (jobs, model) = (MemoryJobs::new(JOBS, Duration::from_secs(2)), Panicky::new(PANICS));
    let wire = Arc::new(Tripwire { left: AtomicU32::new(PANICS), calls: AtomicU32::new(0) });
    let seats = AtomicU64::new(1);
    let parts = AssistantParts {
        jobs: Arc::new(jobs.clone()),
        model: Arc::new(model.clone()),
        rights: Arc::new(Everybody),
        markup: Arc::new(Lines),
        registry: registry.clone(),
        seats: Arc::new(move || SessionId(seats.fetch_add(1, Ordering::Relaxed))),
        meter: wire.clone(),
        limits: Arc::new(limits()),
    };
    let assistant = Supervisor::start(move |_| AssistantActor::new(parts));
    let done = tokio::time::timeout(DEADLINE, jobs.all_done());
    done.await.unwrap_or_else(|_| panic!("not all were done: {}", jobs.told()));
    assert_eq!((model.left(), wire.left.load(Ordering::SeqCst)), (0, 0), "{}", jobs.told());
    assert_eq!(jobs.twice(), 0);
    for number in 0..DOCUMENTS {
        let text = text(&registry, document(number)).await;
        for job in (0..JOBS).filter(|job| job % DOCUMENTS == number) {
            let line = format!("Answer {job} is whole.");
            assert_eq!(text.matches(&line).count(), 1, "{line} in {text}");
        }
        let lines = text.lines().filter(|line| !line.is_empty()).count();
        assert_eq!(u32::try_from(lines).unwrap(), JOBS / DOCUMENTS * 3, "{text}");
    }
    // A panic in a question is that question's, and its turn is given back: there are more than fit at once.
    for _ in 0..20 {
        let asked = assistant.send(Answer { prompt: Prompt::default() }).await.unwrap();
        assert!(asked.unwrap().0.recv().await.is_none());
        let embed = Embed { texts: vec!["a".into()], within: DEADLINE, weight: Weight::Waited };
        let refused = assistant.send(embed).await.unwrap();
        assert!(matches!(refused, Err(ModelError::Refused(_))), "{refused:?}");
    }
    // It lives, and ends in order.
    assistant.send(Wake).await.unwrap();
    assistant.send(Rest).await.unwrap();
}
