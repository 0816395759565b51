//! What documents hold before the clients come.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use yrs::block::ClientID;

use crate::scenario::Preload;

use super::crowd::Plan;
use super::newcomer::Newcomer;
use super::ranges::each_range;
use super::replay;
use super::typist::write_update;

/// Who wrote it.
const AUTHOR: u32 = 1_234_567_890;

/// Characters in each update of made-up text.
const BLOCK: u32 = 16_384;

/// Loading and storing a large document takes its time.
const DEADLINE: Duration = Duration::from_secs(120);

/// The updates that fill a document.
pub(super) fn updates(preload: &Preload) -> Result<Vec<Vec<u8>>> {
    match preload {
        Preload::Named(name) => {
            let path = replay::path_of(name);
            let shown = path.to_string_lossy();
            if shown.ends_with(".json") || shown.ends_with(".json.gz") {
                return Ok(vec![replay::whole(&replay::find(name)?, AUTHOR)]);
            }
            Ok(vec![std::fs::read(&path).with_context(|| format!("preload: cannot read {shown}"))?])
        }
        Preload::Generated(text) => {
            let mut at = 0;
            let mut made = Vec::new();
            while at < text.characters {
                let length = BLOCK.min(text.characters - at);
                let mut update = Vec::new();
                write_update(&mut update, AUTHOR, at, length);
                made.push(update);
                at += length;
            }
            Ok(made)
        }
    }
}

/// Clients and clocks that the updates bring.
pub(super) fn known(updates: &[Vec<u8>]) -> Result<Vec<(u64, u32)>> {
    let mut known = std::collections::BTreeMap::new();
    for update in updates {
        each_range(update, |client, clock, length| {
            let end = u32::try_from(clock + length).unwrap_or(u32::MAX);
            let entry = known.entry(client).or_insert(0);
            *entry = end.max(*entry);
        })
        .context("preload: this is no Yjs update")?;
    }
    Ok(known.into_iter().collect())
}

/// Fills every document, and sees with a second client that it is there.
pub(super) async fn fill(plan: &Plan, updates: &[Vec<u8>]) -> Result<()> {
    for room in 0..plan.rooms.len() {
        let mut author = Newcomer::open(plan, room).await?;
        ensure!(author.until(DEADLINE, |_| true).await?, "a document does not open");
        for update in updates {
            author.send(update);
            // Lets the socket take it, and answers what the server asks meanwhile.
            author.until(DEADLINE, |_| true).await?;
        }
        let complete = |state: &yrs::StateVector| {
            plan.known.iter().all(|(client, clock)| state.get(&ClientID::new(*client)) >= *clock)
        };
        let deadline = tokio::time::Instant::now() + DEADLINE;
        loop {
            let mut witness = Newcomer::open(plan, room).await?;
            if witness.until(Duration::from_millis(500), complete).await? {
                break;
            }
            author.until(Duration::from_millis(100), |_| false).await?;
            ensure!(tokio::time::Instant::now() < deadline, "the server does not keep the preload");
        }
    }
    Ok(())
}
