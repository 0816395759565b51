//! A person of a workspace with a board, who asks over REST.

use std::net::SocketAddr;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use hdrhistogram::Histogram;
use serde_json::{Value, json};

use crate::http::{Request, Response};
use crate::server::ServerProcess;

/// Where the workspace is.
pub(super) const WORKSPACE: &str = "/api/v1/workspaces/board";
/// Settings under which everybody may register, and nobody is slowed down by rates.
pub(super) const SETTINGS: [(&str, &str); 4] = [
    ("RENEXUS__ACCOUNTS__REGISTRATION", "open"),
    ("RENEXUS__ACCOUNTS__ACCESS_SECONDS", "86400"),
    ("RENEXUS__RATES__READ_BURST", "0"),
    ("RENEXUS__RATES__WRITE_BURST", "0"),
];

/// Somebody who is logged in.
#[derive(Clone, Debug)]
pub(super) struct Person {
    addr: SocketAddr,
    pub(super) id: String,
    pub(super) token: String,
}

impl Person {
    /// Registers somebody.
    pub(super) async fn register(server: &ServerProcess, name: &str) -> Result<Self> {
        let email = format!("{}@example.org", name.to_lowercase());
        let body = json!({ "email": email, "name": name, "password": "a password for figures" });
        let request = Request::post("/api/v1/auth/register").json(&body.to_string());
        let entered = good(request.send(server.addr()).await?)?;
        let text = |pointer: &str| {
            let found = entered.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
            found.with_context(|| format!("no {pointer}"))
        };
        Ok(Self { addr: server.addr(), id: text("/person/id")?, token: text("/access_token")? })
    }

    /// Registers somebody with a workspace and a project `BRD` of theirs; returns the workspace's id as well.
    pub(super) async fn with_board(server: &ServerProcess) -> Result<(Self, String)> {
        let person = Self::register(server, "Ada").await?;
        let body = json!({ "name": "Board", "slug": "board" }).to_string();
        let request = Request::post("/api/v1/workspaces").bearer(&person.token).json(&body);
        let made = good(request.send(server.addr()).await?)?;
        let id = made.get("id").and_then(Value::as_str).context("no id")?.to_owned();
        person.done(person.post("projects", &json!({ "key": "BRD", "name": "Board" }))).await?;
        Ok((person, id))
    }

    /// Lets somebody else into the workspace.
    pub(super) async fn invite(&self, other: &Self, role: &str) -> Result<()> {
        let made = self.done(self.post("invitations", &json!({ "role": role }))).await?;
        let body = json!({ "secret": made.get("secret") }).to_string();
        let request = Request::post("/api/v1/invitations/accept").bearer(&other.token).json(&body);
        good(request.send(self.addr).await?)?;
        Ok(())
    }

    /// Brings cards, an equal share into each of the columns.
    pub(super) async fn fill(&self, tasks: u32, columns: &[&str]) -> Result<()> {
        let mut table = String::from("title,status,labels,priority,assignee\n");
        for (number, column) in (1..=tasks).zip(columns.iter().cycle()) {
            table.push_str(&format!("Card {number},{column},bug,low,ada@example.org\n"));
        }
        let path = format!("{WORKSPACE}/projects/BRD/import");
        self.done(Request::post(&path).bearer(&self.token).bytes(table)).await?;
        Ok(())
    }

    pub(super) fn get(&self, path: &str) -> Request {
        Request::get(&format!("{WORKSPACE}/{path}")).bearer(&self.token)
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Request {
        self.send("POST", path, body)
    }

    pub(super) fn send(&self, method: &str, path: &str, body: &Value) -> Request {
        let request = Request::new(method, &format!("{WORKSPACE}/{path}"));
        request.bearer(&self.token).json(&body.to_string())
    }

    /// Asks, and reads an answer that must be good.
    pub(super) async fn done(&self, request: Request) -> Result<Value> {
        good(request.send(self.addr).await?)
    }

    /// The same, with how many microseconds it took within what a histogram holds.
    pub(super) async fn timed(
        &self,
        request: Request,
        histogram: &Histogram<u64>,
    ) -> Result<(Response, u64)> {
        let begun = Instant::now();
        let answer = request.send(self.addr).await?;
        let took = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        ensure!((200..300).contains(&answer.status), "{}: {}", answer.status, answer.text());
        Ok((answer, took.min(histogram.high())))
    }
}

fn good(answer: Response) -> Result<Value> {
    ensure!((200..300).contains(&answer.status), "{}: {}", answer.status, answer.text());
    if answer.body.is_empty() { Ok(Value::Null) } else { answer.json() }
}
