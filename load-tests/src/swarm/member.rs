//! One client on one document: everything about it but its socket.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::{Result, bail};
use renexus_wire::lib0::{Reader, write_length, write_var_uint};

use crate::peer::{Dialect, Heard};

use super::books::Books;
use super::clock::now;
use super::crowd::{Place, Plan, Seats, count};
use super::pen::Pen;
use super::ranges::each_range;
use super::severed::SlowReader;
use super::socket::{Listen, Outgoing};
use super::table::{Line, Speaker, Table};
use super::tracks::{Fate, Tracks, Way};
use super::voice::Voice;

/// What all clients of a thread share.
pub(super) struct Ground {
    pub(super) plan: Arc<Plan>,
    pub(super) table: Arc<Table>,
    pub(super) books: RefCell<Books>,
    /// Where sockets read into.
    pub(super) scratch: RefCell<Vec<u8>>,
    /// Whether writers wait until the first reader has what they wrote.
    pub(super) watched: bool,
    /// Clients that are synced now.
    pub(super) synced: std::cell::Cell<u64>,
}

/// A client's knowledge.
pub(super) struct Member {
    pub(super) ground: Rc<Ground>,
    pub(super) place: Place,
    pub(super) id: u32,
    pub(super) dialect: Dialect,
    seats: Seats,
    tracks: Tracks,
    /// The latest presence clock heard of each speaker of the document.
    heard: Vec<u32>,
    pub(super) pen: Option<Pen>,
    pub(super) voice: Option<Voice>,
    /// Whether the document has been complete once.
    joined: bool,
    /// When this connection was begun.
    pub(super) opened: u64,
    /// When the connection broke, until it is synced again.
    pub(super) broken: Option<u64>,
    /// When it was synced.
    pub(super) synced: Option<u64>,
    /// Did not read for a while: its times say nothing about the server.
    pub(super) slow: Option<SlowReader>,
    /// Came for the storm, leaves after it: its deliveries are not awaited.
    pub(super) newcomer: bool,
    /// Whether times to synced are taken down.
    pub(super) timed: bool,
}

impl Member {
    pub(super) fn new(ground: Rc<Ground>, place: Place, id: u32, seats: Seats) -> Self {
        let plan = Arc::clone(&ground.plan);
        let dialect = plan.dialect(place.room);
        let writes = place.seat < plan.writers();
        let speaks = place.seat < plan.speakers();
        Self {
            ground,
            place,
            id,
            seats,
            tracks: Tracks::new(plan.writers()),
            heard: vec![0; plan.speakers()],
            pen: writes.then(|| Pen::new(id, dialect.clone())),
            voice: speaks.then(|| Voice::new(id, dialect.clone())),
            dialect,
            joined: false,
            opened: 0,
            broken: None,
            synced: None,
            slow: None,
            newcomer: place.seat >= plan.clients(),
            timed: true,
        }
    }

    /// The shared line of a writer of this document.
    fn line(&self, writer: usize) -> Option<&Line> {
        self.ground.table.writers.get(self.place.room * self.ground.plan.writers() + writer)
    }

    fn speaker(&self, seat: usize) -> Option<&Speaker> {
        self.ground.table.speakers.get(self.place.room * self.ground.plan.speakers() + seat)
    }

    /// What a stock client says first on a new connection.
    pub(super) fn greet(&mut self, out: &mut Outgoing<'_>) {
        let plan = Arc::clone(&self.ground.plan);
        self.authenticate(out);
        let known = self.state_vector();
        out.send(&self.dialect.step_one(&known));
        if let Some(pen) = &mut self.pen {
            pen.reconnected();
        }
        let shared = Rc::clone(&self.ground);
        let number = self.place.room * plan.speakers() + self.place.seat;
        if let (Some(voice), Some(speaker)) = (&mut self.voice, shared.table.speakers.get(number))
            && voice.speaks()
        {
            voice.repeat(speaker, out, now());
        }
    }

    /// Hocuspocus: shows the token.
    fn authenticate(&self, out: &mut Outgoing<'_>) {
        let room = self.ground.plan.rooms.get(self.place.room);
        let token = room.and_then(|room| room.token.as_deref()).unwrap_or_default();
        if let Some(auth) = self.dialect.auth(token) {
            out.send(&auth);
        }
    }

    /// What this client has, as far as it can say: nothing before it was synced once.
    fn state_vector(&self) -> Vec<u8> {
        if !self.joined {
            return vec![0];
        }
        let mut entries = self.ground.plan.known.clone();
        for (id, seat) in self.seats.iter().filter(|(_, seat)| **seat < self.ground.plan.writers())
        {
            let own = *seat == self.place.seat;
            let line = self.line(*seat).map_or(0, |line| line.clock.load(Ordering::Relaxed));
            let clock = if own { line } else { self.tracks.complete(*seat) };
            if clock > 0 {
                entries.push((*id, clock));
            }
        }
        let mut out = Vec::new();
        write_length(&mut out, entries.len());
        for (id, clock) in entries {
            write_var_uint(&mut out, id);
            write_var_uint(&mut out, u64::from(clock));
        }
        out
    }

