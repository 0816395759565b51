//! What breaks between nodes, and what people see of it.

use std::time::Duration;

use crate::Nodes;
use crate::door::{DEADLINE, until};

/// SPEC NODE-9: what needs the database alone is refused while a node runs.
#[tokio::test]
async fn what_needs_the_database_alone_waits_until_no_node_runs() {
    let nodes = Nodes::start(1, &[]);
    let settings = nodes.settings();
    let folder = tempfile::tempdir().unwrap();
    let reindex = || crate::door::run(folder.path(), &["reindex"], &settings);
    let refused = reindex();
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("another server uses"), "{told}");
}

/// SPEC NODE-4: without Redis each node goes on by itself, slower across nodes; nothing is lost.
#[tokio::test]
async fn without_redis_everybody_goes_on() {
    let mut nodes = Nodes::start(2, &[]);
    let (ada, bob) = (nodes.writer(0, "notes").await, nodes.writer(1, "notes").await);
    ada.insert("before;").unwrap();
    bob.wait_text("before;", DEADLINE).await.unwrap();
    for _ in 0..3 {
        nodes.redis.kill9();
        ada.insert("a").unwrap();
        bob.insert("b").unwrap();
        ada.all_acknowledged().await.unwrap();
        bob.all_acknowledged().await.unwrap();
        // From the journal, while Redis stays away.
        until("both have both", async || ada.text() == bob.text()).await;
        nodes.redis.start_again();
        ada.insert("c").unwrap();
        bob.insert("d").unwrap();
        until("both have all", async || ada.text() == bob.text()).await;
        ada.all_acknowledged().await.unwrap();
        bob.all_acknowledged().await.unwrap();
    }
    let text = ada.text();
    let count = |letter: &str| text.matches(letter).count();
    // "before;" has a b of its own.
    assert_eq!([count("a"), count("b"), count("c"), count("d")], [3, 4, 3, 3], "{text}");
}

/// SPEC NODE-4: what could not be told is made up for when Redis takes it, also when nobody has
/// anything more to say.
#[tokio::test]
async fn what_nobody_was_told_is_found_though_nobody_goes_on() {
    let nodes = Nodes::start(2, &[]);
    let (ada, bob) = (nodes.writer(0, "notes").await, nodes.writer(1, "notes").await);
    // Everybody hears Redis, and nobody can say anything.
    assert_eq!(nodes.redis.says(&["acl", "setuser", "default", "-publish"]).trim(), "OK");
    ada.insert("untold;").unwrap();
    ada.all_acknowledged().await.unwrap();
    assert_eq!(nodes.redis.says(&["acl", "setuser", "default", "+publish"]).trim(), "OK");
    bob.wait_text("untold;", DEADLINE).await.unwrap();
}

/// SPEC NODE-5: a node that dies takes nothing along that anybody was told is saved, also not what
/// others have built on what it never saved.
#[tokio::test]
async fn a_node_that_dies_leaves_whole_documents() {
    let mut nodes = Nodes::start(2, &[]);
    let bob = nodes.writer(1, "notes").await;
    let mut acknowledged = Vec::new();
    for round in 0..5 {
        let ada = nodes.writer(0, "notes").await;
        for word in 0..40 {
            ada.insert(&format!("a{round}.{word};")).unwrap();
            bob.insert(&format!("b{round}.{word};")).unwrap();
            if word % 8 == 0 {
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        }
        // Whatever was told to be saved at this moment.
        nodes.nodes[0].server.kill9().unwrap();
        bob.all_acknowledged().await.unwrap();
        acknowledged.extend((0..40).map(|word| format!("b{round}.{word};")));
        nodes.kill9(0);
    }
    let late = nodes.writer(0, "notes").await;
    for word in &acknowledged {
        assert!(late.text().contains(word.as_str()), "{word} is missing");
    }
    // What the dead node saved and told nobody is found as well.
    until("both have the same", async || bob.text() == late.text()).await;
    nodes.kill9(0);
    nodes.kill9(1);
    assert_eq!(nodes.writer(0, "notes").await.text(), late.text());
}
