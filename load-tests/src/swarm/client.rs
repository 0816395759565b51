//! The life of one client: connect, take part, come back when cut off, leave.

use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use anyhow::{Result, bail};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::sync::watch;
use tokio::time::sleep_until;

use super::clock::{instant, now};
use super::crowd::{count, source};
use super::member::Member;
use super::replay::Recording;
use super::severed::{LOOK, MOST_WATCHED, SlowReader, server_holds};
use super::socket::{Endpoint, Socket};
use super::stage::Stage;

/// Stock clients come back after a tenth of a second, then twice as late each time, up to this.
const FIRST_BACKOFF: Duration = Duration::from_millis(100);
const LONGEST_BACKOFF: Duration = Duration::from_millis(2500);

/// A client that cannot connect this often before it was synced once ends the run.
const ATTEMPTS: u32 = 5;

/// What the system receives ahead for a client that will not read.
const SLOW_BUFFER: u32 = 16 * 1024;

/// Between two looks of a client whether its document is there.
const COMING_BACK: u64 = 20_000;

/// Far enough away never to come.
const NEVER: u64 = 3_600_000_000;

/// Everything that one client needs.
pub(super) struct Client {
    pub(super) member: Member,
    pub(super) endpoint: Endpoint,
    pub(super) stages: watch::Receiver<Stage>,
    /// The keystrokes that it replays.
    pub(super) recording: Option<Arc<Recording>>,
    /// When it is to arrive.
    pub(super) arrives: u64,
}

/// Why a session ended.
enum End {
    /// The run is over, or a newcomer's phase.
    Left,
    /// It left by itself, to come back at once.
    Churned,
    /// The connection broke.
    Broken(anyhow::Error),
}

/// What a client does in the running phase, beside reading and writing.
struct Manner {
    /// Whether it reads.
    reads: bool,
    /// When it leaves and comes back.
    leaves: u64,
    /// When it looks whether the server has cut it, while it does not read.
    looks: u64,
    random: StdRng,
}

impl Client {
    /// Lives until the run is over, or fails when it never got in.
    pub(super) async fn live(mut self) -> Result<()> {
        sleep_until(instant(self.arrives)).await;
        let number = self.member.place.number;
        let seed = self.member.ground.plan.seed ^ count(number).rotate_left(32);
        let random = StdRng::seed_from_u64(seed);
        let mut manner = Manner { reads: true, leaves: u64::MAX, looks: u64::MAX, random };
        let all = self.member.ground.plan.rooms.len() * self.member.ground.plan.clients();
        let plan = Arc::clone(&self.member.ground.plan);
        let mut node = plan.node_of(self.member.place);
        let mut attempts = 0;
        let mut backoff = FIRST_BACKOFF;
        loop {
            let from = source(self.endpoint.addr.ip(), number, all);
            self.member.opened = now();
            let ended = match Socket::open(&self.endpoint.on_node(node), from, self.buffer()).await
            {
                Ok(mut socket) => {
                    self.member.greet(&mut socket.outgoing());
                    let was = now();
                    let ended = self.session(&mut socket, &mut manner).await;
                    if now().saturating_sub(was) > 1_000_000 {
                        backoff = FIRST_BACKOFF;
                        attempts = 0;
                    }
                    ended
                }
                Err(error) => End::Broken(error),
            };
            self.member.cut();
            match ended {
                End::Left => return Ok(()),
                End::Churned => continue,
                End::Broken(error) => {
                    if let Some(slow) = self.member.slow.as_mut().filter(|_| !manner.reads) {
                        slow.cut.get_or_insert(now());
                    }
                    self.member.broken.get_or_insert(now());
                    node = plan.next_node(node);
                    attempts += 1;
                    if attempts >= ATTEMPTS && *self.stages.borrow() == Stage::Ramp {
                        bail!(error.context(format!("client {number} cannot take part")));
                    }
                    if let Some(phase) = self.member.ground.books.borrow_mut().current() {
                        phase.counts.reconnects += 1;
                    }
                }
            }
            if self.wait_out(backoff).await {
                return Ok(());
            }
            backoff = (backoff * 2).min(LONGEST_BACKOFF);
        }
    }

    /// Waits before the next attempt; true when the run is over.
    async fn wait_out(&mut self, backoff: Duration) -> bool {
        let over = async {
            let over = |stage: &Stage| matches!(stage, Stage::Over { .. });
            self.stages.wait_for(over).await.map(|stage| stage.clone())
        };
        match tokio::time::timeout(backoff, over).await {
            Ok(Ok(Stage::Over { writers, speakers })) => {
                self.member.settle(&writers, &speakers);
                true
            }
            // Nobody conducts any more.
            Ok(_) => true,
            Err(_) => {
                // A stage that came meanwhile is taken up by the next session.
                self.stages.mark_changed();
                false
            }
        }
    }

