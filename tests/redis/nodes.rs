//! Two nodes of one server, at their front doors. See `REDIS` in docs/SPEC.md.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use renexus_load::Protocol;
use renexus_load::http::{Request, Response};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::door::people::{Human, OPEN};
use crate::door::{CUT_OFF, Door, engine, forge, until};
use crate::servers::{OwnServer, given};

/// Two nodes on one PostgreSQL and one Redis.
struct Pair {
    one: Door,
    other: Door,
    keys: TempDir,
}

impl Pair {
    fn open(redis: &str, more: &[(&str, &str)]) -> Self {
        let (database, keys) = (engine::fresh(), tempfile::tempdir().unwrap());
        let folder = keys.path().join("keys");
        let prefix = format!("test-{}:", uuid::Uuid::now_v7().simple());
        let mut settings = vec![
            OPEN,
            ("database.url", &*database),
            ("redis.url", redis),
            ("redis.prefix", &*prefix),
            ("auth.keys", folder.to_str().unwrap()),
        ];
        settings.extend_from_slice(more);
        // The first one makes the keys.
        let one = Door::with(&settings);
        let other = Door::with(&settings);
        Self { one, other, keys }
    }

    fn token(&self, level: &str) -> String {
        // The folder of a node has no keys: they are shared.
        let keys = self.keys.path().join("keys");
        let settings = [("auth.keys", keys.to_str().unwrap())];
        let arguments = ["token", "--level", level, "--document", "*"];
        let made = crate::door::run(self.one.folder(), &arguments, &settings);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).unwrap().trim().to_owned()
    }
}

async fn get(door: &Door, human: &Human, path: &str) -> Response {
    door.ask(Request::get(path).bearer(&human.token)).await
}

/// SPEC REDIS-6
#[tokio::test]
async fn who_logs_out_on_one_node_is_refused_on_the_other() {
    let pair = Pair::open(&given("RENEXUS_TEST_REDIS"), &[]);
    let ada = pair.one.human("Ada").await;
    assert_eq!(get(&pair.other, &ada, "/api/v1/me").await.status, 200);
    let out = pair.one.call(&ada, ("DELETE", "/api/v1/me/sessions"), &Value::Null).await;
    assert_eq!(out.0, 204, "{}", out.1);
    until("the other node has heard of it", async || {
        get(&pair.other, &ada, "/api/v1/me").await.status == 401
    })
    .await;
}

/// SPEC REDIS-6
#[tokio::test]
async fn a_token_taken_back_on_one_node_ends_sockets_on_the_other() {
    let mut redis = OwnServer::redis(&[]);
    let pair = Pair::open(&redis.url(), &[]);
    for with_redis in [true, false] {
        let (token, manager) = (pair.token("write"), pair.token("manage"));
        // Without Redis the database alone tells.
        let peer = pair.other.peer(Protocol::Hocuspocus, "notes", &token).await;
        if !with_redis {
            redis.kill9();
        }
        let path = format!("/api/tokens/{}", forge::id_of(&token));
        let answer = pair.one.ask(Request::new("DELETE", &path).bearer(&manager)).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        let (code, _) = peer.wait_closed(CUT_OFF).await.unwrap();
        assert_eq!(code, 4_401, "Redis is there: {with_redis}");
    }
}

/// SPEC REDIS-7
#[tokio::test]
async fn a_node_says_whether_it_has_redis() {
    let mut redis = OwnServer::redis(&[]);
    let pair = Pair::open(&redis.url(), &[]);
    for (up, figure) in [(true, "renexus_redis_up 1"), (false, "renexus_redis_up 0")] {
        if !up {
            redis.kill9();
        }
        until(figure, async || pair.one.metrics().await.contains(figure)).await;
        assert_eq!(pair.one.ask(Request::get("/health/ready")).await.status, 200, "it serves");
    }
}

