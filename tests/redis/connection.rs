//! The connection: it works with every kind, and comes back by itself. See `REDIS` in docs/SPEC.md.

use std::time::Duration;

use bytes::Bytes;
use renexus::shared::{Heard, Inbox, Redis, RedisFailure};

use crate::servers::{DEADLINE, OwnServer, connected, every_kind, settings};

pub(crate) async fn heard(inbox: &mut Inbox) -> Heard {
    tokio::time::timeout(DEADLINE, inbox.next()).await.expect("something is heard")
}

pub(crate) fn subscribed(channel: &str) -> Heard {
    Heard::Subscribed(channel.into())
}

pub(crate) fn message(channel: &str, message: &'static str) -> Heard {
    Heard::Message { channel: channel.into(), message: Bytes::from_static(message.as_bytes()) }
}

/// Publishes until it works: the server may just have come back.
pub(crate) async fn publish(redis: &Redis, channel: &str, message: &str) {
    let told = async {
        while redis.publish(channel, message.as_bytes()).await.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(DEADLINE, told).await.expect("it can be published");
}

/// SPEC REDIS-1
#[tokio::test]
async fn every_kind_of_redis_answers_and_is_heard() {
    for (kind, url) in every_kind() {
        let settings = settings(&url);
        let (one, other) = (connected(settings.clone()).await, connected(settings).await);
        let (put, get) = (one.key("{k}:a"), other.key("{k}:a"));
        let () = one.ask(redis::cmd("SET").arg(&put).arg("1").arg("EX").arg(60)).await.unwrap();
        let found: String = other.ask_large(redis::cmd("GET").arg(&get)).await.unwrap();
        assert_eq!(found, "1", "{kind}");
        let script = redis::Script::new("return redis.call('INCR', KEYS[1])");
        for expected in [2, 3] {
            let counted: i64 = one.run(&script.key(&put)).await.unwrap();
            assert_eq!(counted, expected, "{kind}");
        }
        let (subscriber, mut inbox) = other.subscriber().unwrap();
        for channel in ["a", "b", "c", "d"] {
            subscriber.subscribe(channel);
            assert_eq!(heard(&mut inbox).await, subscribed(channel), "{kind}");
        }
        for channel in ["d", "a", "c"] {
            publish(&one, channel, "hello").await;
            assert_eq!(heard(&mut inbox).await, message(channel, "hello"), "{kind}");
        }
        // Who does not listen any more hears nothing; what is asked in between orders the two.
        subscriber.unsubscribe("a");
        subscriber.subscribe("e");
        assert_eq!(heard(&mut inbox).await, subscribed("e"), "{kind}");
        let mut unheard = false;
        while !unheard {
            let channel = one.key("a");
            let verb = if one.is_cluster() { "SPUBLISH" } else { "PUBLISH" };
            let hearers: i64 = one.ask(redis::cmd(verb).arg(channel).arg("quiet")).await.unwrap();
            unheard = hearers == 0;
        }
        println!("{kind}: answers, scripts, channels");
    }
}

/// SPEC REDIS-1
#[tokio::test]
async fn a_killed_redis_is_found_again_and_told_of() {
    let mut server = OwnServer::redis(&[]);
    let redis = connected(settings(&server.url())).await;
    let (subscriber, mut inbox) = redis.subscriber().unwrap();
    subscriber.subscribe("a");
    assert_eq!(heard(&mut inbox).await, subscribed("a"));
    for round in 0..3 {
        server.kill9();
        assert_eq!(heard(&mut inbox).await, Heard::Lost);
        // Both connections were cut; the other one notices at once, too.
        while redis.is_there() {
            tokio::task::yield_now().await;
        }
        let answer = redis.ask::<String>(&redis::cmd("PING")).await;
        assert!(matches!(answer, Err(RedisFailure::Away)), "{answer:?}");
        let large = redis.ask_large::<String>(&redis::cmd("PING")).await;
        assert!(matches!(large, Err(RedisFailure::Away)), "{large:?}");
        // What is wanted meanwhile is heard afterwards as well.
        let late = format!("late {round}");
        subscriber.subscribe(&late);
        server.start_again();
        let mut back = Vec::new();
        while !(back.contains(&subscribed("a")) && back.contains(&subscribed(&late))) {
            back.push(heard(&mut inbox).await);
        }
        publish(&redis, "a", "again").await;
        loop {
            match heard(&mut inbox).await {
                Heard::Subscribed(_) => {}
                other => break assert_eq!(other, message("a", "again")),
            }
        }
        let pong: String = redis.ask_large(&redis::cmd("PING")).await.unwrap();
        assert_eq!(pong, "PONG");
    }
}

/// A server that is there and says nothing is as good as gone. SPEC REDIS-1
#[tokio::test]
async fn a_redis_that_hangs_is_given_up_and_found_again() {
    let server = OwnServer::redis(&[]);
    let redis = connected(settings(&server.url())).await;
    let (subscriber, mut inbox) = redis.subscriber().unwrap();
    subscriber.subscribe("a");
    assert_eq!(heard(&mut inbox).await, subscribed("a"));
    server.signal("-STOP");
    let answer = redis.ask::<String>(&redis::cmd("PING")).await;
    assert!(answer.is_err(), "{answer:?}");
    assert_eq!(heard(&mut inbox).await, Heard::Lost);
    server.signal("-CONT");
    assert_eq!(heard(&mut inbox).await, subscribed("a"));
    assert!(redis.is_there_within(DEADLINE).await);
}

/// SPEC REDIS-2
#[tokio::test]
async fn messages_that_nobody_takes_are_dropped_and_told_of() {
    let (_, url) = &every_kind()[0];
    let redis = connected(settings(url)).await;
    let (subscriber, mut inbox) = redis.subscriber().unwrap();
    subscriber.subscribe("a");
    assert_eq!(heard(&mut inbox).await, subscribed("a"));
    let large = vec![b'x'; 300 << 10];
    for _ in 0..10 {
        redis.publish("a", &large).await.unwrap();
    }
    publish(&redis, "a", "last").await;
    let mut all = Vec::new();
    while all.last() != Some(&message("a", "last")) {
        all.push(heard(&mut inbox).await);
    }
    assert!(all.contains(&Heard::Missed), "nothing was missed of {} messages", all.len());
}

/// SPEC REDIS-1
#[tokio::test]
async fn sentinels_lead_to_the_next_server() {
    let mut first = OwnServer::redis(&[]);
    let second = OwnServer::redis(&["--replicaof", "127.0.0.1", &first.port.to_string()]);
    let sentinel = OwnServer::sentinel(first.port);
    let ready = || {
        second.says(&["info", "replication"]).contains("master_link_status:up")
            && sentinel.says(&["info", "sentinel"]).contains("slaves=1")
    };
    let deadline = std::time::Instant::now() + DEADLINE;
    while !ready() {
        assert!(std::time::Instant::now() < deadline, "the replica is not known");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let url = format!("redis+sentinel://127.0.0.1:{}/own", sentinel.port);
    let redis = connected(settings(&url)).await;
    let (subscriber, mut inbox) = redis.subscriber().unwrap();
    subscriber.subscribe("a");
    assert_eq!(heard(&mut inbox).await, subscribed("a"));
    first.kill9();
    assert_eq!(heard(&mut inbox).await, Heard::Lost);
    assert_eq!(heard(&mut inbox).await, subscribed("a"), "on the server that was the replica");
    publish(&redis, "a", "moved").await;
    assert_eq!(heard(&mut inbox).await, message("a", "moved"));
    assert!(second.says(&["role"]).starts_with("master"));
}
