//! PostgreSQL dies, has no room for more questions, or has a successor: what people see of it.

use std::time::Instant;

use renexus_load::http::{Request, Response};
use renexus_load::{Peer, Protocol};
use serde_json::json;

use crate::Nodes;
use crate::door::engine::{self, Held};
use crate::door::people::OPEN;
use crate::door::postgres::OwnPostgres;
use crate::door::{DEADLINE, until};

/// Documents turn read-only at once, and look again at once.
const IMPATIENT: [(&str, &str); 2] = [("journal.attempts", "1"), ("journal.retry_seconds", "0.1")];

fn sent_away(answer: &Response, kind: &str) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.header("retry-after").is_some(), "{}", answer.text());
    let told = answer.json().unwrap()["type"].as_str().unwrap().to_owned();
    assert_eq!(told, format!("/problems/{kind}"));
    assert!(!answer.text().contains("127.0.0.1"), "{}", answer.text());
}

async fn may(peer: &Peer, scope: &str) {
    until(scope, async || peer.scope().as_deref() == Some(scope)).await;
}

/// SPEC NODE-11, HTTP-11: sockets live on, what was typed before and while the database was away is saved,
/// and nothing is called saved before it is.
#[tokio::test]
async fn postgresql_is_killed_and_nothing_that_was_typed_is_lost() {
    let mut postgres = OwnPostgres::start(&[]);
    let url = postgres.url();
    let settings = [&[("database.url", url.as_str())], &IMPATIENT[..]].concat();
    let mut nodes = Nodes::start(2, &settings);
    let (ada, bob) = (nodes.writer(0, "notes").await, nodes.writer(1, "notes").await);
    let token = nodes.token();
    let bare = nodes.nodes[1].peer(Protocol::YWebsocket, "notes", &token).await;
    ada.insert("begin;").unwrap();
    ada.all_acknowledged().await.unwrap();
    bob.wait_text("begin;", DEADLINE).await.unwrap();
    postgres.kill9();
    ada.insert("early;").unwrap();
    may(&ada, "readonly").await;
    for (peer, word) in [(&ada, "ada late;"), (&bare, "bare late;"), (&bob, "bob late;")] {
        peer.insert(word).unwrap();
    }
    // Whoever reads goes on, whoever asks for something else is told to come back.
    let ask = async |path: &str| nodes.nodes[0].ask(Request::get(path).bearer(&token)).await;
    assert_eq!(ask("/api/documents/notes/text").await.status, 200);
    sent_away(&ask("/api/documents/other/text").await, "unavailable");
    let update = renexus_actors::replica::Replica::from_text("text", "refused").unwrap();
    let patch = Request::new("PATCH", "/api/documents/notes").bearer(&token).bytes(update);
    sent_away(&nodes.nodes[0].ask(patch).await, "read-only");
    let ready = ask("/health/ready").await;
    assert_eq!(ready.status, 503);
    let told = json!({ "status": "unready", "reason": "the database does not answer" });
    assert_eq!(ready.json().unwrap(), told, "no name of a host is told to whoever asks");
    assert_eq!((ada.acknowledged(), bob.acknowledged()), (1, 0), "nothing is saved");
    postgres.start_again();
    may(&ada, "read-write").await;
    let words = ["begin;", "early;", "ada late;", "bare late;", "bob late;"];
    let whole = |peer: &Peer| words.iter().all(|word| peer.text().matches(word).count() == 1);
    until("everybody has everything", async || [&ada, &bob, &bare].into_iter().all(whole)).await;
    // The first question after it was away is answered, too.
    let door = &nodes.nodes[0];
    let fresh = Request::get("/api/documents/notes/text").bearer(&token);
    assert_eq!(door.ask(fresh).await.status, 200);
    until("it is ready", async || door.ask(Request::get("/health/ready")).await.status == 200)
        .await;
    ada.insert("after;").unwrap();
    // The refused one stays refused; it came in with what was asked for.
    ada.wait_acknowledged(3, DEADLINE).await.unwrap();
    until("it is heard", async || bob.text() == ada.text()).await;
    let text = ada.text();
    drop((ada, bob, bare));
    nodes.kill9(0);
    nodes.kill9(1);
    assert_eq!(nodes.writer(0, "notes").await.text(), text);
}

