//! Many people on many nodes, while nodes and Redis die: a long run whose seed can be repeated.

use std::time::Duration;

use rand::Rng;
use rand::rngs::StdRng;
use renexus_load::Peer;
use yrs::{GetString, ReadTxn, StateVector, Text, WriteTxn};

use crate::Nodes;
use crate::chance::{dice, number, seed};
use crate::door::{DEADLINE, until};

/// The document of everybody.
const HERE: &str = "notes";
/// A text that is written and deleted in, beside the one that only grows.
const NOISE: &str = "noise";

/// Somebody who writes.
struct Editor {
    peer: Peer,
    node: usize,
    /// Which edit holds which word.
    words: Vec<(u64, String)>,
}

impl Editor {
    /// Words that the server said are saved.
    fn saved(&self) -> impl Iterator<Item = String> {
        let acknowledged = self.peer.acknowledged();
        let saved = self.words.iter().filter(move |(edit, _)| *edit <= acknowledged);
        saved.map(|(_, word)| word.clone())
    }

    fn edit(&mut self, word: String, dice: &mut StdRng) {
        let Ok(edit) = self.peer.insert(&word) else { return };
        self.words.push((edit, word));
        let (at, what) = (dice.random::<u32>(), dice.random_bool(0.4));
        // A connection that is gone is noticed by whoever kills the node.
        let _ = self.peer.apply_local(|txn| {
            let noise = txn.get_or_insert_text(NOISE);
            let length = noise.len(txn);
            match what && length > 4 {
                true => noise.remove_range(txn, at % (length - 3), 2),
                false => noise.insert(txn, at % (length + 1), "xyz"),
            }
        });
    }

    /// All that this editor knows.
    fn state(&self) -> Vec<u8> {
        self.peer.read(|txn| txn.encode_state_as_update_v1(&StateVector::default()))
    }
}

/// What stands in the text that is deleted in.
fn noise(peer: &Peer) -> String {
    peer.read(|txn| txn.get_text(NOISE).map(|text| text.get_string(txn)).unwrap_or_default())
}

async fn enter(nodes: &Nodes, node: usize) -> Editor {
    Editor { peer: nodes.writer(node, HERE).await, node, words: Vec::new() }
}

/// SPEC NODE-1, NODE-4, NODE-5: every copy ends alike, and no edit is missing that was acknowledged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_ends_alike_whatever_dies() {
    let mut dice = dice(seed());
    let (edits, kills) =
        (number("RENEXUS_EDITS").unwrap_or(1_500), number("RENEXUS_KILLS").unwrap_or(3));
    let outages: u32 = number("RENEXUS_OUTAGES").unwrap_or(2);
    let mut nodes = Nodes::start(3, &[("document.checkpoint_updates", "500")]);
    let mut editors = Vec::new();
    for number in 0..8 {
        editors.push(enter(&nodes, number % 3).await);
    }
    let mut saved: Vec<String> = Vec::new();
    let faults = kills + outages;
    for edit in 0..edits {
        let who = dice.random_range(0..editors.len());
        editors[who].edit(format!("{edit};"), &mut dice);
        if edit % 16 == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let due = (edit + 1) * faults / edits > edit * faults / edits;
        if !due {
            continue;
        }
        if dice.random_range(0..faults) < outages {
            nodes.redis.kill9();
            tokio::time::sleep(Duration::from_millis(dice.random_range(0..1_500))).await;
            nodes.redis.start_again();
            continue;
        }
        let node = dice.random_range(0..3);
        nodes.nodes[node].server.kill9().unwrap();
        let (lost, others): (Vec<_>, Vec<_>) = editors.drain(..).partition(|it| it.node == node);
        editors = others;
        nodes.kill9(node);
        for old in lost {
            saved.extend(old.saved());
            let mut new = enter(&nodes, dice.random_range(0..3)).await;
            // Half of them come back with what they know, like every Yjs client; half are gone.
            if dice.random_bool(0.5) {
                new.peer.apply_update(&old.state()).unwrap();
            }
            new.words.clear();
            editors.push(new);
        }
    }
    for editor in &editors {
        editor.peer.wait_acknowledged(editor.peer.sent(), 3 * DEADLINE).await.unwrap();
        saved.extend(editor.saved());
    }
    // What a node saved and told nobody before it died, a node that reads it tells.
    nodes.add();
    editors.push(enter(&nodes, 3).await);
    let alike = || {
        let (text, there) = (editors[0].peer.text(), noise(&editors[0].peer));
        editors.iter().all(|it| it.peer.text() == text && noise(&it.peer) == there)
    };
    until("every copy is alike", async || alike()).await;
    let first = &editors[0].peer;
    let (text, noise_there, vector) = (first.text(), noise(first), first.state_vector());
    // The store alone: everybody is gone, and every node is new.
    drop(editors);
    for node in 0..3 {
        nodes.kill9(node);
    }
    let late = nodes.writer(0, HERE).await;
    assert_eq!(late.text(), text);
    assert_eq!(late.state_vector().len(), vector.len());
    assert_eq!(noise(&late), noise_there);
    let words: std::collections::HashSet<&str> = text.split_inclusive(';').collect();
    let missing: Vec<_> = saved.iter().filter(|word| !words.contains(word.as_str())).collect();
    assert!(missing.is_empty(), "{} of {} acknowledged are missing", missing.len(), saved.len());
    println!(
        "{edits} edits, {kills} kills and {outages} outages; {} acknowledged, 0 missing",
        saved.len()
    );
}
