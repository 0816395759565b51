//! A cluster that loses a node, and one whose slots move.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use renexus::shared::{Heard, Redis};

use crate::connection::{heard, message, publish, subscribed};
use crate::servers::{DEADLINE, OwnServer, connected, free_port, settings};

/// Three nodes that share all slots, and serve theirs while others are gone.
struct Cluster {
    nodes: Vec<OwnServer>,
}

impl Cluster {
    fn start() -> Self {
        let node = |_| {
            let port = free_port().to_string();
            let options = [
                ["--cluster-enabled", "yes"],
                ["--cluster-port", &port],
                ["--cluster-node-timeout", "1000"],
                ["--cluster-require-full-coverage", "no"],
            ];
            (OwnServer::redis(&options.concat()), port)
        };
        let (nodes, ports): (Vec<_>, Vec<_>) = (0..3).map(node).unzip();
        let slots = [("0", "5461"), ("5462", "10922"), ("10923", "16383")];
        for (number, node) in nodes.iter().enumerate() {
            let (first, last) = slots[number];
            node.says(&["cluster", "addslotsrange", first, last]);
            node.says(&["cluster", "set-config-epoch", &(number + 1).to_string()]);
            let port = node.port.to_string();
            nodes[0].says(&["cluster", "meet", "127.0.0.1", &port, &ports[number]]);
        }
        let cluster = Self { nodes };
        cluster.until(|node| {
            let told = node.says(&["cluster", "info"]);
            told.contains("cluster_known_nodes:3") && told.contains("cluster_slots_ok:16384")
        });
        cluster
    }

    fn until(&self, ready: impl Fn(&OwnServer) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        while !self.nodes.iter().all(&ready) {
            assert!(Instant::now() < deadline, "the cluster is not ready");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn url(&self) -> String {
        let hosts = self.nodes.iter().map(|node| format!("127.0.0.1:{}", node.port));
        format!("redis+cluster://{}", hosts.collect::<Vec<_>>().join(","))
    }

    /// On which node a channel is.
    fn place(&self, redis: &Redis, channel: &str) -> usize {
        let slot = self.nodes[0].says(&["cluster", "keyslot", &redis.key(channel)]);
        let slot: usize = slot.trim().parse().unwrap();
        (slot / 5_462).min(2)
    }
}

/// SPEC REDIS-1
#[tokio::test]
async fn a_cluster_that_loses_a_node_goes_on_with_the_others() {
    let mut cluster = Cluster::start();
    let redis = connected(settings(&cluster.url())).await;
    let (subscriber, mut inbox) = redis.subscriber().unwrap();
    // A channel on each node.
    let names: Vec<String> = (0..3)
        .map(|node| {
            let name = (0..1_000).map(|number| format!("channel-{number}"));
            name.into_iter().find(|name| cluster.place(&redis, name) == node).unwrap()
        })
        .collect();
    for name in &names {
        subscriber.subscribe(name);
        assert_eq!(heard(&mut inbox).await, subscribed(name));
    }
    cluster.nodes[1].kill9();
    assert_eq!(heard(&mut inbox).await, Heard::Lost);
    let mut back = BTreeSet::new();
    while !(back.contains(&names[0]) && back.contains(&names[2])) {
        match heard(&mut inbox).await {
            Heard::Subscribed(name) => {
                back.insert(name);
            }
            other => assert_eq!(other, Heard::Lost),
        }
    }
    assert!(!back.contains(&names[1]), "its node is gone");
    for name in [&names[0], &names[2]] {
        publish(&redis, name, "still here").await;
        loop {
            match heard(&mut inbox).await {
                Heard::Subscribed(_) | Heard::Lost => {}
                other => break assert_eq!(other, message(name, "still here")),
            }
        }
        assert!(redis.is_there(), "two of three are there");
    }
    // It is never away as a whole, over several signs of life.
    let over = Instant::now() + Duration::from_millis(3_500);
    while Instant::now() < over {
        assert!(redis.is_there(), "two of three are there");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Its channel is heard again once it is back, without a word from us.
    cluster.nodes[1].start_again();
    while heard(&mut inbox).await != subscribed(&names[1]) {}
    publish(&redis, &names[1], "back").await;
    loop {
        match heard(&mut inbox).await {
            Heard::Subscribed(_) | Heard::Lost => {}
            other => break assert_eq!(other, message(&names[1], "back")),
        }
    }
}
