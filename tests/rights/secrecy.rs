//! Tokens are for those who bear them, not for those who read logs.

use renexus_load::http::Request;
use renexus_load::{Peer, Protocol};

use crate::door::{DEADLINE, Door, forge};
use crate::fate;

/// SPEC ACC-18: neither good tokens nor refused ones, in no part.
#[tokio::test]
async fn no_token_appears_in_logs_or_metrics() {
    for level in ["debug", "trace"] {
        let door = Door::with(&[("log.level", level)]);
        let good = door.token_of("ada", "*", &[]);
        let expired =
            forge::own_key(&door.folder().join("keys")).sign(&forge::claims_but("exp", 1.into()));
        for protocol in Protocol::ALL {
            door.peer(protocol, "notes", &good).await.close().await.unwrap();
            if let Ok(refused) = Peer::connect(door.target(protocol, "notes", &expired)).await {
                fate(&refused).await;
            }
        }
        for token in [&good, &expired] {
            door.ask(Request::get("/api/documents").bearer(token)).await;
            door.ask(Request::get(&format!("/nothing/here?token={token}"))).await;
            door.ask(Request::post("/doc/notes/auth").bearer(token).json("{}")).await;
        }
        let metrics = door.metrics().await;
        let mut server = door.server;
        server.terminate().unwrap();
        server.wait(DEADLINE).unwrap();
        let logs = server.output().join("\n");
        assert!(logs.contains("/yjs/notes"), "the requests are not in the {level} log:\n{logs}");
        for part in good.split('.').chain(expired.split('.')).filter(|part| !is_header(part)) {
            assert!(!logs.contains(part), "a token is in the {level} log");
            assert!(!metrics.contains(part), "a token is in the metrics");
        }
    }
}

/// All tokens of a key begin with the same words, also the one that the server prints at its start.
fn is_header(part: &str) -> bool {
    part.starts_with("eyJ") && forge::read(&format!("{part}.e30.")).0.get("alg").is_some()
}
