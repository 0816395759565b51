//! Nodes that are restarted one after the other under everybody's hands.

use renexus_load::scenario::Scenario;
use renexus_load::swarm::{self, RunOptions};
use renexus_load::target::TargetFile;

use crate::door::{self, engine};
use crate::servers::OwnServer;

/// SPEC LIFE-2, NODE-5: who sits on a node that ends comes back on another one and goes on; nothing
/// is lost, and every copy ends alike.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_are_restarted_in_turn_and_nothing_is_lost() {
    let redis = OwnServer::redis(&[]);
    let folder = tempfile::tempdir().unwrap();
    let mut target = TargetFile::named("renexus-nodes").unwrap();
    target.renexus = Some(door::binary().to_owned());
    target.env.insert("RENEXUS__DATABASE__URL".into(), engine::fresh());
    target.env.insert("RENEXUS__REDIS__URL".into(), redis.url());
    let changes = [("documents", "5"), ("clients", "4"), ("ramp_seconds", "1")];
    let phase = [("phase.0.rate", "5"), ("phase.0.seconds", "15")];
    let changes = changes.iter().chain(&phase).map(|(key, value)| ((*key).into(), (*value).into()));
    let scenario = Scenario::load_with(
        &renexus_load::scenario::shipped_folder().join("rolling-restart.toml"),
        &changes.collect::<Vec<_>>(),
    );
    let mut running = target.start(folder.path()).await.unwrap();
    let run = swarm::run(&scenario.unwrap(), &mut running, &RunOptions::default()).await.unwrap();
    let phase = &run.phases[0];
    assert!(phase.sent > 300, "{phase:?}");
    assert_eq!((phase.lost, run.convergence.different), (0, 0), "{:?}", run.convergence);
    // Both nodes ended: everybody was cut at least once, and came back.
    assert!(phase.reconnects >= 20 && run.resumed.count >= 20, "{phase:?}");
    running.stop().await.unwrap();
}
