//! One round: type over all three protocols, `kill -9`, restart, look.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use hdrhistogram::Histogram;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use tokio::time::Instant;

use crate::peer::{DEADLINE, Peer, PeerError, Protocol};
use crate::runs::typing::{Found, Pace, type_on};
use crate::server::ServerProcess;

use super::books::{Books, Findings};

/// Documents that are typed in during one round; the others rest and are checkpointed.
const ACTIVE_DOCUMENTS: usize = 3;

/// One writer's part in a round, fixed before it starts.
struct Part {
    document: String,
    protocol: Protocol,
    prefix: String,
    /// A visitor leaves before the kill, so that its document may fall idle.
    stays: Duration,
}

/// What a writer left behind.
struct Written {
    document: String,
    prefix: String,
    sent: u64,
    acknowledged: u64,
    latencies: Histogram<u64>,
}

/// What a round measured before the kill.
pub(super) struct Outcome {
    /// Of each writer.
    pub(super) latencies: Vec<Histogram<u64>>,
    /// Checkpoints that the server took meanwhile.
    pub(super) checkpoints: u64,
}

/// Everything that a round draws from chance.
pub(super) struct Round {
    /// When the server is killed, from the first keystroke.
    pub(super) killed_after: Duration,
    parts: Vec<Part>,
}

impl Round {
    /// Draws a round: three documents, each with one writer per protocol; the
    /// writers of the last document leave early.
    pub(super) fn draw(number: u32, documents: &[String], dice: &mut StdRng) -> Self {
        let killed_after = Duration::from_millis(dice.random_range(200..1500));
        let chosen: Vec<_> = documents.choose_multiple(dice, ACTIVE_DOCUMENTS).collect();
        let last = chosen.len().saturating_sub(1);
        let mut parts = Vec::new();
        for (place, document) in chosen.into_iter().enumerate() {
            let stays = if place == last { killed_after / 3 } else { killed_after * 2 };
            for protocol in Protocol::ALL {
                parts.push(Part {
                    document: document.clone(),
                    protocol,
                    prefix: format!("{number}.{}", parts.len()),
                    stays,
                });
            }
        }
        Self { killed_after, parts }
    }

    /// Types at `rate` edits a second in all, kills the server, and enters into
    /// the books what was acknowledged until then.
    pub(super) async fn run(
        self,
        server: &mut ServerProcess,
        rate: u32,
        books: &mut BTreeMap<String, Books>,
    ) -> Result<Outcome> {
        let token = server.token("*", "write")?;
        let mut peers = Vec::new();
        for part in self.parts {
            let target = server.target(part.protocol, &part.document).with_token(&token);
            let peer = Peer::connect(target).await;
            let peer = peer.with_context(|| format!("{} {}", part.protocol, part.document))?;
            peer.synced().await?;
            peers.push((part, peer));
        }
        // Visitors come on top, so that the rate holds until the kill.
        let staying = peers.iter().filter(|(part, _)| part.stays > self.killed_after).count();
        let staying = u32::try_from(staying)?;
        let start = Instant::now();
        let pace = Pace::shared(rate, staying, self.killed_after);
        let writers = (0..).zip(peers).map(|(place, (part, peer))| {
            let pace = pace.of(place, staying).lasting(part.stays);
            tokio::spawn(write(part, peer, pace))
        });
        let writers: Vec<_> = writers.collect();
        tokio::time::sleep_until(start + self.killed_after).await;
        let checkpoints = server.metric("renexus_checkpoint_seconds_count").await?;
        server.kill9()?;
        let mut latencies = Vec::new();
        for writer in writers {
            let written = writer.await??;
            let books = books.entry(written.document).or_default();
            books.note(&written.prefix, written.sent, written.acknowledged);
            latencies.push(written.latencies);
        }
        Ok(Outcome { latencies, checkpoints: checkpoints.unwrap_or_default() })
    }
}

/// Types until it is time to leave or the server is gone, then closes the account.
async fn write(part: Part, peer: Peer, pace: Pace) -> Result<Written> {
    type_on(&peer, &part.prefix, pace).await;
    if peer.closed().is_none() {
        // A visitor: all it typed is saved before it goes, unless the kill comes first.
        match peer.all_acknowledged().await {
            Ok(()) | Err(PeerError::Closed { .. }) => {}
            Err(error) => {
                return Err(error).with_context(|| format!("{} {}", part.protocol, part.document));
            }
        }
    }
    let written = |peer: &Peer| Written {
        document: part.document.clone(),
        prefix: part.prefix.clone(),
        sent: peer.sent(),
        acknowledged: peer.acknowledged(),
        latencies: peer.latencies(),
    };
    if peer.closed().is_some() {
        return Ok(written(&peer));
    }
    let books = written(&peer);
    peer.close().await?;
    Ok(books)
}

/// Opens every document with a fresh reader and compares it with the books.
pub(super) async fn look(
    server: &ServerProcess,
    books: &mut BTreeMap<String, Books>,
    dice: &mut StdRng,
) -> Result<Findings> {
    let token = server.token("*", "write")?;
    let mut findings = Findings::default();
    for (document, books) in books {
        let protocol = *Protocol::ALL.choose(dice).unwrap_or(&Protocol::Hocuspocus);
        let target = server.target(protocol, document).with_token(&token);
        let reader = Peer::connect(target).await?;
        let synced = reader.synced().await;
        synced.with_context(|| format!("{document} cannot be read within {DEADLINE:?}"))?;
        findings.add(books.check(document, &Found::read(&reader)));
        reader.close().await?;
    }
    Ok(findings)
}
