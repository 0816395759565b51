//! The actor: who is at what, how many at once, whether the service is well.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix::prelude::*;
use renexus_wire::id::SessionId;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::asking::{self, Question, Turn};
use super::attempt;
use super::breaker::{Breaker, Heard};
use super::messages::{Answer, Asked, Embed, Ended, Halt, Over, Rest, Wake, Weight};
use crate::limits::AssistantLimits;
use crate::ports::jobs::{Job, Jobs, Room};
use crate::ports::model::{Embedded, Model, ModelError};
use crate::ports::{Count, Gauge, Markup, Meter, Rights};
use crate::registry::RegistryActor;

/// For how long the end of a server waits until a document is tidied.
const TIDYING: Duration = Duration::from_secs(2);

/// What the assistant is made of.
#[derive(Clone)]
pub struct AssistantParts {
    /// Where its jobs are kept.
    pub jobs: Arc<dyn Jobs>,
    /// Whom it asks.
    pub model: Arc<dyn Model>,
    /// What people may do.
    pub rights: Arc<dyn Rights>,
    /// How texts are written for the model.
    pub markup: Arc<dyn Markup>,
    /// Where documents are opened.
    pub registry: Addr<RegistryActor>,
    /// Gives a number for each seat that no other connection has.
    pub seats: Arc<dyn Fn() -> SessionId + Send + Sync>,
    /// Where figures go.
    pub meter: Arc<dyn Meter>,
    /// Bounds.
    pub limits: Arc<AssistantLimits>,
}

/// The assistant of a node; it runs under a supervisor.
pub struct AssistantActor {
    parts: Arc<AssistantParts>,
    /// Every job that this node is at.
    running: HashMap<String, Running>,
    /// Questions under way.
    asked: usize,
    /// Whether the service is well.
    breaker: Breaker,
    /// Whether it is well at telling meanings; that may be another model.
    meanings: Breaker,
    /// Set while new jobs are taken.
    taking: bool,
    /// Set when something happened meanwhile, so that it has to look once more.
    again: bool,
    /// Set when the server is stopping.
    resting: bool,
}

/// A job under way.
struct Running {
    job: Job,
    stop: Arc<watch::Sender<bool>>,
    task: JoinHandle<()>,
}

/// Tells the actor that an attempt is over, however it ends.
struct Bell {
    address: Addr<AssistantActor>,
    ended: Ended,
}

impl Bell {
    fn hear(&mut self, heard: Heard) {
        self.ended.heard = heard;
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.address.do_send(self.ended.clone());
    }
}

impl AssistantActor {
    /// An assistant without anything to do.
    pub fn new(parts: AssistantParts) -> Self {
        let breaker = || Breaker::new(parts.limits.breaker_failures, parts.limits.breaker_pause);
        let (breaker, meanings) = (breaker(), breaker());
        Self {
            parts: Arc::new(parts),
            running: HashMap::new(),
            asked: 0,
            breaker,
            meanings,
            taking: false,
            again: false,
            resting: false,
        }
    }

    /// Does something; a panic in it stops the actor, and its supervisor starts it again.
    fn guarded(
        &mut self,
        ctx: &mut Context<Self>,
        work: impl FnOnce(&mut Self, &mut Context<Self>),
    ) {
        if catch_unwind(AssertUnwindSafe(|| work(self, ctx))).is_err() {
            log::error!("the assistant panicked, and is started again");
            ctx.stop();
        }
    }

    /// Takes jobs that are due, as far as there is room.
    fn look(&mut self, ctx: &mut Context<Self>) {
        if self.taking {
            self.again = true;
            return;
        }
        let (limits, running) = (&self.parts.limits, self.running.len());
        let here = limits.at_once.saturating_sub(running);
        let here = self.breaker.room(here, running, Instant::now());
        if self.resting || here == 0 {
            return;
        }
        self.taking = true;
        let room = Room { here, per_workspace: limits.at_once_per_workspace };
        let jobs = Arc::clone(&self.parts.jobs);
        // A task of its own: a panic in it ends no actor.
        let taken = actix_rt::spawn(async move { jobs.take(room).await });
        ctx.spawn(taken.into_actor(self).map(|taken, act, ctx| {
            act.taking = false;
            match taken {
                Ok(Ok(jobs)) => {
                    for job in jobs {
                        act.guarded(ctx, |act, ctx| act.begin(job, ctx));
                    }
                }
                Ok(Err(error)) => log::error!("the assistant waits: {error}"),
                Err(error) => log::error!("the assistant waits: {error}"),
            }
            if std::mem::take(&mut act.again) {
                act.look(ctx);
            }
        }));
    }

    fn begin(&mut self, job: Job, ctx: &mut Context<Self>) {
        let stop = Arc::new(watch::Sender::new(false));
        let ended = Ended { job: job.id.clone(), heard: Heard::Nothing };
        let mut bell = Bell { address: ctx.address(), ended };
        let (parts, taken, told) = (Arc::clone(&self.parts), job.clone(), Arc::clone(&stop));
        let task = actix_rt::spawn(async move {
            let heard = attempt::make(&parts, &taken, &told).await;
            bell.hear(heard);
        });
        self.running.insert(job.id.clone(), Running { job, stop, task });
        self.parts.meter.gauge(Gauge::AssistantJobs, 1);
    }

