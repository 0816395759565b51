//! Target files, and what is done with them.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use renexus_load::Protocol;
use renexus_load::report::Report;
use renexus_load::runs::durability::{self, DurabilityPlan, Kill};
use renexus_load::target::{TargetFile, shipped};

fn file(text: &str) -> TargetFile {
    TargetFile::parse("mine", Path::new("."), text).unwrap()
}

/// The relay as a target: the program under test is beside this one.
fn floor() -> TargetFile {
    let mut floor = TargetFile::named("floor").unwrap();
    *floor.start.first_mut().unwrap() = env!("CARGO_BIN_EXE_renexus-load").to_owned();
    floor
}

#[test]
fn every_shipped_target_is_read_and_says_what_it_promises() {
    let files = shipped().unwrap();
    let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
    let expected = ["floor", "hocuspocus", "renexus", "renexus-cluster", "y-sweet", "y-websocket"];
    for name in expected {
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
    for file in &files {
        assert!(file.durable.is_some(), "{}", file.name);
        assert!(file.install.is_some() || file.start.is_empty(), "{}", file.name);
        file.protocol(None).unwrap();
    }
}

#[test]
fn an_unknown_target_is_told_those_that_ship() {
    let error = format!("{:#}", TargetFile::named("hocus").unwrap_err());
    assert!(error.contains("no target `hocus`; there are floor, hocuspocus"), "{error}");
}

#[tokio::test]
async fn a_target_that_does_not_start_says_how_it_is_installed() {
    let address = "[protocols]\ny-websocket = \"ws://127.0.0.1:{port}/{document}\"";
    let head = "description = \"\"\ninstall = \"make it\"";
    let missing = file(&format!("{head}\nstart = [\"no-such-program\"]\n{address}"));
    let failing =
        file(&format!("{head}\nstart = [\"sh\", \"-c\", \"echo no room >&2; exit 3\"]\n{address}"));
    let data = tempfile::tempdir().unwrap();
    let error = missing.start(data.path()).await.unwrap_err().to_string();
    assert!(error.contains("cannot run no-such-program"), "{error}");
    assert!(error.ends_with("install it with: make it"), "{error}");
    let error = failing.start(data.path()).await.unwrap_err().to_string();
    assert!(error.contains("exit status: 3") && error.contains("make it"), "{error}");
}

#[tokio::test]
async fn addresses_carry_document_and_token() {
    let server = file(
        "description = \"\"\nport = 4711\ntoken = [\"echo\", \"for {document}\"]\n[protocols]\n\
         hocuspocus = \"ws://127.0.0.1:{port}/collab\"\n\
         y-websocket = \"ws://127.0.0.1:{port}/{document}?token={token}\"",
    );
    let data = tempfile::tempdir().unwrap();
    let server = server.start(data.path()).await.unwrap();
    let plain = server.open(Protocol::YWebsocket, "a/b").await.unwrap();
    assert_eq!(plain.url, "ws://127.0.0.1:4711/a%2Fb?token=for%20a%2Fb");
    assert_eq!(plain.token, None);
    let native = server.open(Protocol::Hocuspocus, "a/b").await.unwrap();
    assert_eq!(
        (native.url.as_str(), native.token.as_deref()),
        ("ws://127.0.0.1:4711/collab", Some("for a/b"))
    );
    let error = format!("{:#}", server.open(Protocol::YSweet, "a").await.unwrap_err());
    assert!(error.contains("mine does not speak y-sweet, but y-websocket, hocuspocus"), "{error}");
    let target = plain.target(Protocol::YWebsocket, "a/b").await.unwrap();
    assert_eq!(target.path(), "/a%2Fb?token=for%20a%2Fb");
    assert_eq!(target.addr.to_string(), "127.0.0.1:4711");
}

#[tokio::test]
async fn a_killed_target_comes_back_at_its_address() {
    let data = tempfile::tempdir().unwrap();
    let mut server = floor().start(data.path()).await.unwrap();
    let (port, pid) = (server.port(), server.pid());
    server.kill9().unwrap();
    assert_eq!(server.pid(), None);
    assert!(server.kill9().is_err(), "it is dead already");
    server.restart().await.unwrap();
    assert_eq!(server.port(), port);
    assert_ne!(server.pid(), pid);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn what_a_script_started_is_killed_with_it() {
    let mut floor = floor();
    let command =
        format!("{} floor --listen 127.0.0.1:{{port}}; true", env!("CARGO_BIN_EXE_renexus-load"));
    floor.start = vec!["sh".to_owned(), "-c".to_owned(), command];
    let data = tempfile::tempdir().unwrap();
    let mut server = floor.start(data.path()).await.unwrap();
    let addr = (std::net::Ipv4Addr::LOCALHOST, server.port().unwrap());
    server.kill9().unwrap();
    // The script is waited for; what it started dies by itself, at once.
    let gone = async {
        while std::net::TcpStream::connect(addr).is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), gone).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_forgets_is_found_out() {
    let seed = rand::random();
    println!("seed {seed}");
    let moments = [Kill::WhileTyping, Kill::WhenEverybodyHasGone];
    for kill in moments {
        let plan = DurabilityPlan { rounds: 1, rate: 200, seed, protocols: Vec::new(), kill };
        let report = durability::run(&floor(), &plan).await.unwrap();
        println!("{}", report.lines().join("\n"));
        assert!(report.seen > 0, "nothing was put to the test");
        assert_eq!(report.acknowledged, 0);
        assert_eq!(report.seen_missing, report.seen);
        assert!(!report.kept());
        if kill == Kill::WhenEverybodyHasGone {
            assert_eq!(report.seen, report.sent, "everybody had everything");
        }
    }
}
