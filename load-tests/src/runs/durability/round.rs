//! One round: type, `kill -9`, restart, look.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::{Context, Result};
use hdrhistogram::Histogram;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use tokio::time::Instant;

use crate::peer::{Peer, Protocol};
use crate::runs::typing::{Found, Pace, type_on};
use crate::target::RunningTarget;

use super::Kill;
use super::books::{Books, Findings};

/// Documents that are typed in during one round; the others rest.
const ACTIVE_DOCUMENTS: usize = 3;

/// Writers of one document, more when the server speaks more protocols.
const WRITERS: usize = 3;

/// Acknowledgements, other people's edits and what is read back from storage
/// count as not there when they take longer.
const SETTLED_WITHIN: Duration = Duration::from_secs(3);

/// One writer's part in a round, fixed before it starts.
struct Part {
    document: String,
    protocol: Protocol,
    prefix: String,
    /// A visitor leaves before the kill, so that its document may fall idle.
    stays: Duration,
    visits: bool,
}

/// What a writer left behind.
struct Account {
    document: String,
    prefix: String,
    sent: u64,
    acknowledged: u64,
    /// Edits of others that it had.
    heard: BTreeSet<String>,
    latencies: Histogram<u64>,
}

/// A writer at the end of its typing.
enum Typed {
    /// It has left already.
    Gone(Account),
    /// It is there, unless the server is gone.
    Here(Part, Peer),
}

/// Everything that a round draws from chance.
pub(super) struct Round {
    /// Begins the names of its edits.
    pub(super) prefix: String,
    /// When the typing ends, from the first keystroke.
    typing: Duration,
    /// Between the last goodbye and the kill, when everybody leaves.
    pause: Duration,
    kill: Kill,
    parts: Vec<Part>,
}

impl Round {
    /// Draws a round: three documents, each with writers of every protocol; the
    /// writers of the last document leave early.
    pub(super) fn draw(
        number: u32,
        documents: &[String],
        (protocols, kill): (&[Protocol], Kill),
        dice: &mut StdRng,
    ) -> Self {
        let typing = Duration::from_millis(dice.random_range(200..1500));
        let pause = Duration::from_millis(dice.random_range(0..1500));
        let chosen: Vec<_> = documents.choose_multiple(dice, ACTIVE_DOCUMENTS).collect();
        let last = chosen.len().saturating_sub(1);
        let mut parts = Vec::new();
        for (place, document) in chosen.into_iter().enumerate() {
            let visits = kill == Kill::WhileTyping && place == last;
            let stays = match kill {
                Kill::WhenEverybodyHasGone => typing,
                Kill::WhileTyping if visits => typing / 3,
                // The kill ends it.
                Kill::WhileTyping => typing * 2,
            };
            for protocol in protocols.iter().cycle().take(protocols.len().max(WRITERS)) {
                parts.push(Part {
                    document: document.clone(),
                    protocol: *protocol,
                    prefix: format!("{number}.{}", parts.len()),
                    stays,
                    visits,
                });
            }
        }
        Self { prefix: format!("{number}."), typing, pause, kill, parts }
    }

    /// Types at `rate` edits a second in all, kills the server, and enters into
    /// the books what was acknowledged and seen until then. Returns how long
    /// acknowledgements took.
    pub(super) async fn run(
        self,
        target: &mut RunningTarget,
        rate: u32,
        books: &mut BTreeMap<String, Books>,
        before_kill: &mut impl AsyncFnMut(&RunningTarget) -> Result<()>,
    ) -> Result<Vec<Histogram<u64>>> {
        let mut peers = Vec::new();
        for part in self.parts {
            let peer = connect(target, part.protocol, &part.document).await?;
            peers.push((part, peer));
        }
        // Visitors come on top, so that the rate holds until the kill.
        let staying = peers.iter().filter(|(part, _)| !part.visits).count();
        let staying = u32::try_from(staying)?;
        let start = Instant::now();
        let pace = Pace::shared(rate, staying, self.typing);
        let writers = (0..).zip(peers).map(|(place, (part, peer))| {
            let pace = pace.of(place, staying).lasting(part.stays);
            tokio::spawn(write(part, peer, pace))
        });
        let writers: Vec<_> = writers.collect();
        let mut typed = Vec::new();
        if self.kill == Kill::WhileTyping {
            tokio::time::sleep_until(start + self.typing).await;
            before_kill(target).await?;
            target.kill9()?;
            for writer in writers {
                typed.push(writer.await?);
            }
        } else {
            for writer in writers {
                typed.push(writer.await?);
            }
            typed = everybody_leaves(typed, &self.prefix).await;
            tokio::time::sleep(self.pause).await;
            before_kill(target).await?;
            target.kill9()?;
        }
        let accounts = typed.into_iter().map(|typed| match typed {
            Typed::Gone(account) => account,
            Typed::Here(part, peer) => Account::of(&part, &peer),
        });
        let mut latencies = Vec::new();
        let accounts: Vec<_> = accounts.collect();
        for account in &accounts {
            let books = books.entry(account.document.clone()).or_default();
            books.note(&account.prefix, account.sent, account.acknowledged);
        }
        for account in accounts {
            books.entry(account.document).or_default().note_seen(&account.heard);
            latencies.push(account.latencies);
        }
        Ok(latencies)
    }
}

