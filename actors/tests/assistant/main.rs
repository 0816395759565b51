//! The assistant over ports in memory, where everything that can panic does.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod jobs;
mod model;
mod ports;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix::{Addr, Supervisor};
use renexus_actors::assistant::{
    Answer, AssistantActor, AssistantParts, Embed, Rest, Wake, Weight,
};
use renexus_actors::document::{Export, Exported, Format};
use renexus_actors::ports::model::{ModelError, Prompt};
use renexus_actors::registry::{Open, RegistryActor};
use renexus_actors::testing::{MemoryStore, registry};
use renexus_wire::id::{DocumentId, SessionId};

use jobs::MemoryJobs;
use model::Panicky;
use ports::{Everybody, Lines, Tripwire, limits};

/// Long enough for a noisy machine; nothing that passes waits so long.
const DEADLINE: Duration = Duration::from_secs(60);
/// Panics of the model, and of the actor itself.
const PANICS: u32 = 100;
const JOBS: u32 = 60;
const DOCUMENTS: u32 = 6;

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
    let wire = Arc::new(Tripwire::new(PANICS));
    let seats = AtomicU64::new(1);
    let parts = AssistantParts {
        jobs: Arc::new(jobs.clone()),
        model: Arc::new(model.clone()),
        rights: Arc::new(Everybody),
        markup: Arc::new(Lines),
        registry: registry.clone(),
        seats: Arc::new(move || SessionId(seats.fetch_add(1, Ordering::Relaxed))),
        meter: wire.clone(),
        limits: Arc::new(limits(Duration::from_millis(1))),
    };
    let assistant = Supervisor::start(move |_| AssistantActor::new(parts));
    let done = tokio::time::timeout(DEADLINE, jobs.all_done());
    done.await.unwrap_or_else(|_| panic!("not all were done: {}", jobs.told()));
    assert_eq!((model.left(), wire.left()), (0, 0), "{}", jobs.told());
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
