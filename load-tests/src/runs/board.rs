//! How long a board takes: its first page from the cache and from the database, a page of its list,
//! and a drop; beside people who edit documents.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, ensure};
use hdrhistogram::Histogram;
use rand::Rng;
use serde::Serialize;
use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::person::{Person, SETTINGS};
use super::typing::{Pace, type_on};
use crate::peer::{Peer, Protocol};
use crate::report::{Quantiles, Report, micros};
use crate::server::ServerProcess;

/// The list that is asked for beside the board.
const LIST: &str = "tasks?filter=is:open%20priority:%3E%3Dlow&sort=-priority";
/// The board.
const BOARD: &str = "projects/BRD/board";
/// Editors of one document.
const TOGETHER: u32 = 10;
/// Milliseconds below which 95 of 100 first pages are wanted, from the cache and from the database.
const WANTED_MS: (f64, f64) = (10.0, 40.0);

/// What to do.
#[derive(Clone, Debug)]
pub struct BoardPlan {
    /// The server's binary.
    pub server: PathBuf,
    /// Cards on the board.
    pub tasks: u32,
    /// Requests of each kind a second.
    pub rate: u32,
    /// How long.
    pub seconds: u32,
    /// People who edit documents meanwhile, once a second each.
    pub editors: u32,
}

/// What came out.
#[derive(Clone, Debug, Serialize)]
pub struct BoardReport {
    /// Cards on the board.
    pub tasks: u32,
    /// People who edited documents.
    pub editors: u32,
    /// From the request of the first page of the board to the last byte of the answer, where it was kept.
    pub kept: Quantiles,
    /// The same where it was read from the database.
    pub read: Quantiles,
    /// The same of a page of a filtered and sorted list.
    pub list: Quantiles,
    /// The same of a drop at a random place; it is on disk then.
    pub drop: Quantiles,
}

/// Fills a board by an import, and asks for it at an even pace.
pub async fn run(plan: BoardPlan) -> Result<BoardReport> {
    ensure!(plan.tasks > 0 && plan.rate > 0, "nothing to ask for");
    let folder = tempfile::tempdir()?;
    let server = ServerProcess::start(&plan.server, folder.path(), &SETTINGS)?;
    let (person, _) = Person::with_board(&server).await?;
    person.fill(plan.tasks, &["To do", "In progress", "Done"]).await?;
    let editing = editors(&server, &plan).await?;
    let mut pace = interval(Duration::from_secs(1) / plan.rate);
    pace.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut taken = Taken { kept: micros(), read: micros(), list: micros(), drop: micros() };
    for _ in 0..plan.rate * plan.seconds {
        pace.tick().await;
        taken.turn(&person, plan.tasks).await?;
    }
    for editor in editing {
        editor.abort();
    }
    Ok(BoardReport {
        tasks: plan.tasks,
        editors: plan.editors,
        kept: (&taken.kept).into(),
        read: (&taken.read).into(),
        list: (&taken.list).into(),
        drop: (&taken.drop).into(),
    })
}

/// How long everything took.
struct Taken {
    kept: Histogram<u64>,
    read: Histogram<u64>,
    list: Histogram<u64>,
    drop: Histogram<u64>,
}

impl Taken {
    /// A drop and a page of the list at once; then the board twice: the drop has made what was kept void.
    async fn turn(&mut self, person: &Person, tasks: u32) -> Result<()> {
        let (card, place) = {
            let mut dice = rand::rng();
            (dice.random_range(1..=tasks), dice.random_range(1..=tasks))
        };
        let to = json!({ "after": format!("BRD-{place}") });
        let (list, drop) = tokio::join!(
            person.timed(person.get(LIST), &self.list),
            person.timed(person.post(&format!("tasks/BRD-{card}/move"), &to), &self.drop),
        );
        self.list.record(list?.1)?;
        self.drop.record(drop?.1)?;
        for _ in 0..2 {
            let (answer, took) = person.timed(person.get(BOARD), &self.kept).await?;
            match answer.header("x-cache") {
                Some("hit") => self.kept.record(took)?,
                _ => self.read.record(took)?,
            }
        }
        Ok(())
    }
}

/// Lets people type, once a second each, ten in a document.
async fn editors(server: &ServerProcess, plan: &BoardPlan) -> Result<Vec<JoinHandle<()>>> {
    let token = server.token("*", "write")?;
    let mut editing = Vec::new();
    let pace = Pace::shared(plan.editors, plan.editors, Duration::from_secs(1) * plan.seconds);
    for editor in 0..plan.editors {
        let document = format!("board-{}", editor / TOGETHER);
        let target = server.target(Protocol::Hocuspocus, &document).with_token(&token);
        let peer = Peer::connect(target).await?;
        peer.synced().await?;
        let (pace, prefix) = (pace.of(editor, plan.editors), format!("editor-{editor}"));
        editing.push(tokio::spawn(async move {
            // Whether it stopped early shows in its own figures; here it is there to be in the way.
            let _ = type_on(&peer, &prefix, pace).await;
        }));
    }
    Ok(editing)
}

impl Report for BoardReport {
    fn lines(&self) -> Vec<String> {
        let Self { tasks, editors, kept, read, list, drop } = self;
        vec![
            format!("board of {tasks} cards beside {editors} editors, from the cache: {kept}"),
            format!("the same from the database: {read}"),
            format!("filtered and sorted list, a page: {list}"),
            format!("a drop, on disk: {drop}"),
        ]
    }

    fn kept(&self) -> bool {
        self.kept.p95_ms <= WANTED_MS.0 && self.read.p95_ms <= WANTED_MS.1
    }
}
