//! A way that is bad for one node alone: a proxy stands on it.

use std::time::{Duration, Instant};

use renexus_load::http::Request;

use crate::Nodes;
use crate::door::proxy::{Proxy, Way};
use crate::door::{DEADLINE, Door, until};

/// Two nodes, and the proxy that stands between the second one and Redis.
fn one_of_two_behind_a_proxy() -> (Nodes, Proxy) {
    let mut nodes = Nodes::start(1, &[]);
    let (proxy, url) = Proxy::before(&nodes.redis.url());
    let mut settings = nodes.settings();
    settings.retain(|(name, _)| *name != "redis.url");
    settings.push(("redis.url", &url));
    let apart = Door::with(&settings);
    nodes.nodes.push(apart);
    (nodes, proxy)
}

/// SPEC NODE-10: both write while one of them is cut off from Redis, or hears nothing on a way
/// that looks open; each reads the other from the journal, and everything once the way is good.
#[tokio::test]
async fn a_node_that_alone_is_cut_off_from_redis_reads_and_is_read() {
    let (nodes, proxy) = one_of_two_behind_a_proxy();
    let (ada, bob) = (nodes.writer(0, "notes").await, nodes.writer(1, "notes").await);
    ada.insert("begin;").unwrap();
    bob.wait_text("begin;", DEADLINE).await.unwrap();
    let late = Way::Late(Duration::from_millis(50));
    for (round, way) in [Way::Cut, Way::Silent, Way::Throttled(2_000), late].into_iter().enumerate()
    {
        proxy.set(way);
        // Each waits until the other has it: nobody has anything more to say that could help.
        bob.insert(&format!("bob {round};")).unwrap();
        bob.all_acknowledged().await.unwrap();
        until("Ada reads Bob", async || ada.text() == bob.text()).await;
        ada.insert(&format!("ada {round};")).unwrap();
        ada.all_acknowledged().await.unwrap();
        until("Bob reads Ada", async || ada.text() == bob.text()).await;
        bob.insert("x").unwrap();
        proxy.set(Way::Open);
        let back = Instant::now();
        ada.insert("y").unwrap();
        ada.all_acknowledged().await.unwrap();
        bob.all_acknowledged().await.unwrap();
        until("both have all", async || ada.text() == bob.text()).await;
        println!("{way:?}: alike {} ms after the way was good", back.elapsed().as_millis());
    }
    let text = ada.text();
    for letter in ["x", "y"] {
        assert_eq!(text.matches(letter).count(), 4, "{text}");
    }
    assert_eq!(nodes.writer(0, "notes").await.text(), text);
}

/// SPEC NODE-10: a document that is deleted on the node that is cut off is gone on the other one.
#[tokio::test]
async fn what_a_node_deletes_that_is_cut_off_is_gone_for_all() {
    let (nodes, proxy) = one_of_two_behind_a_proxy();
    let ada = nodes.writer(0, "notes").await;
    ada.insert("something").unwrap();
    ada.all_acknowledged().await.unwrap();
    proxy.set(Way::Cut);
    let delete = Request::new("DELETE", "/api/documents/notes").bearer(&nodes.token());
    assert_eq!(nodes.nodes[1].ask(delete).await.status, 204);
    ada.wait_denied(DEADLINE).await.unwrap();
}