/// SPEC NODE-12: who asks for more than the database can take is sent away for a moment; those
/// who sit in a document notice nothing, and are saved.
#[tokio::test]
async fn what_finds_no_room_in_the_database_is_sent_away_and_edits_are_saved() {
    let nodes = Nodes::start(1, &[OPEN, ("database.waiting", "4")]);
    let door = &nodes.nodes[0];
    let (human, ada) = (door.human("Ada").await, nodes.writer(0, "notes").await);
    let url = nodes.settings.iter().find(|(name, _)| *name == "database.url").unwrap().1.clone();
    let write = |number: usize| {
        let name = format!("studio-{number}");
        let body = json!({ "name": name, "slug": name }).to_string();
        Request::post("/api/v1/workspaces").bearer(&human.token).json(&body)
    };
    let read = |_| Request::get("/api/v1/me").bearer(&human.token);
    let writing: Vec<_> = (0..24).map(write).collect();
    let reading: Vec<_> = (0..40).map(read).collect();
    // It is nobody's turn to write; then nobody may read people.
    let turn = "SELECT pg_advisory_lock(x'72656e65787575'::bigint)";
    for (lock, requests, well) in [(turn, writing, 201), ("BEGIN; LOCK TABLE people", reading, 200)]
    {
        let held = Held::of(&url, lock);
        let asked = requests.into_iter().map(|request| door.ask(request));
        let meanwhile = async {
            for word in 0..20 {
                ada.insert(&format!("{word};")).unwrap();
                ada.all_acknowledged().await.unwrap();
            }
            drop(held);
        };
        let (answers, ()) = tokio::join!(futures_util::future::join_all(asked), meanwhile);
        let (done, shed): (Vec<_>, Vec<_>) = answers.iter().partition(|it| it.status == well);
        assert!(!done.is_empty() && !shed.is_empty(), "{} of {}", done.len(), answers.len());
        shed.into_iter().for_each(|answer| sent_away(answer, "unavailable"));
    }
    assert_eq!(nodes.writer(0, "notes").await.text(), ada.text());
}

/// SPEC NODE-13: the primary dies, its standby is promoted; nodes find it by themselves, nobody
/// is cut off, and what was acknowledged is there.
#[tokio::test]
async fn a_standby_takes_over_and_no_acknowledged_edit_is_lost() {
    let mut primary = OwnPostgres::start(&["wal_level=replica"]);
    let standby = primary.standby();
    primary.does("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
    primary.does("SELECT pg_reload_conf()");
    until("the standby has everything", async || {
        let sync = "SELECT 1 / count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
        engine::statement(&primary.url(), sync).is_ok()
    })
    .await;
    let hosts = format!("{},{}", primary.host(), standby.host());
    let url = format!("postgres://renexus@{hosts}/renexus?target_session_attrs=read-write");
    let mut nodes = Nodes::start(2, &[("database.url", &url)]);
    let (ada, bob) = (nodes.writer(0, "notes").await, nodes.writer(1, "notes").await);
    for word in 0..50 {
        ada.insert(&format!("a{word};")).unwrap();
        bob.insert(&format!("b{word};")).unwrap();
    }
    bob.all_acknowledged().await.unwrap();
    primary.kill9();
    let died = Instant::now();
    let saved = ada.acknowledged();
    ada.insert("meanwhile;").unwrap();
    standby.promote();
    // What was refused in between is no reason to wait: it comes in before what is typed after it.
    until("edits are saved again", async || {
        ada.insert("again;").unwrap();
        ada.acknowledged() > 50
    })
    .await;
    let took = died.elapsed();
    println!("saving again {} ms after the primary died", took.as_millis());
    assert!(took.as_secs() < 10, "{took:?}");
    until("both have the same", async || ada.text() == bob.text()).await;
    drop((ada, bob));
    nodes.kill9(0);
    nodes.kill9(1);
    let late = nodes.writer(0, "notes").await;
    let words = (0..saved).map(|word| format!("a{word};"));
    for word in words.chain((0..50).map(|word| format!("b{word};"))).chain(["meanwhile;".into()]) {
        assert!(late.text().contains(&word), "{word} is missing");
    }
}
