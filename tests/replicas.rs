//! Reads on standbys. See `REPL` in docs/SPEC.md. `tools/services` starts the primary; each test starts a standby of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;
#[path = "replicas/standby.rs"]
mod standby;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use door::people::{Human, OPEN};
use door::{Door, engine, until};
use serde_json::{Value, json};
use standby::Standby;

const STUDIO: &str = "/api/v1/workspaces/studio";

/// A server with a standby, and somebody with a project.
struct Desk {
    door: Door,
    ada: Human,
}

impl Desk {
    async fn with(database: &str, replicas: &str, more: &[(&str, &str)]) -> Self {
        let settings = [OPEN, ("database.url", database), ("database.replicas", replicas)];
        let door = Door::with(&[&settings[..], more].concat());
        let ada = door.human("Ada").await;
        door.workspace(&ada, "studio").await;
        let desk = Self { door, ada };
        let project = json!({ "key": "REN", "name": "Renexus" });
        desk.call("POST", "/projects", &project, 201).await;
        desk
    }

    async fn call(&self, method: &str, path: &str, body: &Value, expected: u16) -> Value {
        let path = format!("{STUDIO}{path}");
        let (status, answer) = self.door.call(&self.ada, (method, &path), body).await;
        assert_eq!(status, expected, "{answer}");
        answer
    }

    /// Makes a task and looks for it at once.
    async fn writes_and_reads(&self, title: &str) {
        self.call("POST", "/tasks", &json!({ "project": "REN", "title": title }), 201).await;
        let counted = self.call("GET", "/tasks/groups?group=status", &Value::Null, 200).await;
        let found = self.call("GET", &format!("/search?q={title}"), &Value::Null, 200).await;
        assert!(found["items"].to_string().contains(title), "{title}: {found}, {counted}");
    }

    /// Reads that went to a standby, and those that were left to the primary.
    async fn reads(&self) -> (u64, u64) {
        let count = async |at: &str| {
            self.door.figure(&format!("renexus_replica_reads_total{{at=\"{at}\"}}")).await
        };
        (count("replica").await, count("primary").await)
    }
}

/// SPEC REPL-1
#[tokio::test]
async fn whoever_wrote_reads_it_on_the_standby_at_once() {
    let database = engine::fresh();
    let standby = Standby::of(&database);
    // A noisy machine may take its time; nothing here is about that.
    let desk =
        Desk::with(&database, &standby.url(), &[("database.replica_wait_seconds", "20")]).await;
    for round in 0..30 {
        desk.writes_and_reads(&format!("kestrel{round}")).await;
    }
    let (replica, primary) = desk.reads().await;
    assert!(replica >= 60 && primary == 0, "{replica} on the standby, {primary} on the primary");
}

/// SPEC REPL-2
#[tokio::test]
async fn a_standby_that_lags_or_is_away_is_left_alone() {
    let database = engine::fresh();
    let mut standby = Standby::of(&database);
    let desk =
        Desk::with(&database, &standby.url(), &[("database.replica_wait_seconds", "0.1")]).await;
    until("the standby is read", async || {
        desk.call("GET", "/tasks/groups?group=status", &Value::Null, 200).await;
        desk.reads().await.0 > 0
    })
    .await;
    engine::statement(&standby.url(), "SELECT pg_wal_replay_pause()").unwrap();
    let (_, before) = desk.reads().await;
    for round in 0..3 {
        desk.writes_and_reads(&format!("late{round}")).await;
    }
    assert!(desk.reads().await.1 > before, "what the standby lacks is read from the primary");
    engine::statement(&standby.url(), "SELECT pg_wal_replay_resume()").unwrap();
    standby.kill();
    for round in 0..3 {
        desk.writes_and_reads(&format!("away{round}")).await;
    }
    standby.start();
    let (before, _) = desk.reads().await;
    until("the standby is read again", async || {
        desk.call("GET", "/tasks/groups?group=status", &Value::Null, 200).await;
        desk.reads().await.0 > before
    })
    .await;
    desk.writes_and_reads("back").await;
}

/// SPEC REPL-3
#[tokio::test]
async fn the_doctor_tells_how_far_a_standby_is_behind() {
    let database = engine::fresh();
    let mut standby = Standby::of(&database);
    let (well, said) = doctor(&database, &standby.url());
    assert!(said.contains("ok     replica") && said.contains("caught up within"), "{said}");
    assert!(well || !said.contains("WRONG  replica"), "{said}");
    engine::statement(&standby.url(), "SELECT pg_wal_replay_pause()").unwrap();
    engine::statement(&database, "CREATE TABLE more AS SELECT generate_series(1, 10000)").unwrap();
    let (well, said) = doctor(&database, &standby.url());
    assert!(!well && said.contains("bytes behind after 2 s"), "{said}");
    standby.kill();
    let (well, said) = doctor(&database, &standby.url());
    assert!(!well && said.contains("is the standby running"), "{said}");
    let (well, said) = doctor(&database, &database);
    assert!(!well && said.contains("is no standby"), "{said}");
    assert!(!said.contains("postgres://"), "{said}");
}

fn doctor(database: &str, replica: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
    let settings = [("database.url", database), ("database.replicas", replica)];
    let output = door::run(folder.path(), &["doctor"], &settings);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.success(), said + &String::from_utf8_lossy(&output.stderr))
}