    /// A turn at the service for a question, if there is room for it now.
    fn turn(
        &mut self,
        question: Question,
        weight: Weight,
        ctx: &mut Context<Self>,
    ) -> Option<Turn> {
        let busy = match weight {
            Weight::Waited => self.asked,
            Weight::Aside => self.asked + self.running.len(),
        };
        let here = self.parts.limits.at_once.saturating_sub(busy);
        let here = self.breaker_of(question).room(here, busy, Instant::now());
        if self.resting || here == 0 {
            return None;
        }
        self.asked += 1;
        Some(Turn::new(ctx.address(), question))
    }

    fn breaker_of(&mut self, question: Question) -> &mut Breaker {
        match question {
            Question::Meaning => &mut self.meanings,
            Question::Words => &mut self.breaker,
        }
    }

    fn end(&mut self, ended: &Ended, ctx: &mut Context<Self>) {
        let ran = self.running.remove(&ended.job).is_some();
        if self.breaker.hear(ended.heard, Instant::now()) {
            self.parts.meter.count(Count::AssistantBreaks, 1);
            log::warn!("the model service fails, and is left alone for a while");
        }
        if ran {
            self.parts.meter.gauge(Gauge::AssistantJobs, -1);
        }
        self.look(ctx);
    }
}

impl Actor for AssistantActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        // What was under way when it stopped goes on by itself; what was being taken falls to who looks next.
        self.taking = false;
        ctx.run_interval(self.parts.limits.look, |act, ctx| act.guarded(ctx, Self::look));
        ctx.notify(Wake);
    }
}

impl Supervised for AssistantActor {
    fn restarting(&mut self, _: &mut Self::Context) {
        log::warn!("the assistant starts again");
    }
}

impl Handler<Wake> for AssistantActor {
    type Result = ();

    fn handle(&mut self, _: Wake, ctx: &mut Self::Context) {
        self.guarded(ctx, Self::look);
    }
}

impl Handler<Halt> for AssistantActor {
    type Result = ();

    fn handle(&mut self, halt: Halt, _: &mut Self::Context) {
        if let Some(running) = self.running.get(&halt.job) {
            running.stop.send_replace(true);
        }
    }
}

impl Handler<Ended> for AssistantActor {
    type Result = ();

    fn handle(&mut self, ended: Ended, ctx: &mut Self::Context) {
        self.guarded(ctx, |act, ctx| act.end(&ended, ctx));
    }
}

impl Handler<Embed> for AssistantActor {
    type Result = ResponseFuture<Result<Embedded, ModelError>>;

    fn handle(&mut self, embed: Embed, ctx: &mut Self::Context) -> Self::Result {
        let Embed { texts, within, weight } = embed;
        match self.turn(Question::Meaning, weight, ctx) {
            Some(turn) => {
                Box::pin(asking::embed(Arc::clone(&self.parts.model), (texts, within), turn))
            }
            None => Box::pin(async { Err(ModelError::Busy { after: None }) }),
        }
    }
}

impl Handler<Answer> for AssistantActor {
    type Result = Result<Asked, ModelError>;

    fn handle(&mut self, answer: Answer, ctx: &mut Self::Context) -> Self::Result {
        let turn = self.turn(Question::Words, Weight::Waited, ctx);
        let turn = turn.ok_or(ModelError::Busy { after: None })?;
        Ok(asking::answer(Arc::clone(&self.parts.model), answer.prompt, turn))
    }
}

impl Handler<Over> for AssistantActor {
    type Result = ();

    fn handle(&mut self, over: Over, _: &mut Self::Context) {
        self.asked = self.asked.saturating_sub(1);
        if self.breaker_of(over.question).hear(over.heard, Instant::now()) {
            self.parts.meter.count(Count::AssistantBreaks, 1);
            log::warn!("the model service fails at questions, and is left alone for a while");
        }
    }
}

impl Handler<Rest> for AssistantActor {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, _: Rest, _: &mut Self::Context) -> Self::Result {
        self.resting = true;
        let running: Vec<_> = self.running.drain().map(|(_, running)| running).collect();
        for _ in &running {
            self.parts.meter.gauge(Gauge::AssistantJobs, -1);
        }
        let parts = Arc::clone(&self.parts);
        Box::pin(async move {
            let mut unfinished = Vec::new();
            for Running { job, task, .. } in running {
                task.abort();
                // It is over when it has let go of everything.
                if task.await.is_err() {
                    // What cannot be tidied now is tidied by the next attempt.
                    let _ = timeout(TIDYING, attempt::tidy(&parts, &job)).await;
                    unfinished.push(job);
                }
            }
            if let Err(error) = parts.jobs.give_back(unfinished).await {
                log::warn!("jobs of the assistant wait until their lease is over: {error}");
            }
        })
    }
}