    /// When there is something to send next.
    pub(super) fn due(&self, now: u64) -> Option<u64> {
        self.synced?;
        let pen = self.pen.as_ref().and_then(|pen| pen.due(now));
        let voice = self.voice.as_ref().and_then(Voice::due);
        [pen, voice].into_iter().flatten().min()
    }

    /// Sends what is due.
    pub(super) fn act(&mut self, out: &mut Outgoing<'_>) {
        if self.synced.is_none() {
            return;
        }
        let at = now();
        let shared = Rc::clone(&self.ground);
        let writer = self.place.room * shared.plan.writers() + self.place.seat;
        if let (Some(pen), Some(line)) = (&mut self.pen, shared.table.writers.get(writer)) {
            pen.write(line, &mut shared.books.borrow_mut(), out, at);
        }
        let number = self.place.room * shared.plan.speakers() + self.place.seat;
        if let (Some(voice), Some(speaker)) = (&mut self.voice, shared.table.speakers.get(number)) {
            voice.say(speaker, out, at);
        }
    }

    /// Takes in the ranges of an update.
    fn take(&mut self, update: &[u8], way: Way, now: u64) -> Result<()> {
        let Self { ground, seats, tracks, place, joined, newcomer, slow, .. } = self;
        let writers = ground.plan.writers();
        let mut books = ground.books.borrow_mut();
        books.stirred += 1;
        let timed = way == Way::Update && slow.is_none();
        let counted = *joined;
        each_range(update, |client, clock, length| {
            let Some(&seat) = seats.get(&client) else { return };
            if seat >= writers || seat == place.seat {
                return;
            }
            let Some(line) = ground.table.writers.get(place.room * writers + seat) else { return };
            let from = u32::try_from(clock).unwrap_or(u32::MAX);
            let to = u32::try_from(clock.saturating_add(length)).unwrap_or(u32::MAX);
            tracks.note(seat, (from, to), way, |fate, from, to| {
                let units = line.units_between(from, to);
                match fate {
                    Fate::Fresh if counted => {
                        if !*newcomer {
                            books.arrived += u64::from(units.end.saturating_sub(units.start));
                        }
                        for unit in units {
                            books.delivered(line.times.get(unit), now, timed);
                        }
                    }
                    Fate::Fresh => {}
                    Fate::Again => {
                        let again = u64::from(units.end.saturating_sub(units.start));
                        if let Some(phase) = books.current() {
                            phase.counts.duplicated += again;
                        }
                    }
                }
            });
            if ground.watched {
                let reached = line.units_between(0, tracks.complete(seat)).end;
                if line.reached.fetch_max(reached, Ordering::AcqRel) < reached {
                    line.news.notify_one();
                }
            }
        })?;
        Ok(())
    }

    /// Takes in presence states.
    fn see(&mut self, states: &[u8], now: u64) -> Result<()> {
        let mut books = self.ground.books.borrow_mut();
        books.stirred += 1;
        let since = self.synced.unwrap_or(u64::MAX);
        let speakers = self.ground.plan.speakers();
        let mut reader = Reader::new(states);
        for _ in 0..reader.var_uint()? {
            let client = reader.var_uint()?;
            let clock = u32::try_from(reader.var_uint()?).unwrap_or(u32::MAX);
            reader.var_bytes()?;
            let Some(&seat) = self.seats.get(&client) else { continue };
            if seat == self.place.seat {
                continue;
            }
            let Some(heard) = self.heard.get_mut(seat) else { continue };
            if clock <= *heard {
                continue;
            }
            let number = self.place.room * speakers + seat;
            let Some(speaker) = self.ground.table.speakers.get(number) else { continue };
            // Never more than is remembered, also when a server invents clocks.
            for state in (*heard + 1).max(clock.saturating_sub(1024))..=clock {
                if let Some(sent) = speaker.times.get(state).filter(|sent| *sent >= since)
                    && self.slow.is_none()
                {
                    books.presence(sent, now);
                }
            }
            *heard = clock;
        }
        Ok(())
    }

    fn arrived(&mut self, now: u64) {
        self.joined = true;
        if self.synced.is_none() {
            self.synced = Some(now);
            self.ground.synced.set(self.ground.synced.get() + 1);
            if let Some(broken) = self.broken.take() {
                let took = now.saturating_sub(broken);
                self.ground.books.borrow_mut().resumed.saturating_record(took);
            }
            if self.timed {
                let took = now.saturating_sub(self.opened);
                self.ground.books.borrow_mut().synced.saturating_record(took);
            }
        }
    }

