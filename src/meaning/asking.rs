//! The meaning of a question.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use actix::Addr;
use renexus_actors::assistant::{AssistantActor, Embed, Weight};
use renexus_actors::ports::model::{ModelError, Usage};
use tokio::task::JoinHandle;

use super::lens::Lens;
use super::shelf::Shelf;
use crate::access::{Action, Person};
use crate::assistant::{self, AssistantError, Called};
use crate::config::{AssistantSettings, SearchSettings};
use crate::domain::{Domain, DomainError};
use crate::search::nearness;

/// Questions whose meaning is remembered; people page through what they found, and ask the same again.
const REMEMBERED: usize = 1_000;
/// Characters of a question that are asked about.
const QUESTION: usize = 1_000;

/// Why there is no meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The server has no model for it.
    Unset,
    /// The assistant is off in the workspace.
    Off,
    /// The workspace used its tokens of today.
    Spent,
    /// The service is away, or too slow.
    Away,
}

/// Tells what questions mean.
pub(crate) struct Meanings {
    pub(super) domain: Domain,
    pub(super) assistant: Option<Addr<AssistantActor>>,
    pub(super) allowed: AssistantSettings,
    pub(super) settings: SearchSettings,
    shelf: Arc<Shelf>,
    remembered: Mutex<Remembered>,
}

/// Meanings by question; the first to come is the first to go.
#[derive(Default)]
struct Remembered {
    by_question: HashMap<String, Arc<[f32]>>,
    order: VecDeque<String>,
}

impl Meanings {
    /// A way to the service, where there is one.
    pub(crate) fn new(
        domain: Domain,
        assistant: Option<Addr<AssistantActor>>,
        (allowed, settings): (AssistantSettings, SearchSettings),
    ) -> Self {
        let shelf = Arc::new(Shelf::new(settings.exact_chunks, settings.index_bytes));
        Self { domain, assistant, allowed, settings, shelf, remembered: Mutex::default() }
    }

    /// The model that tells meanings.
    pub(super) fn meaning_model(&self) -> &str {
        &self.allowed.embedding_model
    }

    /// The worker that asks for meanings; none where no model tells them.
    pub(super) fn worker(&self) -> Option<&Addr<AssistantActor>> {
        self.assistant.as_ref().filter(|_| !self.meaning_model().is_empty())
    }

    /// How things look in the light of a question, for a person in a workspace.
    pub(crate) async fn of(
        &self,
        person: &Person,
        workspace: &str,
        question: &str,
    ) -> Result<Result<Lens, Why>, DomainError> {
        let Some(worker) = self.worker() else { return Ok(Err(Why::Unset)) };
        let allowed = self.allowed.clone();
        let checked = self.domain.read(person, workspace, move |look| {
            look.require(Action::Search)?;
            let id = look.workspace.id.clone();
            let checked = assistant::check(look.connection, (&id, look.now), &allowed)?;
            Ok((id, checked))
        });
        let id = match checked.await? {
            (_, Err(AssistantError::Quota { .. })) => return Ok(Err(Why::Spent)),
            (_, Err(_)) => return Ok(Err(Why::Off)),
            (id, Ok(())) => id,
        };
        let question: String = question.chars().take(QUESTION).collect();
        if let Some(known) = self.remembered(&question) {
            return Ok(Ok(self.lens(known)));
        }
        let within = self.settings.meaning();
        let embed = Embed { texts: vec![question.clone()], within, weight: Weight::Waited };
        let began = Instant::now();
        let late = ModelError::TimedOut("it did not tell meanings");
        let told = match tokio::time::timeout(within, worker.send(embed)).await {
            Ok(Ok(told)) => told,
            Ok(Err(_)) => Err(ModelError::Busy { after: None }),
            Err(_) => Err(late),
        };
        // Who was not asked has nothing to be put on record.
        if !matches!(told, Err(ModelError::Busy { after: None })) {
            self.record(Called {
                workspace: id,
                person: person.id.clone(),
                purpose: "search",
                about: None,
                model: self.meaning_model().to_owned(),
                outcome: told.as_ref().map_or_else(ModelError::word, |_| "answered"),
                usage: told
                    .as_ref()
                    .map_or_else(|_| Usage::guess(question.len(), 0), |told| told.usage),
                took: began.elapsed(),
                prompt: question.clone(),
            });
        }
        let meant = told.ok().and_then(|told| nearness::normal(told.vectors.first()?));
        let Some(meant) = meant else { return Ok(Err(Why::Away)) };
        Ok(Ok(self.lens(self.remember(question, meant.into()))))
    }

    fn lens(&self, vector: Arc<[f32]>) -> Lens {
        Lens {
            shelf: Arc::clone(&self.shelf),
            model: self.meaning_model().to_owned(),
            vector,
            most: self.settings.nearest,
            least: self.settings.least_likeness,
        }
    }

    /// Puts a call on record, whether somebody waits for that or not.
    pub(crate) fn record(&self, called: Called) -> Option<JoinHandle<()>> {
        let now = self.domain.now();
        let written = self
            .domain
            .database()
            .write(move |connection| assistant::record(connection, called, now));
        // Without a runtime the server has ended.
        let runtime = tokio::runtime::Handle::try_current().ok()?;
        Some(runtime.spawn(async move {
            if let Err(error) = written.await {
                log::warn!("a call of the model service is not on record: {error}");
            }
        }))
    }

    fn remembered(&self, question: &str) -> Option<Arc<[f32]>> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.by_question.get(question).cloned()
    }

    fn remember(&self, question: String, meant: Arc<[f32]>) -> Arc<[f32]> {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let Remembered { by_question, order } = &mut *remembered;
        if by_question.insert(question.clone(), Arc::clone(&meant)).is_none() {
            order.push_back(question);
        }
        while order.len() > REMEMBERED {
            if let Some(oldest) = order.pop_front() {
                by_question.remove(&oldest);
            }
        }
        meant
    }
}
