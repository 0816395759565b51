//! Leads a run from the first connection to the last book.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::time::timeout_at;

use crate::result::{ServerUsage, Tick};
use crate::scenario::{Payload, Phase};
use crate::target::nodes;

use super::books::{Closed, Recorded, Window, merged};
use super::clock::{float, instant, micros, now};
use super::crowd::{Plan, count};
use super::hands::Hands;
use super::stage::{Beat, Stage, Standing, Told};
use super::usage::{self, Sample};
use super::view::View;

/// All connections are to be synced this long after the last has set out.
const JOIN_SECONDS: f64 = 60.0;

/// Between the order and the first send: every client has heard of it by then.
const LEAD: u64 = 100_000;

/// After the last send, before pens are put down: what was due is out by then.
const TAIL: u64 = 50_000;

/// When nothing has arrived for so long, nothing more will.
const QUIET: u64 = 2_000_000;

/// A drain ends after this, whatever still comes.
const LONGEST_DRAIN: u64 = 60_000_000;

/// Between two looks at the server.
const LOOK: Duration = Duration::from_millis(50);

/// What the conductor knows of one phase.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    pub(super) begin: u64,
    pub(super) end: u64,
    pub(super) server: Option<(Sample, Sample)>,
    pub(super) generator: (f64, f64),
}

/// Leads a run.
pub(super) struct Conductor<'a> {
    plan: &'a Plan,
    hands: Hands,
    view: View,
    pid: Option<u32>,
    beats: Vec<Beat>,
    standing: Vec<Option<Standing>>,
    closed: Vec<Closed>,
    /// Clock and number of updates of each writer.
    pub(super) writers: Vec<(u32, u32)>,
    speakers: Vec<u32>,
    pub(super) timeline: Vec<Tick>,
    pub(super) server: Option<ServerUsage>,
    /// What threads told of the running second.
    second: Tick,
    latency: Recorded,
    /// At the last tick: time, server, generator.
    ticked: (u64, Option<Sample>, f64),
    looked: u64,
}

impl<'a> Conductor<'a> {
    pub(super) fn new(plan: &'a Plan, hands: Hands, view: View, pid: Option<u32>) -> Self {
        let before = pid.and_then(usage::family);
        Self {
            ticked: (now(), before, usage::own(&hands.workers)),
            plan,
            hands,
            view,
            pid,
            beats: vec![Beat::default(); plan.threads],
            standing: vec![None; plan.threads],
            closed: Vec::new(),
            writers: vec![(0, 0); plan.rooms.len() * plan.writers()],
            speakers: vec![0; plan.rooms.len() * plan.speakers()],
            timeline: Vec::new(),
            server: before.map(|sample| ServerUsage {
                memory_before: sample.memory,
                memory_peak: sample.memory,
                ..ServerUsage::default()
            }),
            second: Tick::default(),
            latency: Vec::new(),
            looked: 0,
        }
    }

    /// Waits until everybody is synced.
    pub(super) async fn gather(&mut self) -> Result<()> {
        let all = count(self.plan.rooms.len() * self.plan.clients());
        let deadline = now() + micros(self.plan.scenario.ramp_seconds + JOIN_SECONDS);
        self.view.stage("connecting", all);
        let synced = |this: &Self| this.beats.iter().map(|beat| beat.synced).sum::<u64>();
        let together = self.until(deadline, |this| {
            this.view.progress(synced(this));
            synced(this) >= all
        });
        if !together.await? {
            bail!("only {} of {all} clients are synced", synced(self));
        }
        // Memory settles after the last greeting.
        let settled = now() + 300_000;
        self.until(settled, |_| false).await?;
        let sample = self.look();
        if let (Some(server), Some(sample)) = (&mut self.server, sample) {
            let added = float(sample.memory) - float(server.memory_before);
            server.memory_connected = sample.memory;
            server.memory_per_connection = added / float(all.max(1));
            server.memory_per_document = added / float(count(self.plan.rooms.len().max(1)));
        }
        Ok(())
    }

    /// Leads one phase, and waits until all it sent has arrived.
    pub(super) async fn phase(&mut self, number: usize, phase: &Phase) -> Result<Measured> {
        let begin = now() + LEAD;
        let measured = begin + micros(phase.warm_up_seconds);
        let window = Window { begin, measured, end: measured + micros(phase.seconds) };
        let writers = self.writers.clone();
        self.hands.stages.send_replace(Stage::Phase { phase: number, window, writers });
        self.view.stage(&phase.name, window.end - begin);
        let progress = |this: &Self| this.view.progress(now().saturating_sub(begin));
        self.until(measured, |this| {
            progress(this);
            false
        })
        .await?;
        let before = self.pid.and_then(usage::family);
        let generator = usage::own(&self.hands.workers);
        if phase.restart {
            let pid = self.pid.context("`restart` needs a target whose process is known")?;
            nodes::restart_in_turn(pid)?;
        }
        let finite = matches!(phase.payload, Payload::Trace(_));
        let all = count(self.writers.len());
        let finished = self.until(window.end + TAIL, |this| {
            progress(this);
            finite && this.beats.iter().map(|beat| beat.done).sum::<u64>() >= all
        });
        let finished = finished.await?;
        let end = if finished { now() } else { window.end };
        self.drain().await?;
        let after = self.look();
        Ok(Measured {
            begin: measured,
            end,
            server: before.zip(after),
            generator: (generator, usage::own(&self.hands.workers)),
        })
    }

