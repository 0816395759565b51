//! How long an editor waits until an edit is on disk, per protocol.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::peer::{Peer, Protocol};
use crate::report::{Quantiles, Report};
use crate::server::ServerProcess;

use super::progress;
use super::typing::{Pace, type_on};

/// Writers per protocol, each in a document that it shares with the other protocols.
const WRITERS: u32 = 3;

/// What to do.
#[derive(Clone, Debug)]
pub struct AckPlan {
    /// The server's binary.
    pub server: PathBuf,
    /// Edits a second, over all writers.
    pub rate: u32,
    /// How long.
    pub seconds: u32,
}

/// What came out.
#[derive(Clone, Debug, Serialize)]
pub struct AckReport {
    /// Edits a second that were asked for.
    pub rate: u32,
    /// How long.
    pub seconds: u32,
    /// How long acknowledgements took, per protocol.
    pub protocols: BTreeMap<Protocol, Quantiles>,
}

/// Types at a steady rate over all three protocols and measures the acknowledgements.
pub async fn run(plan: AckPlan) -> Result<AckReport> {
    let folder = tempfile::tempdir()?;
    let server = ServerProcess::start(&plan.server, folder.path(), &[])?;
    let token = server.token("*", "write")?;
    let mut peers = Vec::new();
    for number in 1..=WRITERS {
        for protocol in Protocol::ALL {
            let target = server.target(protocol, &format!("ack-{number}")).with_token(&token);
            let peer = Peer::connect(target).await?;
            peer.synced().await?;
            peers.push((protocol, format!("{protocol}-{number}"), peer));
        }
    }
    let typists = u32::try_from(peers.len())?;
    let pace = Pace::shared(plan.rate, typists, Duration::from_secs(1) * plan.seconds);
    let writers = (0..).zip(peers).map(|(place, (protocol, prefix, peer))| {
        let pace = pace.of(place, typists);
        tokio::spawn(async move {
            type_on(&peer, &prefix, pace).await;
            peer.all_acknowledged().await.with_context(|| prefix)?;
            anyhow::Ok((protocol, peer.latencies()))
        })
    });
    let writers: Vec<_> = writers.collect();
    let bar = progress(u64::from(plan.seconds), "typing");
    for _ in 0..plan.seconds {
        tokio::time::sleep(Duration::from_secs(1)).await;
        bar.inc(1);
    }
    bar.finish_and_clear();
    let mut measured = BTreeMap::new();
    for writer in writers {
        let (protocol, latencies) = writer.await??;
        let sum = measured.entry(protocol).or_insert_with(crate::report::micros);
        sum.add(latencies)?;
    }
    let protocols = measured.iter().map(|(protocol, micros)| (*protocol, micros.into()));
    Ok(AckReport { rate: plan.rate, seconds: plan.seconds, protocols: protocols.collect() })
}

impl Report for AckReport {
    fn lines(&self) -> Vec<String> {
        let head = format!("acknowledgement at {} edits/s for {} s", self.rate, self.seconds);
        let each = self.protocols.iter().map(|(protocol, took)| format!("{protocol}: {took}"));
        std::iter::once(head).chain(each).collect()
    }
}