impl Account {
    fn of(part: &Part, peer: &Peer) -> Self {
        let own = format!("{}.", part.prefix);
        let names = Found::read(peer).names;
        Self {
            document: part.document.clone(),
            prefix: part.prefix.clone(),
            sent: peer.sent(),
            acknowledged: peer.acknowledged(),
            heard: names.into_iter().filter(|name| !name.starts_with(&own)).collect(),
            latencies: peer.latencies(),
        }
    }
}

async fn connect(target: &RunningTarget, protocol: Protocol, document: &str) -> Result<Peer> {
    let shown = || format!("{protocol} {document}");
    let address = target.open(protocol, document).await?;
    let peer = Peer::connect(address.target(protocol, document).await?).await;
    let peer = peer.with_context(shown)?;
    peer.synced().await.with_context(shown)?;
    Ok(peer)
}

/// Types until it is time to leave or the server is gone.
async fn write(part: Part, peer: Peer, pace: Pace) -> Typed {
    type_on(&peer, &part.prefix, pace).await;
    if !part.visits || peer.closed().is_some() {
        return Typed::Here(part, peer);
    }
    // A visitor: all it typed is saved before it goes, unless the kill comes first.
    acknowledged(&peer).await;
    leave(part, peer).await
}

/// Waits for the acknowledgements of a server that gives any; what does not
/// come in time is not acknowledged.
async fn acknowledged(peer: &Peer) {
    if peer.is_acknowledged() {
        let _ = peer.wait_acknowledged(peer.sent(), SETTLED_WITHIN).await;
    }
}

async fn leave(part: Part, peer: Peer) -> Typed {
    let account = Account::of(&part, &peer);
    // The server may be killed meanwhile.
    let _ = peer.close().await;
    Typed::Gone(account)
}

/// Waits until everything is acknowledged and everybody has everything of this
/// round, then all say goodbye.
async fn everybody_leaves(typed: Vec<Typed>, round: &str) -> Vec<Typed> {
    let mut sent: BTreeMap<String, u64> = BTreeMap::new();
    for typed in &typed {
        if let Typed::Here(part, peer) = typed {
            *sent.entry(part.document.clone()).or_default() += peer.sent();
        }
    }
    for typed in &typed {
        if let Typed::Here(part, peer) = typed {
            acknowledged(peer).await;
            let expected = sent.get(&part.document).copied().unwrap_or_default();
            let everything = |found: Found| {
                let names = found.names.iter().filter(|name| name.starts_with(round)).count();
                u64::try_from(names).is_ok_and(|names| names >= expected).then_some(())
            };
            let look = |txn: &yrs::Transaction<'_>| everything(Found::of(txn));
            // What does not come in time was not seen.
            let _ = peer.wait_read("everybody's edits", SETTLED_WITHIN, look).await;
        }
    }
    let mut gone = Vec::new();
    for typed in typed {
        gone.push(match typed {
            Typed::Here(part, peer) => leave(part, peer).await,
            gone => gone,
        });
    }
    gone
}

/// Opens every document with a fresh reader and compares it with the books.
/// Some servers answer before they have read their storage, and send the rest
/// later: what does not come within [`SETTLED_WITHIN`] is missing.
pub(super) async fn look(
    target: &RunningTarget,
    books: &mut BTreeMap<String, Books>,
    protocols: &[Protocol],
    dice: &mut StdRng,
) -> Result<Findings> {
    let mut readers = Vec::new();
    for document in books.keys() {
        let protocol = *protocols.choose(dice).context("no protocol to read with")?;
        readers.push(connect(target, protocol, document).await);
    }
    let deadline = Instant::now() + SETTLED_WITHIN;
    let mut findings = Findings::default();
    for ((document, books), reader) in books.iter_mut().zip(readers) {
        let found = match reader {
            Ok(reader) => read(reader, books, deadline).await,
            Err(error) => {
                findings.list(format!("{document} cannot be read: {error:#}"));
                Found::default()
            }
        };
        findings.add(books.check(document, &found));
    }
    Ok(findings)
}

/// What a reader has once it has everything, or at the deadline.
async fn read(reader: Peer, books: &Books, deadline: Instant) -> Found {
    let patience = deadline.saturating_duration_since(Instant::now());
    let look = |txn: &yrs::Transaction<'_>| books.is_complete(&Found::of(txn)).then_some(());
    // What is missing then is found by the check.
    let _ = reader.wait_read("whole document", patience, look).await;
    let found = Found::read(&reader);
    // It only looked.
    let _ = reader.close().await;
    found
}