    /// Pens down; waits until everything has arrived, or nothing comes any more.
    async fn drain(&mut self) -> Result<()> {
        self.standing.fill(None);
        self.hands.stages.send_replace(Stage::Drain);
        let latest = now() + LONGEST_DRAIN;
        let told = self.until(latest, |this| this.standing.iter().all(Option::is_some));
        if !told.await? {
            bail!("a thread of clients does not answer: this machine is too busy to measure");
        }
        for standing in self.standing.iter().flatten() {
            for (number, clock, units) in &standing.writers {
                if let Some(place) = self.writers.get_mut(*number) {
                    *place = (*clock, *units);
                }
            }
            for (number, clock) in &standing.speakers {
                if let Some(place) = self.speakers.get_mut(*number) {
                    *place = *clock;
                }
            }
        }
        let readers = count(self.plan.clients().saturating_sub(1));
        let sent: u64 = self.writers.iter().map(|(_, units)| u64::from(*units)).sum();
        let silent = self.speakers.iter().all(|clock| *clock == 0);
        let mut stirred = (0, now());
        self.until(latest, |this| {
            let total = this.beats.iter().map(|beat| beat.stirred).sum::<u64>();
            if total != stirred.0 {
                stirred = (total, now());
            }
            let arrived = this.beats.iter().map(|beat| beat.arrived).sum::<u64>();
            let patience = if arrived >= sent * readers { QUIET / 8 } else { QUIET };
            (silent && arrived >= sent * readers) || now() > stirred.1 + patience
        })
        .await?;
        Ok(())
    }

    /// Ends the run and collects the books.
    pub(super) async fn finish(&mut self) -> Result<Vec<Closed>> {
        let writers = self.writers.iter().map(|(clock, _)| *clock).collect();
        let speakers = self.speakers.clone();
        self.hands.stages.send_replace(Stage::Over { writers, speakers });
        let threads = self.plan.threads;
        if !self.until(now() + 30_000_000, |this| this.closed.len() == threads).await? {
            bail!("a thread of clients does not end");
        }
        self.view.end();
        Ok(std::mem::take(&mut self.closed))
    }

    /// Listens until `enough`, or until the clock shows `deadline`; whether it was enough.
    async fn until(
        &mut self,
        deadline: u64,
        mut enough: impl FnMut(&Self) -> bool,
    ) -> Result<bool> {
        loop {
            if enough(self) {
                return Ok(true);
            }
            let at = now();
            if at >= deadline {
                return Ok(false);
            }
            let pause = instant(deadline.min(at + micros(LOOK.as_secs_f64())));
            // An error only says that it is time to look.
            if let Ok(told) = timeout_at(pause, self.hands.told.recv()).await {
                self.hear(told.context("nobody runs the clients any more")?)?;
            }
            if now() > self.looked + micros(LOOK.as_secs_f64()) {
                self.look();
            }
        }
    }

    fn hear(&mut self, told: Told) -> Result<()> {
        match told {
            Told::Beat(beat) => {
                if let Some(place) = self.beats.get_mut(beat.thread) {
                    *place = beat;
                }
            }
            Told::Second(second) => {
                self.second.sent += second.sent;
                self.second.delivered += second.delivered;
                self.second.acknowledged += second.acknowledged;
                self.latency.extend(second.latency);
            }
            Told::Standing(standing) => {
                let thread = standing.thread;
                if let Some(place) = self.standing.get_mut(thread) {
                    *place = Some(standing);
                }
            }
            Told::Closed(books) => self.closed.push(books),
            Told::Failed(why) => bail!(why),
        }
        Ok(())
    }

    /// Looks at the server, and closes a second when one is over.
    fn look(&mut self) -> Option<Sample> {
        self.looked = now();
        let sample = self.pid.and_then(usage::family);
        if let (Some(server), Some(sample)) = (&mut self.server, &sample) {
            server.memory_peak = server.memory_peak.max(sample.memory);
        }
        let (since, server, own) = self.ticked;
        let passed = float(self.looked.saturating_sub(since)) / 1e6;
        if passed < 1.0 {
            return sample;
        }
        let used = usage::own(&self.hands.workers);
        let mut tick = std::mem::take(&mut self.second);
        tick.at = float(self.looked.saturating_sub(self.plan.epoch)) / 1e6;
        tick.latency_p99 = merged([&std::mem::take(&mut self.latency)]).value_at_quantile(0.99);
        tick.server_cores =
            server.zip(sample).map(|(a, b)| (b.cpu_seconds - a.cpu_seconds) / passed);
        tick.server_memory = sample.map(|sample| sample.memory);
        tick.generator_cores = (used - own) / passed;
        self.view.tick(&tick);
        self.timeline.push(tick);
        self.ticked = (self.looked, sample, used);
        sample
    }
}
