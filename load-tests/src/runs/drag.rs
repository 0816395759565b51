//! Two people drag cards on one board at once, and watch each other by websocket.
//!
//! Both end with the order that the server has. Then one person's rights change again and again,
//! and it is measured when their open socket hears of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use hdrhistogram::Histogram;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::line::Line;
use super::person::{Person, SETTINGS};
use super::progress;
use crate::http::Request;
use crate::report::{Quantiles, Report, micros};
use crate::server::ServerProcess;

/// The columns of the board.
const COLUMNS: [&str; 3] = ["To do", "In progress", "Done"];
/// Milliseconds below which 95 of 100 drops are wanted on the other screen.
const WANTED_MS: f64 = 50.0;
/// Milliseconds within which 99 of 100 changes of rights are wanted in force.
const WANTED_RIGHTS_MS: f64 = 250.0;
/// What is not heard within this time after the last drop is not heard at all.
const PATIENCE: Duration = Duration::from_secs(30);

/// What to do.
#[derive(Clone, Debug)]
pub struct DragPlan {
    /// The server's binary.
    pub server: PathBuf,
    /// Cards on the board; each is dragged once, half of them by each person.
    pub cards: u32,
    /// Changes of rights.
    pub changes: u32,
    /// Decides which card goes where.
    pub seed: u64,
}

/// What came out.
#[derive(Clone, Debug, Serialize)]
pub struct DragReport {
    /// Cards that were dragged.
    pub cards: u32,
    /// Whether both people and the server have one order.
    pub same_order: bool,
    /// From the drop to the other person's screen.
    pub seen: Quantiles,
    /// From the drop to its own answer.
    pub answered: Quantiles,
    /// From a change of rights to the open socket.
    pub rights: Quantiles,
}

/// When cards were dropped, by their ids.
type Drops = Arc<Mutex<BTreeMap<String, Instant>>>;
/// The cards of a board: column and rank by id.
type Board = BTreeMap<String, (String, String)>;

/// Drags all cards, compares, and changes rights.
pub async fn run(plan: DragPlan) -> Result<DragReport> {
    ensure!(plan.cards > 1, "two people need two cards");
    let folder = tempfile::tempdir()?;
    let server = ServerProcess::start(&plan.server, folder.path(), &SETTINGS)?;
    let (ada, workspace) = Person::with_board(&server).await?;
    let eve = Person::register(&server, "Eve").await?;
    ada.invite(&eve, "member").await?;
    ada.fill(plan.cards, &COLUMNS).await?;
    let (start, columns) = (board(&ada).await?, columns(&ada).await?);
    let channel = format!("workspace/{workspace}");
    let cards: Vec<_> = start.keys().cloned().collect();
    let (one, two) = cards.split_at(cards.len() / 2);
    let (of_ada, of_eve) = (Drops::default(), Drops::default());
    let screens = (
        Screen::open(&server, (&channel, &ada), (&start, &of_eve), cards.len()).await?,
        Screen::open(&server, (&channel, &eve), (&start, &of_ada), cards.len()).await?,
    );
    let bar = progress(plan.cards.into(), "cards");
    let hand = |person: &Person, own: &[String], drops: &Drops, seed| Hand {
        person: person.clone(),
        own: own.to_vec(),
        all: cards.clone(),
        columns: columns.clone(),
        drops: Arc::clone(drops),
        dice: StdRng::seed_from_u64(seed),
        bar: bar.clone(),
    };
    let left = hand(&ada, one, &of_ada, plan.seed);
    let right = hand(&eve, two, &of_eve, plan.seed.wrapping_add(1));
    let (first, second) = tokio::join!(left.drag(), right.drag());
    let (mut answered, other) = (first?, second?);
    answered.add(other)?;
    let (first, second) = (screens.0.await??, screens.1.await??);
    let truth = board(&ada).await?;
    let mut seen = first.1;
    seen.add(second.1)?;
    let rights = rights(&server, (&ada, &eve), &workspace, plan.changes).await?;
    Ok(DragReport {
        cards: plan.cards,
        same_order: order(&first.0) == order(&truth) && order(&second.0) == order(&truth),
        seen: (&seen).into(),
        answered: (&answered).into(),
        rights: (&rights).into(),
    })
}

/// The cards of each column from top to bottom.
fn order(board: &Board) -> Vec<(&String, &String, &String)> {
    let mut cards: Vec<_> = board.iter().map(|(id, (column, rank))| (column, rank, id)).collect();
    cards.sort();
    cards
}

async fn columns(person: &Person) -> Result<Vec<String>> {
    let told = person.done(person.get("projects/BRD/statuses")).await?;
    let all = told.get("items").unwrap_or(&told).as_array().cloned().unwrap_or_default();
    let named = all.iter().filter(|status| {
        status.get("name").and_then(Value::as_str).is_some_and(|name| COLUMNS.contains(&name))
    });
    named.map(|status| text(status, "/id")).collect()
}

async fn board(person: &Person) -> Result<Board> {
    let (mut board, mut after) = (Board::new(), String::new());
    loop {
        let path = format!("tasks?limit=200&sort=number{after}");
        let page = person.done(person.get(&path)).await?;
        for card in page.get("items").and_then(Value::as_array).into_iter().flatten() {
            place(&mut board, card)?;
        }
        let Some(next) = page.get("next").and_then(Value::as_str) else { return Ok(board) };
        after = format!("&after={next}");
    }
}

fn place(board: &mut Board, card: &Value) -> Result<String> {
    let id = text(card, "/id")?;
    board.insert(id.clone(), (text(card, "/status")?, text(card, "/rank")?));
    Ok(id)
}

