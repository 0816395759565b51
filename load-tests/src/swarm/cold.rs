//! After the last phase: the server is restarted, and newcomers open what is only on its disk.

use std::collections::HashMap;
use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use renexus_wire::lib0::Reader;

use crate::peer::{Dialect, Heard};
use crate::report::micros;
use crate::result::ColdOpens;
use crate::scenario::Cold;
use crate::target::RunningTarget;

use super::add_up::distribution;
use super::clock::now;
use super::crowd::Plan;
use super::newcomer::greet;
use super::ranges::each_range;
use super::socket::{Listen, Outgoing, READ_BYTES};
use super::usage;

/// From when a server is ready until it is asked: what it does after its start is not measured.
const AWAKE: Duration = Duration::from_millis(500);

/// From the arrival until processor time is read: its threads have gone to sleep by then.
const ASLEEP: Duration = Duration::from_millis(50);

/// A document that is not whole by then is lost.
const DEADLINE: Duration = Duration::from_secs(60);

/// Restarts the server and opens every document, as often as is wanted.
pub(super) async fn open(
    wanted: &Cold,
    plan: &Plan,
    writers: &[u32],
    target: &mut RunningTarget,
) -> Result<ColdOpens> {
    tokio::time::sleep(Duration::from_secs_f64(wanted.settle_seconds)).await;
    let (mut opened, mut server_cpu) = (micros(), micros());
    for _ in 0..wanted.openings {
        target.restart().await?;
        tokio::time::sleep(AWAKE).await;
        for room in 0..plan.rooms.len() {
            let before = target.pid().and_then(usage::ran);
            let began = now();
            let arrived = Page::due(plan, room, writers).arrive(plan, room).await?;
            opened.saturating_record(arrived.saturating_sub(began));
            tokio::time::sleep(ASLEEP).await;
            let after = target.pid().and_then(usage::ran);
            if let (Some(before), Some(after)) = (before, after) {
                server_cpu.saturating_record(after.saturating_sub(before));
            }
        }
    }
    Ok(ColdOpens { opened: distribution(&opened), server_cpu: distribution(&server_cpu) })
}

/// A reader that only counts what arrives: building the document would be the client's time.
struct Page {
    dialect: Dialect,
    /// How far each client's edits have to reach.
    due: Vec<(u64, u64)>,
    /// How far they do.
    there: HashMap<u64, u64>,
    synced: bool,
    /// When the last missing piece came.
    whole: Option<u64>,
}

impl Page {
    /// A reader that waits for what a document held before the run and got in it.
    fn due(plan: &Plan, room: usize, writers: &[u32]) -> Self {
        let ids = plan.ids().into_iter().skip(room * plan.clients()).take(plan.writers());
        let clocks = writers.iter().skip(room * plan.writers()).copied();
        let known = plan.known.iter().copied();
        let due = known.chain(ids.map(u64::from).zip(clocks));
        Self {
            dialect: plan.dialect(room),
            due: due.map(|(client, clock)| (client, u64::from(clock))).collect(),
            there: HashMap::new(),
            synced: false,
            whole: None,
        }
    }

    /// Opens the document; the moment at which all of it was there.
    async fn arrive(mut self, plan: &Plan, room: usize) -> Result<u64> {
        let (mut socket, _) = greet(plan, room).await?;
        let mut scratch = vec![0; READ_BYTES];
        let reading = poll_fn(|cx| match socket.poll(cx, &mut scratch, &mut self) {
            Poll::Ready(error) => Poll::Ready(Err(error)),
            Poll::Pending => self.whole.map_or(Poll::Pending, |whole| Poll::Ready(Ok(whole))),
        });
        let arrived = tokio::time::timeout(DEADLINE, reading).await;
        arrived.unwrap_or_else(|_| bail!("after a restart the document is not whole in 60 s"))
    }

    fn note(&mut self, update: &[u8]) -> Result<()> {
        let there = &mut self.there;
        let read = each_range(update, |client, clock, length| {
            let end = there.entry(client).or_insert(0);
            // What comes after a gap is not there before the gap is closed.
            if clock <= *end {
                *end = (clock + length).max(*end);
            }
        });
        read.context("the server sends a broken update")
    }

    fn is_whole(&self) -> bool {
        let reaches =
            |(client, clock): &(u64, u64)| self.there.get(client).copied().unwrap_or(0) >= *clock;
        self.synced && self.due.iter().all(reaches)
    }
}

impl Listen for Page {
    fn hear(&mut self, message: &[u8], out: &mut Outgoing<'_>) -> Result<()> {
        let at = now();
        let mut reader = Reader::new(message);
        while !reader.is_empty() {
            match self.dialect.read_one(message, &mut reader)? {
                Heard::StepTwo(update) => {
                    self.synced = true;
                    self.note(update)?;
                }
                Heard::Update(update) => self.note(update)?,
                Heard::StepOne(_) => out.send(&self.dialect.step_two(&[0, 0])),
                Heard::Ping => out.send(&self.dialect.pong()),
                Heard::Denied(why) => bail!("the server refuses: {why}"),
                _ => {}
            }
        }
        if self.whole.is_none() && self.is_whole() {
            self.whole = Some(at);
        }
        Ok(())
    }

    fn received(&mut self, _bytes: usize) {}

    fn sent(&mut self, _bytes: usize) {}
}
