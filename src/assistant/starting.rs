//! Starts the assistant of this node.

use std::sync::Arc;
use std::time::Duration;

use actix::{Addr, Supervisor};
use actix_rt::ArbiterHandle;
use renexus_actors::assistant::{AssistantActor, AssistantParts};
use renexus_actors::limits::AssistantLimits;
use renexus_actors::ports::{Meter, Rights};
use renexus_actors::registry::RegistryActor;
use renexus_wire::id::SessionId;

use super::keeping::KeptJobs;
use super::markup::Markdown;
use crate::adapters::openai::{NoModel, OpenAiModel};
use crate::config::AssistantSettings;
use crate::domain::Domain;

/// Between two looks for what is due.
const LOOK: Duration = Duration::from_millis(500);
/// Between two edits of a document.
const PACE: Duration = Duration::from_millis(60);
/// What an attempt takes beside the answer: opening the document, and writing it down.
const AROUND: Duration = Duration::from_secs(30);

/// What the assistant needs from around it.
pub(crate) struct Around {
    pub(crate) domain: Domain,
    pub(crate) rights: Arc<dyn Rights>,
    pub(crate) registry: Addr<RegistryActor>,
    pub(crate) seats: Arc<dyn Fn() -> SessionId + Send + Sync>,
    pub(crate) meter: Arc<dyn Meter>,
}

/// Starts it on a thread, under a supervisor.
pub(crate) fn start(
    settings: &AssistantSettings,
    around: Around,
    thread: &ArbiterHandle,
) -> Result<Addr<AssistantActor>, NoModel> {
    let model = Arc::new(OpenAiModel::new(settings)?);
    let Around { domain, rights, registry, seats, meter } = around;
    let parts = AssistantParts {
        jobs: Arc::new(KeptJobs::new(domain, settings.clone())),
        model,
        rights,
        markup: Arc::new(Markdown),
        registry,
        seats,
        meter,
        limits: Arc::new(limits(settings)),
    };
    Ok(Supervisor::start_in_arbiter(thread, move |_| AssistantActor::new(parts)))
}

fn limits(settings: &AssistantSettings) -> AssistantLimits {
    AssistantLimits {
        look: LOOK,
        pace: PACE,
        at_once: settings.at_once,
        at_once_per_workspace: settings.at_once_per_workspace,
        attempts: settings.attempts,
        retry_floor: Duration::from_secs_f64(settings.retry_seconds),
        lease: Duration::from_secs_f64(settings.lease_seconds),
        breaker_failures: settings.breaker_failures,
        breaker_pause: Duration::from_secs_f64(settings.breaker_seconds),
        attempt: settings.answer() + AROUND,
        answer_bytes: settings.answer_bytes,
        context_bytes: settings.context_bytes,
        document_bytes: settings.document_bytes,
    }
}