fn text(value: &Value, pointer: &str) -> Result<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.map(str::to_owned).with_context(|| format!("no {pointer} in {value}"))
}

/// One person who drags.
struct Hand {
    person: Person,
    own: Vec<String>,
    all: Vec<String>,
    columns: Vec<String>,
    drops: Drops,
    dice: StdRng,
    bar: indicatif::ProgressBar,
}

impl Hand {
    /// Drags each of the cards once, one after the other; how long the answers took.
    async fn drag(mut self) -> Result<Histogram<u64>> {
        let mut answered = micros();
        for card in std::mem::take(&mut self.own) {
            let column = self.columns.get(self.dice.random_range(0..self.columns.len()));
            let near = self.all.get(self.dice.random_range(0..self.all.len()));
            let to = json!({ "status": column, "after": near.filter(|near| **near != card) });
            let path = format!("tasks/{card}/move");
            let dropped = (card.clone(), Instant::now());
            self.drops.lock().unwrap_or_else(PoisonError::into_inner).extend([dropped]);
            let (_, took) = self.person.timed(self.person.post(&path, &to), &answered).await?;
            answered.record(took)?;
            self.bar.inc(1);
        }
        Ok(answered)
    }
}

/// One person's screen: the board as the events tell it, and how late the other's drops came.
struct Screen;

impl Screen {
    /// Opens the channel, and watches until every card was moved.
    async fn open(
        server: &ServerProcess,
        (channel, person): (&str, &Person),
        (start, others): (&Board, &Drops),
        moves: usize,
    ) -> Result<tokio::task::JoinHandle<Result<(Board, Histogram<u64>)>>> {
        let mut line = Line::open(server, channel, &person.token).await?;
        let known = person.done(person.get("projects/BRD/board?limit=1")).await?;
        line.resume(known.get("seq").and_then(Value::as_i64).context("no seq")?).await?;
        let (mut board, others) = (start.clone(), Arc::clone(others));
        Ok(tokio::spawn(async move {
            let (mut seen, mut moved) = (micros(), 0);
            while moved < moves {
                let event = timeout(PATIENCE, line.told()).await.context("no event came")??;
                let heard = Instant::now();
                match event.get("type").and_then(Value::as_str) {
                    Some("task.moved") => {
                        let card = event.pointer("/data/task").context("no card")?;
                        let id = place(&mut board, card)?;
                        moved += 1;
                        let dropped = {
                            let drops = others.lock().unwrap_or_else(PoisonError::into_inner);
                            drops.get(&id).copied()
                        };
                        if let Some(dropped) = dropped {
                            let took = heard.duration_since(dropped).as_micros();
                            seen.record(u64::try_from(took)?.min(seen.high()))?;
                        }
                    }
                    Some("board.spread") => spread(&mut board, &event)?,
                    _ => {}
                }
            }
            Ok((board, seen))
        }))
    }
}

/// Other cards of a crowded spot have new ranks.
fn spread(board: &mut Board, event: &Value) -> Result<()> {
    let ranks = event.pointer("/data/ranks").and_then(Value::as_array).context("no ranks")?;
    for card in ranks {
        if let Some(place) = board.get_mut(&text(card, "/task")?) {
            place.1 = text(card, "/rank")?;
        }
    }
    Ok(())
}

/// Changes the level of a person in a document, and waits until their socket hears of it.
async fn rights(
    server: &ServerProcess,
    (owner, other): (&Person, &Person),
    workspace: &str,
    changes: u32,
) -> Result<Histogram<u64>> {
    let body = json!({ "id": "rights", "workspace": workspace }).to_string();
    let token = server.token("*", "manage")?;
    let made = Request::post("/api/documents").bearer(&token).json(&body);
    let made = made.send(server.addr()).await?;
    ensure!(made.status == 201, "{}", made.text());
    let member = format!("members/{}", other.id);
    owner.done(owner.send("PATCH", &member, &json!({ "role": "guest" }))).await?;
    let path = format!("access/document/rights/person/{}", other.id);
    owner.done(owner.send("PUT", &path, &json!({ "level": "read" }))).await?;
    let mut line = Line::open(server, "rights", &other.token).await?;
    let mut heard = micros();
    for change in 0..changes {
        let (level, scope) =
            if change % 2 == 0 { ("write", "read-write") } else { ("read", "readonly") };
        let asked = Instant::now();
        let request = owner.send("PUT", &path, &json!({ "level": level }));
        let (done, told) = tokio::join!(owner.done(request), async {
            let told = line.granted().await?;
            Ok::<_, anyhow::Error>((told, asked.elapsed()))
        });
        done?;
        let (told, took) = told?;
        ensure!(told == scope, "{told} instead of {scope}");
        heard.record(u64::try_from(took.as_micros())?.min(heard.high()))?;
    }
    Ok(heard)
}

impl Report for DragReport {
    fn lines(&self) -> Vec<String> {
        let Self { cards, same_order, seen, answered, rights } = self;
        let order = if *same_order {
            "one order on both screens and the server"
        } else {
            "DIFFERENT ORDERS"
        };
        vec![
            format!("{cards} cards dragged by two people at once: {order}"),
            format!("from the drop to the other screen: {seen}"),
            format!("from the drop to its answer, on disk: {answered}"),
            format!("from a change of rights to the open socket: {rights}"),
        ]
    }

    fn kept(&self) -> bool {
        self.same_order && self.seen.p95_ms <= WANTED_MS && self.rights.p99_ms <= WANTED_RIGHTS_MS
    }
}
