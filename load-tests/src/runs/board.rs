//! How long a board takes: its first page, a page of its list, and a drop.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use hdrhistogram::Histogram;
use rand::Rng;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::time::{MissedTickBehavior, interval};

use crate::http::{Request, Response};
use crate::report::{Quantiles, Report, micros};
use crate::server::ServerProcess;

/// Where the workspace is.
const WORKSPACE: &str = "/api/v1/workspaces/board";
/// The list that is asked for beside the board.
const LIST: &str = "tasks?filter=is:open%20priority:%3E%3Dlow&sort=-priority";

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
}

/// What came out.
#[derive(Clone, Debug, Serialize)]
pub struct BoardReport {
    /// Cards on the board.
    pub tasks: u32,
    /// From the request of the first page of the board to the last byte of the answer.
    pub board: Quantiles,
    /// The same of a page of a filtered and sorted list.
    pub list: Quantiles,
    /// The same of a drop at a random place; it is on disk then.
    pub drop: Quantiles,
    /// Milliseconds below which 95 of 100 first pages are.
    pub board_p95_ms: f64,
}

/// Fills a board by an import, and asks for it at an even pace.
pub async fn run(plan: BoardPlan) -> Result<BoardReport> {
    ensure!(plan.tasks > 0 && plan.rate > 0, "nothing to ask for");
    let folder = tempfile::tempdir()?;
    let open = [("RENEXUS__ACCOUNTS__REGISTRATION", "open")];
    let server = ServerProcess::start(&plan.server, folder.path(), &open)?;
    let client = Client::enter(&server).await?;
    client.fill(plan.tasks).await?;
    let mut pace = interval(Duration::from_secs(1) / plan.rate);
    pace.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let (mut board, mut list, mut drop) = (micros(), micros(), micros());
    for _ in 0..plan.rate * plan.seconds {
        pace.tick().await;
        let (card, place) = {
            let mut dice = rand::rng();
            (dice.random_range(1..=plan.tasks), dice.random_range(1..=plan.tasks))
        };
        let to = json!({ "after": format!("BRD-{place}") });
        let (first, second, third) = tokio::join!(
            client.timed(client.get("projects/BRD/board"), &board),
            client.timed(client.get(LIST), &list),
            client.timed(client.post(&format!("tasks/BRD-{card}/move"), &to), &drop),
        );
        board.record(first?)?;
        list.record(second?)?;
        drop.record(third?)?;
    }
    let board_p95_ms = Duration::from_micros(board.value_at_quantile(0.95)).as_secs_f64() * 1e3;
    Ok(BoardReport {
        tasks: plan.tasks,
        board: (&board).into(),
        list: (&list).into(),
        drop: (&drop).into(),
        board_p95_ms,
    })
}

/// A person who asks.
struct Client<'a> {
    server: &'a ServerProcess,
    token: String,
}

impl<'a> Client<'a> {
    /// Registers, and makes a workspace with a project.
    async fn enter(server: &'a ServerProcess) -> Result<Self> {
        let body = json!({
            "email": "ada@example.org", "name": "Ada", "password": "a password for figures",
        });
        let request = Request::post("/api/v1/auth/register").json(&body.to_string());
        let entered = good(request.send(server.addr()).await?)?;
        let token = entered.get("access_token").and_then(Value::as_str).context("no token")?;
        let client = Self { server, token: token.to_owned() };
        let body = json!({ "name": "Board", "slug": "board" }).to_string();
        let request = Request::post("/api/v1/workspaces").bearer(&client.token).json(&body);
        good(request.send(server.addr()).await?)?;
        let body = json!({ "key": "BRD", "name": "Board" });
        good(client.post("projects", &body).send(server.addr()).await?)?;
        Ok(client)
    }

    /// Brings the cards, a third of them into each of three columns.
    async fn fill(&self, tasks: u32) -> Result<()> {
        let columns = ["To do", "In progress", "Done"];
        let mut table = String::from("title,status,labels,priority,assignee\n");
        for (number, column) in (1..=tasks).zip(columns.iter().cycle()) {
            table.push_str(&format!("Card {number},{column},bug,low,ada@example.org\n"));
        }
        let path = format!("{WORKSPACE}/projects/BRD/import");
        let request = Request::post(&path).bearer(&self.token).bytes(table);
        good(request.send(self.server.addr()).await?)?;
        Ok(())
    }

    fn get(&self, path: &str) -> Request {
        Request::get(&format!("{WORKSPACE}/{path}")).bearer(&self.token)
    }

    fn post(&self, path: &str, body: &Value) -> Request {
        Request::post(&format!("{WORKSPACE}/{path}")).bearer(&self.token).json(&body.to_string())
    }

    /// How many microseconds an answer took, within what the histogram holds.
    async fn timed(&self, request: Request, histogram: &Histogram<u64>) -> Result<u64> {
        let begun = Instant::now();
        good(request.send(self.server.addr()).await?)?;
        let took = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        Ok(took.min(histogram.high()))
    }
}

fn good(answer: Response) -> Result<Value> {
    ensure!((200..300).contains(&answer.status), "{}: {}", answer.status, answer.text());
    answer.json()
}

impl Report for BoardReport {
    fn lines(&self) -> Vec<String> {
        vec![
            format!("board of {} cards, first page: {}", self.tasks, self.board),
            format!("95 of 100 first pages: below {:.2} ms", self.board_p95_ms),
            format!("filtered and sorted list, a page: {}", self.list),
            format!("a drop, on disk: {}", self.drop),
        ]
    }
}
