//! Where the acts are performed: each in its person's name and at its moment, through the domain.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDateTime, Utc};
use renexus_actors::ports::Clock;
use renexus_wire::id::TokenId;
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::comments::NewThread;
use renexus_wire::rest::planning::MilestoneChange;
use renexus_wire::rest::task_lines::NewTaskLink;
use renexus_wire::rest::tasks::{NewTask, TaskChange};
use renexus_wire::scope::Scope;
use renexus_wire::task::LinkKind;

use super::SeedingError;
use super::acts::{Act, NewCard, Turn, What};
use crate::access::{Person, Via};
use crate::comments::{reacting, saying, threads};
use crate::domain::{Change, Domain, DomainError, Expected};
use crate::planning::{editing, linking, milestones, tasks};

/// Threads of a place and comments of a thread; the demo has few of both.
const TALK: i64 = 10_000;

/// A clock that shows what it is set to.
#[derive(Clone, Debug, Default)]
pub(super) struct StageClock(Arc<Mutex<DateTime<Utc>>>);

impl StageClock {
    pub(super) fn set(&self, at: NaiveDateTime) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at.and_utc();
    }
}

impl Clock for StageClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody of the demo who acts, with all that they are.
pub(super) fn acting(id: &str) -> Person {
    Person {
        id: id.to_owned(),
        via: Via::Login(TokenId("demo".to_owned())),
        scope: Scope::Admin,
        link: None,
    }
}

/// A project that was made, with the ids of what it has.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) id: String,
    pub(super) statuses: HashMap<String, String>,
    pub(super) cycles: Vec<String>,
    pub(super) milestones: Vec<String>,
}

/// The workspace while it is filled.
pub(super) struct Stage {
    pub(super) domain: Domain,
    pub(super) clock: StageClock,
    pub(super) workspace: String,
    pub(super) people: Vec<Person>,
    pub(super) projects: Vec<Made>,
    pub(super) labels: HashMap<&'static str, String>,
    /// Ids of tasks by their places, with the place of their project.
    pub(super) tasks: HashMap<usize, (String, usize)>,
    /// The conversation of a task, and what was said last in it.
    pub(super) talks: HashMap<usize, (String, String)>,
}

impl Stage {
    pub(super) fn person(&self, who: usize) -> Result<Person, SeedingError> {
        self.people.get(who).cloned().ok_or(SeedingError::Script("a person"))
    }

    fn project(&self, place: usize) -> Result<&Made, SeedingError> {
        self.projects.get(place).ok_or(SeedingError::Script("a project"))
    }

    fn task(&self, place: usize) -> Result<(String, &Made), SeedingError> {
        let (id, project) = self.tasks.get(&place).ok_or(SeedingError::Script("a task"))?;
        Ok((id.clone(), self.project(*project)?))
    }

    /// Changes the workspace in somebody's name, at the moment that the clock shows.
    pub(super) async fn change<R: Send + 'static>(
        &self,
        who: usize,
        job: impl FnOnce(&mut Change<'_>) -> Result<R, DomainError> + Send + 'static,
    ) -> Result<R, SeedingError> {
        let person = self.person(who)?;
        Ok(self.domain.change(&person, &self.workspace, job).await?)
    }

