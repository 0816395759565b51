//! The threads that run a process's share of the clients.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinSet, LocalSet};
use tokio::time::{MissedTickBehavior, interval};

use crate::scenario::{Payload, Rate};

use super::books::{Books, Second, recorded};
use super::client::Client;
use super::clock::{float, now};
use super::crowd::{Place, Plan, Seats, count, seats, size};
use super::member::{Ground, Member};
use super::replay::{self, Recording};
use super::socket::{Endpoint, READ_BYTES};
use super::stage::{Beat, SecondTold, Stage, Standing, Told};
use super::table::{Grain, Line, Speaker, Table, Times};

/// How often a thread says how far it is.
const BEAT: Duration = Duration::from_millis(50);
const BEATS_PER_SECOND: u32 = 20;

/// Times of half a minute are remembered for each sender.
const REMEMBERED_SECONDS: f64 = 30.0;

/// What the threads of a process share.
struct Share {
    plan: Arc<Plan>,
    table: Arc<Table>,
    ids: Vec<u32>,
    endpoints: Vec<Endpoint>,
    seats: Vec<Seats>,
    /// Keystrokes of each writer, where a phase replays some.
    recordings: Vec<Option<Arc<Recording>>>,
}

/// Starts the threads of this process. They end when the stage is over, or nobody tells stages.
pub(super) async fn start(
    plan: Plan,
    stages: &watch::Receiver<Stage>,
    told: &mpsc::UnboundedSender<Told>,
) -> Result<()> {
    let plan = Arc::new(plan);
    let mut endpoints = Vec::with_capacity(plan.rooms.len());
    for room in &plan.rooms {
        endpoints.push(Endpoint::resolve(&room.url).await?);
    }
    let ids = plan.ids();
    let seats: Vec<_> = ids.chunks(plan.clients().max(1)).map(seats).collect();
    let recordings = recordings(&plan, &ids)?;
    let table = Arc::new(table(&plan));
    let share = Arc::new(Share { plan, table, ids, endpoints, seats, recordings });
    for thread in share.plan.first_thread..share.plan.first_thread + share.plan.own_threads {
        let (share, stages, told) = (Arc::clone(&share), stages.clone(), told.clone());
        thread::Builder::new()
            .name(format!("clients-{thread}"))
            .spawn(move || {
                if let Err(error) = run(&share, thread, stages, &told) {
                    // Nobody listens when the run has failed elsewhere already.
                    let _ = told.send(Told::Failed(format!("{error:#}")));
                }
            })
            .context("cannot start a thread")?;
    }
    Ok(())
}

fn table(plan: &Plan) -> Table {
    let scenario = &plan.scenario;
    let fastest = |of: fn(&crate::scenario::Phase) -> f64| {
        scenario.phases.iter().map(of).fold(0.0, f64::max) * REMEMBERED_SECONDS
    };
    let writes = fastest(|phase| match phase.rate {
        Rate::PerSecond(rate) => rate,
        Rate::Max => 1e6,
    });
    let moves = fastest(|phase| phase.presence);
    let times = |wanted: f64| {
        Times::new(
            u32::try_from(super::clock::micros(wanted / 1e6)).unwrap_or(u32::MAX),
            plan.epoch,
        )
    };
    let phases = scenario.phases.len();
    Table {
        writers: (0..plan.rooms.len() * plan.writers())
            .map(|_| Line::new(times(writes), phases))
            .collect(),
        speakers: (0..plan.rooms.len() * plan.speakers())
            .map(|_| Speaker { clock: 0.into(), times: times(moves) })
            .collect(),
    }
}

/// Encodes the keystrokes that phases replay; a scenario replays one trace.
fn recordings(plan: &Plan, ids: &[u32]) -> Result<Vec<Option<Arc<Recording>>>> {
    let mut names = plan.scenario.phases.iter().filter_map(|phase| match &phase.payload {
        Payload::Trace(name) => Some(name),
        _ => None,
    });
    let Some(name) = names.next() else { return Ok(Vec::new()) };
    ensure!(names.all(|other| other == name), "a scenario can replay one trace only");
    let trace = replay::find(name)?;
    let writing =
        ids.chunks(plan.clients().max(1)).flat_map(|room| room.iter().take(plan.writers()));
    writing.map(|id| Ok(Some(Arc::new(Recording::encode(&trace, *id)?)))).collect()
}