/// SPEC REDIS-3
#[tokio::test]
async fn two_nodes_count_attempts_together() {
    let rates = [("rates.read_burst", "6"), ("rates.read_seconds", "600")];
    let pair = Pair::open(&given("RENEXUS_TEST_REDIS"), &rates);
    let ada = pair.one.human("Ada").await;
    for left in [5, 3, 1] {
        for (door, left) in [(&pair.one, left), (&pair.other, left - 1)] {
            let answer = get(door, &ada, "/api/v1/workspaces").await;
            assert_eq!(answer.header("ratelimit"), Some(&*format!("\"read\";r={left};t=600")));
        }
    }
    for door in [&pair.one, &pair.other] {
        let refused = get(door, &ada, "/api/v1/workspaces").await;
        assert_eq!(refused.status, 429);
        let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=101).contains(&wait), "{wait}");
    }
}

/// SPEC REDIS-4
#[tokio::test]
async fn what_changes_on_one_node_is_read_anew_on_the_other() {
    let pair = Pair::open(&given("RENEXUS_TEST_REDIS"), &[]);
    let ada = pair.one.human("Ada").await;
    let seen = async |door: &Door| {
        let answer = get(door, &ada, "/api/v1/workspaces").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let many = answer.json().unwrap()["items"].as_array().unwrap().len();
        (answer.header("x-cache").unwrap().to_owned(), many)
    };
    for round in 0..5 {
        // A change is answered when the other node would read it, too.
        assert_eq!(seen(&pair.other).await.1, round);
        pair.one.workspace(&ada, &format!("studio-{round}")).await;
    }
    assert_eq!(seen(&pair.other).await.1, 5);
    until("what one node read the other finds", async || {
        seen(&pair.one).await == ("hit".into(), 5) && seen(&pair.other).await == ("hit".into(), 5)
    })
    .await;
}

/// SPEC REDIS-5
#[tokio::test]
async fn two_nodes_carry_each_mail_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let taken: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
    let (listener, counted) = (Arc::new(listener), Arc::clone(&taken));
    tokio::spawn(async move {
        loop {
            let said = take_mail_from(&listener).await;
            let to = said.iter().find(|line| line.starts_with("RCPT TO")).cloned();
            *counted.lock().unwrap().entry(to.unwrap_or_default()).or_default() += 1;
        }
    });
    let pair = Pair::open(&given("RENEXUS_TEST_REDIS"), &[("mail.smtp_url", &url)]);
    let mut people = Vec::new();
    for number in 0..12 {
        let door = if number % 2 == 0 { &pair.one } else { &pair.other };
        let human = door.human(&format!("Person{number}")).await;
        let body = json!({ "email": human.email }).to_string();
        let asked = door.ask(Request::post("/api/v1/auth/forgot").json(&body)).await;
        assert_eq!(asked.status, 202, "{}", asked.text());
        people.push(human.email);
    }
    let recipient = |email: &String| format!("RCPT TO:<{email}>");
    until("everybody got mail", async || {
        let taken = taken.lock().unwrap();
        people.iter().all(|email| taken.contains_key(&recipient(email)))
    })
    .await;
    // The node that does it ends; the other one goes on, with what is new alone.
    let Pair { one, other, keys: _keys } = pair;
    let before: usize = taken.lock().unwrap().values().sum();
    drop(one.shut());
    let late = other.human("Late").await;
    let body = json!({ "email": late.email }).to_string();
    assert_eq!(other.ask(Request::post("/api/v1/auth/forgot").json(&body)).await.status, 202);
    until("the last one got mail", async || {
        taken.lock().unwrap().contains_key(&recipient(&late.email))
    })
    .await;
    let taken = taken.lock().unwrap();
    let many: usize = taken.values().sum();
    assert!(many > before && taken.values().all(|times| *times <= 2), "{taken:?}");
    let forgot = people.iter().chain([&late.email]).map(|email| taken.get(&recipient(email)));
    let verified = forgot.flatten().copied().collect::<Vec<_>>();
    assert!(
        verified.windows(2).all(|pair| pair[0] == pair[1]),
        "somebody got one twice: {taken:?}"
    );
}

/// A server for mail that takes its time: while one node carries, the other looks as well.
async fn take_mail_from(listener: &TcpListener) -> Vec<String> {
    let (stream, _) = listener.accept().await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    crate::door::post::take_mail_on(stream).await
}