    /// Performs an act.
    pub(super) async fn perform(&mut self, act: Act) -> Result<(), SeedingError> {
        let Act { at, who, task, what } = act;
        self.clock.set(at);
        match what {
            What::Make(card) => self.make(who, task, *card).await,
            What::Turn(turn) => {
                let (id, change) = self.turned(task, turn)?;
                self.change(who, move |tx| editing::change(tx, &id, Expected(None), change))
                    .await?;
                Ok(())
            }
            What::Link(kind, other) => self.link(who, (task, other), kind).await,
            What::Say(said) => self.say(who, task, said).await,
            What::React(emoji) => {
                let Some((_, comment)) = self.talks.get(&task) else { return Ok(()) };
                let comment = comment.clone();
                self.change(who, move |tx| reacting::put(tx, &comment, emoji)).await?;
                Ok(())
            }
            What::Reach(project, place) => {
                let made = self.project(project)?;
                let milestone = made.milestones.get(place).cloned();
                let milestone = milestone.ok_or(SeedingError::Script("a milestone"))?;
                let project = made.id.clone();
                let reached = MilestoneChange { reached: Some(true), ..MilestoneChange::default() };
                self.change(who, move |tx| {
                    milestones::change(tx, (&project, &milestone), Expected(None), reached)
                })
                .await?;
                Ok(())
            }
        }
    }

    async fn make(&mut self, who: usize, task: usize, card: NewCard) -> Result<(), SeedingError> {
        let project = self.project(card.project)?;
        let new = NewTask {
            project: project.id.clone(),
            title: card.title.to_owned(),
            description: card.description,
            status: project.statuses.get("Backlog").cloned(),
            priority: card.priority,
            estimate: card.estimate,
            parent: card.parent.map(|parent| self.task(parent)).transpose()?.map(|(id, _)| id),
            milestone: card.milestone.and_then(|place| project.milestones.get(place).cloned()),
            labels: card.labels.iter().filter_map(|name| self.labels.get(name).cloned()).collect(),
            ..NewTask::default()
        };
        let made = self.change(who, move |tx| tasks::create(tx, new)).await?;
        self.tasks.insert(task, (made.id, card.project));
        Ok(())
    }

    fn turned(&self, task: usize, turn: Turn) -> Result<(String, TaskChange), SeedingError> {
        let (id, project) = self.task(task)?;
        let status = turn.status.and_then(|name| project.statuses.get(name).cloned());
        let worker = turn.worker.map(|who| self.person(who)).transpose()?;
        let label = turn.label.and_then(|name| self.labels.get(name).cloned());
        let change = TaskChange {
            status,
            assignees: worker.map(|person| vec![person.id]),
            cycle: turn.cycle.map(|place| project.cycles.get(place).cloned()),
            due: turn.due.map(Some),
            priority: turn.priority,
            add_labels: label.into_iter().collect(),
            ..TaskChange::default()
        };
        Ok((id, change))
    }

    async fn link(
        &self,
        who: usize,
        (task, other): (usize, usize),
        kind: LinkKind,
    ) -> Result<(), SeedingError> {
        let ((task, _), (other, _)) = (self.task(task)?, self.task(other)?);
        // The earlier one blocks the later one, so there is no circle.
        self.change(who, move |tx| linking::add(tx, &other, &NewTaskLink { kind, task })).await?;
        Ok(())
    }

    async fn say(&mut self, who: usize, task: usize, said: String) -> Result<(), SeedingError> {
        let (place, _) = self.task(task)?;
        let talk = self.talks.get(&task).map(|(thread, _)| thread.clone());
        let told = match talk {
            Some(thread) => {
                self.change(who, move |tx| {
                    let comment = saying::say(tx, &thread, said, TALK)?;
                    Ok((thread, comment.id))
                })
                .await?
            }
            None => self.change(who, move |tx| begin(tx, (PlaceKind::Task, place), said)).await?,
        };
        self.talks.insert(task, told);
        Ok(())
    }
}

/// Begins a conversation; returns it and its first comment.
pub(super) fn begin(
    tx: &mut Change<'_>,
    (place_kind, place): (PlaceKind, String),
    body: String,
) -> Result<(String, String), DomainError> {
    let new = NewThread { place_kind, place, anchor: None, quote: None, body };
    let thread = threads::begin(tx, new, TALK)?;
    let said = saying::list(tx, &thread.id, None, 1)?;
    let first = said.into_iter().next().ok_or(DomainError::NotFound("comment"))?;
    Ok((thread.id, first.id))
}