/// One thread: its clients, and a heart that beats.
fn run(
    share: &Arc<Share>,
    thread: usize,
    stages: watch::Receiver<Stage>,
    told: &mpsc::UnboundedSender<Told>,
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, async {
        let ground = Rc::new(Ground {
            plan: Arc::clone(&share.plan),
            table: Arc::clone(&share.table),
            books: RefCell::new(Books::new()),
            scratch: RefCell::new(vec![0; READ_BYTES]),
            watched: share.plan.watches_readers(),
            synced: Cell::new(0),
        });
        let mut crew = Crew { share, thread, ground, clients: JoinSet::new(), stages, drained: 0 };
        crew.everybody();
        crew.beat(told).await?;
        let Crew { ground, clients, .. } = crew;
        drop(clients);
        if let Some(ground) = Rc::into_inner(ground) {
            let _ = told.send(Told::Closed(ground.books.into_inner().close()));
        }
        Ok(())
    })
}

struct Crew<'a> {
    share: &'a Arc<Share>,
    thread: usize,
    ground: Rc<Ground>,
    clients: JoinSet<Result<()>>,
    stages: watch::Receiver<Stage>,
    /// Beats since the drain began.
    drained: u32,
}

impl Crew<'_> {
    /// Sends out the clients of this thread.
    fn everybody(&mut self) {
        let plan = Arc::clone(&self.share.plan);
        let thread = self.thread;
        let all = plan.rooms.len() * plan.clients();
        let apart = plan.scenario.ramp_seconds * 1e6 / float(count(all.max(1)));
        let start = now();
        // Neighbours in time belong to different documents.
        for turn in (0..all).filter(|turn| plan.thread_of(*turn) == thread) {
            let place = Place {
                room: turn % plan.rooms.len(),
                seat: turn / plan.rooms.len(),
                number: turn,
            };
            let arrives = start + super::clock::micros(apart * float(count(turn)) / 1e6);
            self.spawn(place, arrives);
        }
    }

    /// Sends out the newcomers of a phase, all at once.
    fn newcomers(&mut self, phase: usize, begin: u64) {
        let plan = Arc::clone(&self.share.plan);
        let joins = plan.scenario.phases.get(phase).map_or(0, |phase| size(phase.joins));
        let thread = self.thread;
        let all = plan.rooms.len() * plan.clients();
        for turn in (0..joins).filter(|turn| plan.thread_of(*turn) == thread) {
            let place = Place { room: 0, seat: plan.clients() + turn, number: all + turn };
            self.spawn(place, begin);
        }
    }

    fn spawn(&mut self, place: Place, arrives: u64) {
        let (share, plan) = (self.share, &self.share.plan);
        let known = share.ids.get(place.room * plan.clients() + place.seat);
        let newcomer = place.seat >= plan.clients();
        let id = known.copied().filter(|_| !newcomer).unwrap_or_else(rand::random);
        let (Some(endpoint), Some(seats)) =
            (share.endpoints.get(place.room), share.seats.get(place.room))
        else {
            return;
        };
        let mut member = Member::new(Rc::clone(&self.ground), place, id, Arc::clone(seats));
        let storm = plan.scenario.phases.iter().any(|phase| phase.joins > 0);
        member.timed = newcomer || !storm;
        let writes = place.seat < plan.writers();
        let writer = place.room * plan.writers() + place.seat;
        let recording = share.recordings.get(writer).cloned().flatten().filter(|_| writes);
        let stages = self.stages.clone();
        let client = Client { member, endpoint: endpoint.clone(), stages, recording, arrives };
        self.clients.spawn_local(client.live());
    }

    /// Tells how far it is until the stage is over and all clients have left.
    async fn beat(&mut self, told: &mpsc::UnboundedSender<Told>) -> Result<()> {
        let mut beats = interval(BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut number = 0_u32;
        let mut over = false;
        loop {
            tokio::select! {
                changed = self.stages.changed(), if !over => {
                    ensure!(changed.is_ok(), "nobody conducts any more");
                    over = self.take_up();
                }
                Some(ended) = self.clients.join_next() => ended??,
                _ = beats.tick() => {
                    if over && self.clients.is_empty() {
                        return Ok(());
                    }
                    number += 1;
                    if !self.tell(number, told) {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Notes the new stage; true when it is the last.
    fn take_up(&mut self) -> bool {
        let stage = self.stages.borrow_and_update().clone();
        self.drained = 0;
        match stage {
            Stage::Phase { phase, window, writers } => {
                self.ground.books.borrow_mut().begin(window);
                let plan = &self.share.plan;
                let Some(doing) = plan.scenario.phases.get(phase) else { return false };
                for (number, line) in self.share.table.writers.iter().enumerate() {
                    let (clock, units) = writers.get(number).copied().unwrap_or_default();
                    let replays = matches!(doing.payload, Payload::Trace(_));
                    let recording = self.share.recordings.get(number).cloned().flatten();
                    let recording = recording.filter(|_| replays);
                    line.begin(
                        phase,
                        Grain { clock, units, length: doing.payload.length(), recording },
                    );
                }
                self.newcomers(phase, window.begin);
                false
            }
            Stage::Over { .. } => true,
            Stage::Ramp | Stage::Drain => false,
        }
    }

    /// False when nobody listens any more.
    fn tell(&mut self, number: u32, told: &mpsc::UnboundedSender<Told>) -> bool {
        let mut books = self.ground.books.borrow_mut();
        let done = self.writers().filter(|(_, line)| line.done.load(Ordering::Relaxed)).count();
        let beat = Beat {
            thread: self.thread,
            synced: self.ground.synced.get(),
            arrived: books.arrived,
            stirred: books.stirred,
            done: count(done),
        };
        let mut listens = told.send(Told::Beat(beat)).is_ok();
        if number.is_multiple_of(BEATS_PER_SECOND) {
            let second = std::mem::replace(&mut books.second, Second::new());
            let latency = recorded(&second.latency);
            let Second { sent, delivered, acknowledged, .. } = second;
            let second = SecondTold { sent, delivered, acknowledged, latency };
            listens &= told.send(Told::Second(second)).is_ok();
        }
        if *self.stages.borrow() == Stage::Drain {
            self.drained += 1;
            // By the second beat every client has put its pen down.
            if self.drained == 2 {
                listens &= told.send(Told::Standing(self.standing())).is_ok();
            }
        }
        listens
    }

    /// Whether a sender is run here, of whom each document has `per_room`.
    fn own(&self, number: usize, per_room: usize) -> bool {
        let plan = &self.share.plan;
        let (room, seat) = (number / per_room.max(1), number % per_room.max(1));
        plan.thread_of(seat * plan.rooms.len() + room) == self.thread
    }

    /// The writers of this thread with their numbers.
    fn writers(&self) -> impl Iterator<Item = (usize, &Line)> {
        let per_room = self.share.plan.writers();
        let all = self.share.table.writers.iter().enumerate();
        all.filter(move |(number, _)| self.own(*number, per_room))
    }

    /// Where the senders of this thread stand.
    fn standing(&self) -> Standing {
        let writers = self.writers().map(|(number, line)| {
            (number, line.clock.load(Ordering::Relaxed), line.units.load(Ordering::Relaxed))
        });
        let per_room = self.share.plan.speakers();
        let speakers = self.share.table.speakers.iter().enumerate();
        let speakers = speakers.filter(|(number, _)| self.own(*number, per_room));
        Standing {
            thread: self.thread,
            writers: writers.collect(),
            speakers: speakers
                .map(|(number, one)| (number, one.clock.load(Ordering::Relaxed)))
                .collect(),
        }
    }
}
