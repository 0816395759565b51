//! A node that stands still, and goes on when nobody counts on it any more.

use std::time::Duration;

use rustix::process::Signal;

use crate::Nodes;
use crate::chance::number;
use crate::door::engine::{self, Held};
use crate::door::until;

/// A checkpoint stops here until a lock is free.
const STOP_THERE: &str = "
    CREATE FUNCTION stop_there() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NEW; END $$;
    CREATE TRIGGER stop_there BEFORE INSERT OR UPDATE ON checkpoints
    FOR EACH ROW EXECUTE FUNCTION stop_there()";

/// SPEC NODE-14: a node stands still in the middle of a checkpoint, with the locks that this
/// takes: the others go on after `database.pause_seconds`, and what it writes late counts for
/// nothing. `RENEXUS_PAUSE` says for how many seconds it stands still.
#[tokio::test]
async fn a_node_that_stands_still_in_a_checkpoint_holds_nobody_up_and_writes_nothing_late() {
    let settings = [("document.checkpoint_updates", "20"), ("database.pause_seconds", "1")];
    let mut nodes = Nodes::start(2, &settings);
    let url = nodes.settings[0].1.clone();
    let (ada, bob) = (nodes.writer(0, "notes").await, nodes.writer(1, "notes").await);
    ada.insert("begin;").unwrap();
    ada.all_acknowledged().await.unwrap();
    engine::statement(&url, STOP_THERE).unwrap();
    let held = Held::of(&url, "SELECT pg_advisory_lock(4711)");
    // Only this node makes enough of them.
    for word in 0..30 {
        ada.insert(&format!("a{word};")).unwrap();
    }
    let waits = "SELECT 1 / count(*) FROM pg_locks \
        WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted";
    until("a checkpoint is being written", async || engine::statement(&url, waits).is_ok()).await;
    let node = &nodes.nodes[0].server;
    node.signal(Signal::STOP).unwrap();
    // Its statement ends in the database; the node, which should commit, does not hear of it.
    drop(held);
    for word in 0..40 {
        bob.insert(&format!("b{word};")).unwrap();
    }
    bob.all_acknowledged().await.unwrap();
    let folded = "SELECT 1 / count(*) FROM checkpoints WHERE seq >= 20";
    until("the other node writes one", async || engine::statement(&url, folded).is_ok()).await;
    let pause = number::<u64>("RENEXUS_PAUSE").unwrap_or(1);
    tokio::time::sleep(Duration::from_secs(pause)).await;
    node.signal(Signal::CONT).unwrap();
    ada.all_acknowledged().await.unwrap();
    ada.insert("later;").unwrap();
    ada.all_acknowledged().await.unwrap();
    until("both have the same", async || ada.text() == bob.text()).await;
    engine::statement(&url, folded).unwrap();
    let text = ada.text();
    for word in (0..30).map(|it| format!("a{it};")).chain((0..40).map(|it| format!("b{it};"))) {
        assert_eq!(text.matches(&word).count(), 1, "{word} in {text}");
    }
    drop((ada, bob));
    nodes.kill9(0);
    nodes.kill9(1);
    assert_eq!(nodes.writer(0, "notes").await.text(), text);
}