    /// The connection is gone.
    pub(super) fn cut(&mut self) {
        if self.synced.take().is_some() {
            self.ground.synced.set(self.ground.synced.get().saturating_sub(1));
        }
    }

    /// Counts at the end what never arrived.
    pub(super) fn settle(&self, writers: &[u32], speakers: &[u32]) {
        let plan = &self.ground.plan;
        let mut books = self.ground.books.borrow_mut();
        let mut whole = true;
        for seat in (0..plan.writers()).filter(|seat| *seat != self.place.seat) {
            let end = writers.get(self.place.room * plan.writers() + seat).copied().unwrap_or(0);
            let Some(line) = self.line(seat) else { continue };
            self.tracks.missing(seat, end, |from, to| {
                whole = false;
                for unit in line.units_between(from, to) {
                    books.lost(line.times.get(unit));
                }
            });
        }
        if let Some(slow) = &self.slow {
            books.slow_reader(slow, whole && self.synced.is_some());
        }
        for (seat, heard) in self.heard.iter().enumerate() {
            let said = speakers.get(self.place.room * plan.speakers() + seat).copied().unwrap_or(0);
            let moved = self.speaker(seat).is_some();
            if seat != self.place.seat
                && moved
                && *heard < said
                && let Some(phase) = books.current()
            {
                phase.counts.presence_lost += 1;
            }
        }
    }
}

impl Listen for Member {
    fn hear(&mut self, message: &[u8], out: &mut Outgoing<'_>) -> Result<()> {
        let at = now();
        let mut reader = Reader::new(message);
        while !reader.is_empty() {
            match self.dialect.read_one(message, &mut reader)? {
                Heard::Update(update) => self.take(update, Way::Update, at)?,
                Heard::StepTwo(update) => {
                    self.take(update, Way::Sync, at)?;
                    self.arrived(at);
                }
                Heard::StepOne(known) => self.reply(known, out)?,
                Heard::Awareness(states) => self.see(states, at)?,
                Heard::Saved(saved) => {
                    if let Some(pen) = &mut self.pen {
                        pen.status(saved, &mut self.ground.books.borrow_mut(), at);
                    }
                }
                Heard::Marker(number) => {
                    if let Some(pen) = &mut self.pen {
                        pen.echo(number, &mut self.ground.books.borrow_mut(), out, at);
                    }
                }
                Heard::QueryAwareness => self.show(out, at),
                Heard::AskToken => self.authenticate(out),
                Heard::Denied(why) => bail!("the server refuses: {why}"),
                Heard::Dismissed(why) => bail!("the server closes the document: {why}"),
                Heard::Ping => out.send(&self.dialect.pong()),
                Heard::Granted(_) | Heard::Pong | Heard::Stateless(_) | Heard::Elsewhere(_) => {}
            }
        }
        if self.pen.as_ref().is_some_and(Pen::paced_by_answers) {
            self.act(out);
        }
        Ok(())
    }

    fn received(&mut self, bytes: usize) {
        if let Some(phase) = self.ground.books.borrow_mut().measuring(now()) {
            phase.counts.bytes_received += count(bytes);
        }
    }

    fn sent(&mut self, bytes: usize) {
        if let Some(phase) = self.ground.books.borrow_mut().measuring(now()) {
            phase.counts.bytes_sent += count(bytes);
        }
    }
}

impl Member {
    /// Answers a Step1 as stock clients do: with what the server lacks of one's own.
    fn reply(&mut self, known: &[u8], out: &mut Outgoing<'_>) -> Result<()> {
        let mut reader = Reader::new(known);
        let mut own = 0;
        for _ in 0..reader.var_uint()? {
            let (client, clock) = (reader.var_uint()?, reader.var_uint()?);
            if client == u64::from(self.id) {
                own = u32::try_from(clock).unwrap_or(u32::MAX);
            }
        }
        let shared = Rc::clone(&self.ground);
        let line =
            shared.table.writers.get(self.place.room * shared.plan.writers() + self.place.seat);
        if let Some(pen) = &mut self.pen {
            pen.answer(line, own, out);
        } else {
            out.send(&self.dialect.step_two(&[0, 0]));
        }
        Ok(())
    }

    fn show(&mut self, out: &mut Outgoing<'_>, at: u64) {
        let shared = Rc::clone(&self.ground);
        let number = self.place.room * shared.plan.speakers() + self.place.seat;
        if let (Some(voice), Some(speaker)) = (&mut self.voice, shared.table.speakers.get(number))
            && voice.speaks()
        {
            voice.repeat(speaker, out, at);
        }
    }
}
