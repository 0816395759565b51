//! Documents that are open on several nodes.

use renexus_load::http::Request;
use serde_json::json;

use crate::Nodes;
use crate::door::{DEADLINE, until};

/// SPEC NODE-1: what is typed on one node is read on the other, and saved once for both.
#[tokio::test]
async fn people_on_two_nodes_write_one_document() {
    let nodes = Nodes::start(2, &[]);
    let (ada, bob) = (nodes.writer(0, "notes").await, nodes.writer(1, "notes").await);
    let mut text = String::new();
    for round in 0..20 {
        let (writer, reader) = if round % 2 == 0 { (&ada, &bob) } else { (&bob, &ada) };
        writer.insert(&format!("{round};")).unwrap();
        text = writer.text();
        reader.wait_text(&text, DEADLINE).await.unwrap();
    }
    ada.all_acknowledged().await.unwrap();
    bob.all_acknowledged().await.unwrap();
    // Who comes later, anywhere, finds the same.
    assert_eq!(nodes.writer(1, "notes").await.text(), text);
}

/// SPEC NODE-1: a node where nobody has a document open is sent nothing of it.
#[tokio::test]
async fn a_node_without_readers_of_a_document_hears_nothing_of_it() {
    let nodes = Nodes::start(3, &[("document.idle_seconds", "0.1")]);
    let (ada, bob) = (nodes.writer(0, "notes").await, nodes.writer(1, "notes").await);
    let hearing = || nodes.redis.says(&["PUBSUB", "NUMSUB", "renexus:document:notes"]);
    ada.insert("hello").unwrap();
    bob.wait_text("hello", DEADLINE).await.unwrap();
    assert_eq!(hearing().lines().last(), Some("2"));
    drop(bob);
    until("its last reader has left the second node", async || hearing().ends_with("1\n")).await;
}

/// SPEC NODE-1: both at once, and both are saved; the journal that all nodes write can be read.
#[tokio::test]
async fn people_on_two_nodes_write_at_once() {
    let mut nodes = Nodes::start(2, &[("document.checkpoint_updates", "50")]);
    let (ada, bob) = (nodes.writer(0, "notes").await, nodes.writer(1, "notes").await);
    for round in 0..300 {
        ada.insert(&format!("a{round};")).unwrap();
        bob.insert(&format!("b{round};")).unwrap();
        if round % 20 == 0 {
            ada.all_acknowledged().await.unwrap();
        }
    }
    ada.all_acknowledged().await.unwrap();
    bob.all_acknowledged().await.unwrap();
    let both = |text: &str| text.contains("a299;") && text.contains("b299;");
    until("both have everything", async || both(&ada.text()) && both(&bob.text())).await;
    let text = ada.text();
    assert_eq!(text, bob.text());
    for round in 0..300 {
        assert!(text.contains(&format!("a{round};")) && text.contains(&format!("b{round};")));
    }
    nodes.kill9(0);
    nodes.kill9(1);
    assert_eq!(nodes.writer(0, "notes").await.text(), text);
}

/// SPEC NODE-2: who is on the other node is seen, and seen to leave.
#[tokio::test]
async fn people_on_two_nodes_see_each_other() {
    let nodes = Nodes::start(2, &[]);
    let (ada, bob) = (nodes.writer(0, "notes").await, nodes.writer(1, "notes").await);
    ada.set_presence(json!({ "cursor": 3 }));
    let her = ada.client_id();
    bob.wait_presences("Ada", DEADLINE, |all| all.get(&her).is_some_and(|it| it["cursor"] == 3))
        .await
        .unwrap();
    // Who comes later sees her too.
    let eve = nodes.writer(1, "notes").await;
    eve.wait_presences("Ada", DEADLINE, |all| all.contains_key(&her)).await.unwrap();
    ada.close().await.unwrap();
    bob.wait_presences("nobody", DEADLINE, |all| !all.contains_key(&her)).await.unwrap();
}

/// SPEC NODE-3: a document that is deleted on one node is gone on all.
#[tokio::test]
async fn a_deleted_document_sends_everybody_away_on_every_node() {
    let nodes = Nodes::start(2, &[]);
    let bob = nodes.writer(1, "notes").await;
    bob.insert("something").unwrap();
    bob.all_acknowledged().await.unwrap();
    let delete = Request::new("DELETE", "/api/documents/notes").bearer(&nodes.token());
    assert_eq!(nodes.nodes[0].ask(delete).await.status, 204);
    bob.wait_denied(DEADLINE).await.unwrap();
}