    async fn session(&mut self, socket: &mut Socket, manner: &mut Manner) -> End {
        let ground = Rc::clone(&self.member.ground);
        let writer = self.member.place.room * ground.plan.writers() + self.member.place.seat;
        let line = self.member.pen.as_ref().and_then(|_| ground.table.writers.get(writer));
        loop {
            if !socket.stuffed() {
                self.member.act(&mut socket.outgoing());
            }
            let at = now();
            // Who has come back begins to write when the document is there.
            let otherwise = if self.member.synced.is_none() { COMING_BACK } else { NEVER };
            let due =
                self.member.due(at).unwrap_or(at + otherwise).min(manner.leaves).min(manner.looks);
            let answers = self.member.pen.as_ref().is_some_and(super::pen::Pen::paced_by_answers);
            let answered = async {
                match line {
                    Some(line) if answers => line.news.notified().await,
                    _ => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                changed = self.stages.changed() => {
                    if changed.is_err() {
                        return End::Left;
                    }
                    if let Some(end) = self.take_up(manner) {
                        return end;
                    }
                }
                error = drive(socket, &mut self.member, manner.reads) => return End::Broken(error),
                () = sleep_until(instant(due)) => {
                    if manner.looks <= now() {
                        manner.looks = self.look(socket).await;
                    }
                    if manner.leaves <= now() {
                        manner.draw(self.churn());
                        return End::Churned;
                    }
                }
                () = answered => {}
            }
        }
    }

    /// Looks whether the server has cut a client that does not read; when to look again.
    async fn look(&mut self, socket: &Socket) -> u64 {
        let (Some(slow), Ok((own, server))) = (&mut self.member.slow, socket.ends()) else {
            return u64::MAX;
        };
        // Beside the other clients of this thread, who must not wait for it.
        let looked = tokio::task::spawn_blocking(move || server_holds(own, server)).await;
        if looked.unwrap_or(false) {
            slow.watched = true;
            return now() + LOOK;
        }
        if slow.watched {
            slow.cut.get_or_insert(now());
        }
        u64::MAX
    }

    /// Those who will not read get little room: the system would read megabytes for them.
    fn buffer(&self) -> Option<u32> {
        let plan = &self.member.ground.plan;
        let slow = plan.scenario.phases.iter().map(|phase| phase.slow_readers).max().unwrap_or(0);
        self.is_last(slow).then_some(SLOW_BUFFER)
    }

    /// Whether this is one of the last so many clients of the first document.
    fn is_last(&self, many: u32) -> bool {
        let (place, clients) = (self.member.place, self.member.ground.plan.clients());
        let seats = clients.saturating_sub(super::crowd::size(many))..clients;
        place.room == 0 && seats.contains(&place.seat)
    }

    fn churn(&self) -> f64 {
        let Stage::Phase { phase, .. } = *self.stages.borrow() else { return 0.0 };
        self.member.ground.plan.scenario.phases.get(phase).map_or(0.0, |phase| phase.churn)
    }

    /// Does what the new stage asks for; returns how the session ends, if it does.
    fn take_up(&mut self, manner: &mut Manner) -> Option<End> {
        let stage = self.stages.borrow_and_update().clone();
        manner.reads = true;
        manner.leaves = u64::MAX;
        manner.looks = u64::MAX;
        match stage {
            Stage::Ramp => {}
            Stage::Phase { phase, window, .. } => self.begin(phase, window, manner),
            Stage::Drain => {
                self.member.pen.iter_mut().for_each(super::pen::Pen::stop);
                self.member.voice.iter_mut().for_each(super::voice::Voice::stop);
                if self.member.newcomer {
                    return Some(End::Left);
                }
            }
            Stage::Over { writers, speakers } => {
                if !self.member.newcomer {
                    self.member.settle(&writers, &speakers);
                }
                return Some(End::Left);
            }
        }
        None
    }

    fn begin(&mut self, number: usize, window: super::books::Window, manner: &mut Manner) {
        let plan = Arc::clone(&self.member.ground.plan);
        let Some(phase) = plan.scenario.phases.get(number) else { return };
        let place = self.member.place;
        if let Some(pen) = &mut self.member.pen {
            let writers = plan.rooms.len() * plan.writers();
            let own = place.room * plan.writers() + place.seat;
            pen.begin(phase, (window, now()), share(own, writers), self.recording.clone());
        }
        let speaking = super::crowd::size(phase.presence_clients(plan.scenario.clients));
        if let Some(voice) = self.member.voice.as_mut().filter(|_| place.seat < speaking) {
            let speakers = plan.rooms.len() * speaking;
            voice.begin(phase, window, share(place.room * speaking + place.seat, speakers));
        }
        // Who was cut in this phase and knows it reads again.
        let cut = self.member.slow.is_some_and(|slow| slow.phase == number && slow.cut.is_some());
        if self.is_last(phase.slow_readers) && !cut {
            manner.reads = false;
            if self.member.slow.is_none() {
                let stopped = now();
                self.member.slow =
                    Some(SlowReader { phase: number, stopped, watched: false, cut: None });
                let watched = self.is_last(phase.slow_readers.min(MOST_WATCHED));
                manner.looks = if watched { stopped } else { u64::MAX };
            }
        }
        let moves = self.member.pen.is_none() && !self.member.newcomer && manner.reads;
        manner.draw(if moves { phase.churn } else { 0.0 });
    }
}

/// Where `number` of `all` stands between 0 and 1.
fn share(number: usize, all: usize) -> f64 {
    super::clock::float(count(number)) / super::clock::float(count(all.max(1)))
}

impl Manner {
    /// Draws when to leave next, if `churn` of all leave in a second.
    fn draw(&mut self, churn: f64) {
        self.leaves = u64::MAX;
        if churn > 0.0 {
            let chance: f64 = self.random.random_range(f64::MIN_POSITIVE..1.0);
            self.leaves = now() + super::clock::micros(-chance.ln() / churn);
        }
    }
}

/// Sends and reads until the connection breaks.
async fn drive(socket: &mut Socket, member: &mut Member, reads: bool) -> anyhow::Error {
    let ground = Rc::clone(&member.ground);
    poll_fn(|cx| {
        if reads {
            return socket.poll(cx, &mut ground.scratch.borrow_mut(), member);
        }
        match socket.poll_flush(cx, member) {
            Poll::Ready(Err(error)) => Poll::Ready(error.into()),
            _ => Poll::Pending,
        }
    })
    .await
}
