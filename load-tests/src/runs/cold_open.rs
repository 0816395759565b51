//! How fast a large document opens that is only on disk.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use yrs::{Text, WriteTxn};

use crate::peer::{Peer, Protocol, TEXT};
use crate::report::Report;
use crate::server::ServerProcess;
use crate::trace::Trace;

use super::progress;

const DOCUMENT: &str = "cold";

/// Keystrokes per update while the document is written.
const PATCHES_PER_UPDATE: usize = 50;

/// Updates on their way before the acknowledgements are waited for.
const WINDOW: u64 = 100;

/// A drain of one document takes milliseconds.
const STOP_DEADLINE: Duration = Duration::from_secs(30);

/// Acknowledgement of a window, or of a whole document in one update.
const SAVE_DEADLINE: Duration = Duration::from_secs(60);

/// What to do.
#[derive(Clone, Debug)]
pub struct ColdOpenPlan {
    /// The server's binary.
    pub server: PathBuf,
    /// A trace (`.json` or `.json.gz`), or else a Yjs update.
    pub file: PathBuf,
    /// How often the document is opened cold.
    pub openings: u32,
}

/// What came out; of several openings the fastest and the slowest.
#[derive(Clone, Debug, Serialize)]
pub struct ColdOpenReport {
    /// Own edits with which the document was written.
    pub updates: u64,
    /// Characters in the text at the end.
    pub characters: usize,
    /// Handshake to applied Step2, seen by the client, in milliseconds.
    pub client_ms: Vec<f64>,
    /// Request to loaded document, measured by the server, in milliseconds.
    pub server_ms: Vec<f64>,
}

/// Writes the document, and opens it after each of several restarts.
pub async fn run(plan: ColdOpenPlan) -> Result<ColdOpenReport> {
    let folder = tempfile::tempdir()?;
    let mut server = ServerProcess::start(&plan.server, folder.path(), &[])?;
    let token = server.token("*", "write")?;
    let target =
        |server: &ServerProcess| server.target(Protocol::Hocuspocus, DOCUMENT).with_token(&token);
    let writer = Peer::connect(target(&server)).await?;
    writer.synced().await?;
    write(&writer, &plan.file).await?;
    let (updates, text) = (writer.sent(), writer.text());
    writer.close().await?;
    let mut report = ColdOpenReport {
        updates,
        characters: text.chars().count(),
        client_ms: Vec::new(),
        server_ms: Vec::new(),
    };
    for _ in 0..plan.openings {
        server.terminate()?;
        server.wait(STOP_DEADLINE)?;
        server = ServerProcess::start(&plan.server, folder.path(), &[])?;
        let before = OpenSeconds::read(&server).await?;
        let started = Instant::now();
        let reader = Peer::connect(target(&server)).await?;
        reader.synced().await?;
        report.client_ms.push(started.elapsed().as_secs_f64() * 1000.0);
        ensure!(reader.text() == text, "the document came back with another text");
        report.server_ms.push(OpenSeconds::read(&server).await?.since(&before)? * 1000.0);
    }
    Ok(report)
}

async fn write(peer: &Peer, file: &Path) -> Result<()> {
    let name = file.to_string_lossy();
    if !(name.ends_with(".json") || name.ends_with(".json.gz")) {
        let update = std::fs::read(file).with_context(|| format!("cannot read {name}"))?;
        peer.apply_update(&update)?;
        return Ok(peer.wait_acknowledged(1, SAVE_DEADLINE).await?);
    }
    let trace = Trace::read(file)?;
    let bar = progress(u64::try_from(trace.len())?, "typing");
    let patches: Vec<_> = trace.patches().collect();
    for some in patches.chunks(PATCHES_PER_UPDATE) {
        peer.apply_local(|txn| {
            let text = txn.get_or_insert_text(TEXT);
            for patch in some {
                if patch.1 > 0 {
                    text.remove_range(txn, patch.0, patch.1);
                }
                if !patch.2.is_empty() {
                    text.insert(txn, patch.0, &patch.2);
                }
            }
        })?;
        peer.wait_acknowledged(peer.sent().saturating_sub(WINDOW), SAVE_DEADLINE).await?;
        bar.inc(u64::try_from(some.len())?);
    }
    bar.finish_and_clear();
    ensure!(peer.text() == trace.end, "the keystrokes do not lead to the trace's text");
    Ok(peer.wait_acknowledged(peer.sent(), SAVE_DEADLINE).await?)
}

/// Sum and count of the server's histogram of openings.
struct OpenSeconds {
    sum: f64,
    count: f64,
}

impl OpenSeconds {
    async fn read(server: &ServerProcess) -> Result<Self> {
        let sum = server.metric("renexus_document_open_seconds_sum").await?;
        let count = server.metric("renexus_document_open_seconds_count").await?;
        Ok(Self { sum: sum.unwrap_or_default(), count: count.unwrap_or_default() })
    }

    /// Seconds per opening since `before`.
    fn since(&self, before: &Self) -> Result<f64> {
        let count = self.count - before.count;
        ensure!(count > 0.0, "/metrics counts no opening (renexus_document_open_seconds)");
        Ok((self.sum - before.sum) / count)
    }
}

impl Report for ColdOpenReport {
    fn lines(&self) -> Vec<String> {
        let shown = |millis: &[f64]| {
            let each: Vec<_> = millis.iter().map(|one| format!("{one:.1}")).collect();
            each.join(", ")
        };
        vec![
            format!("{} characters written in {} updates", self.characters, self.updates),
            format!("opened cold, on the server: {} ms", shown(&self.server_ms)),
            format!("opened cold, at the client: {} ms", shown(&self.client_ms)),
        ]
    }
}
