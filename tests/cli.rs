//! The command line, beside and without a running server. See `CLI` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;
mod hand;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use door::{Door, forge, until};
use hand::Hand;
use renexus_load::http::Request;
use renexus_load::{Protocol, ServerProcess};
use serde_json::{Value, json};

/// Runs a command; whether it went well, what it said, and what it complained of.
fn run(folder: &Path, args: &[&str]) -> (bool, String, String) {
    let Output { status, stdout, stderr } = door::run(folder, args, &[]);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.success(), text(stdout), text(stderr))
}

fn token(folder: &Path, args: &[&str]) -> String {
    let args: Vec<_> = ["token"].iter().chain(args).copied().collect();
    let (well, said, complaint) = run(folder, &args);
    assert!(well, "{complaint}");
    assert_eq!(complaint, "");
    assert_eq!(said.lines().count(), 1, "a token and nothing else: {said}");
    said.trim_end().to_owned()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// SPEC CLI-2
#[tokio::test]
async fn token_prints_a_token_that_a_running_server_takes() {
    let door = Door::open();
    let folder = door.folder();
    let plain = token(folder, &["--document", "*", "--level", "write"]);
    let (header, claims) = forge::read(&plain);
    assert!(header["kid"].is_string() && claims["jti"].is_string(), "{header} {claims}");
    assert_eq!(claims["documents"], json!({ "*": "write" }));
    assert_eq!((&claims["aud"], &claims["sub"]), (&json!("renexus"), &json!("cli")));
    assert_eq!(lifetime(&claims), 3_600);
    let peer = door.peer(Protocol::YWebsocket, "notes", &plain).await;
    peer.insert("hello").unwrap();
    peer.all_acknowledged().await.unwrap();
    let rich =
        ["--document", "a", "--document", "b", "--workspace", "studio", "--level", "comment"];
    let person = ["--name", "Ada L.", "--subject", "ada", "--ttl", "90m"];
    let (_, claims) = forge::read(&token(folder, &[&rich[..], &person[..]].concat()));
    assert_eq!(claims["documents"], json!({ "a": "comment", "b": "comment" }));
    assert_eq!(claims["workspace"], json!({ "id": "studio", "level": "comment" }));
    assert_eq!((&claims["name"], &claims["sub"]), (&json!("Ada L."), &json!("ada")));
    assert_eq!(lifetime(&claims), 90 * 60);
    for (ttl, seconds) in [("1s", 1), ("2h", 7_200), ("366d", 366 * 86_400)] {
        let long = token(folder, &["--document", "a", "--level", "read", "--ttl", ttl]);
        assert_eq!(lifetime(&forge::read(&long).1), seconds);
    }
}

fn lifetime(claims: &Value) -> i64 {
    claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap()
}

/// SPEC CLI-2
#[test]
fn a_token_that_makes_no_sense_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let good = ["token", "--document", "notes", "--level", "read"];
    for ttl in ["", "1", "h", "0s", "1y", "1.5h", "367d", "9999999999999999999999d"] {
        let (well, said, complaint) = run(folder.path(), &[&good[..], &["--ttl", ttl]].concat());
        assert!(!well && said.is_empty(), "{ttl}: {said}");
        assert!(complaint.contains("--ttl"), "{ttl}: {complaint}");
    }
    for (args, named) in [
        (&["token", "--document", "notes"][..], "--level"),
        (&["token", "--document", "notes", "--level", "owner"][..], "owner"),
        (&["token", "--level", "read"][..], "--document"),
        (&["token", "--level", "read", "--document", "a\nb"][..], "control character"),
        (&["token", "--level", "read", "--document", ""][..], "empty"),
    ] {
        let (well, said, complaint) = run(folder.path(), args);
        assert!(!well && said.is_empty(), "{args:?}: {said}");
        assert!(complaint.contains(named), "{args:?}: {complaint}");
    }
}

/// SPEC LIFE-1, ACC-14
#[test]
fn a_start_makes_folder_database_and_keys_for_its_owner_alone() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("deep/data");
    let server = ServerProcess::start(door::binary(), &folder, &[]).unwrap();
    for made in [folder.clone(), door::keys(&folder)] {
        assert_eq!(mode(&made), 0o700, "{}", made.display());
    }
    let keys: Vec<_> = fs::read_dir(door::keys(&folder)).unwrap().map(Result::unwrap).collect();
    assert_eq!(keys.len(), 1);
    assert_eq!(mode(&keys[0].path()), 0o600);
    assert!(folder.join("renexus.db").exists());
    drop(server);
    // `renexus token` may come first.
    let folder = place.path().join("other");
    token(&folder, &["--document", "*", "--level", "read"]);
    assert_eq!((mode(&folder), mode(&door::keys(&folder))), (0o700, 0o700));
}

/// SPEC CLI-1
#[tokio::test]
async fn the_banner_holds_the_address_a_token_and_a_connection_for_each_client() {
    let door = Door::open();
    until("the whole banner", async || door.server.output().join("\n").contains("token --help"))
        .await;
    let banner = door.server.output();
    let address = door.server.addr();
    for part in [
        format!("listening on http://{address}"),
        door.folder().display().to_string(),
        format!("ws://{address}/yjs"),
        format!("ws://{address}/collab"),
        format!("http://{address}/doc/"),
        "WebsocketProvider".into(),
        "HocuspocusProvider".into(),
    ] {
        assert!(banner.iter().any(|line| line.contains(&part)), "{part} in {banner:?}");
    }
    let token = banner.iter().find_map(|line| line.trim().strip_prefix("token ")).unwrap().trim();
    for protocol in Protocol::ALL {
        let peer = door.peer(protocol, "hello", token).await;
        peer.insert("x").unwrap();
        peer.all_acknowledged().await.unwrap();
    }
    let list = Request::get("/api/documents").bearer(token);
    assert_eq!(door.ask(list).await.status, 200);
}

/// SPEC DMG-5, CLI-4
#[tokio::test]
async fn a_folder_belongs_to_one_server_at_a_time() {
    let door = Door::open();
    let said = door::refused_start(door.folder(), "127.0.0.1:0", &[]);
    assert!(said.contains("another renexus uses this data folder"), "{said}");
    assert!(said.contains(&door.folder().display().to_string()), "{said}");
    let (well, _, complaint) =
        run(door.folder(), &["import", "--document", "notes", "--format", "text"]);
    assert!(!well && complaint.contains("another renexus"), "{complaint}");
    let folder = door.shut();
    Door::on(folder, &[]);
}

/// SPEC CLI-3, CLI-4
#[tokio::test]
async fn a_document_goes_out_and_in_again() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = here.path().join("words.txt");
    fs::write(&file, "héllo\nworld ✓").unwrap();
    let file = file.to_str().unwrap();
    let import = ["import", "--document", "notes", "--format", "text", "--input", file];
    let (well, _, complaint) = run(here.path(), &import);
    assert!(well, "{complaint}");
    let export =
        |folder: &Path, format| run(folder, &["export", "--document", "notes", "--format", format]);
    assert_eq!(export(here.path(), "text").1, "héllo\nworld ✓");
    let json: Value = serde_json::from_str(&export(here.path(), "json").1).unwrap();
    assert_eq!(json, json!({ "text": "héllo\nworld ✓" }));
    let update = here.path().join("notes.yjs");
    let update = update.to_str().unwrap();
    assert!(run(here.path(), &["export", "--document", "notes", "--output", update]).0);
    for round in ["new", "known"] {
        let (well, said, complaint) =
            run(there.path(), &["import", "--document", "notes", "--input", update]);
        assert!(well, "{round}: {said} {complaint}");
    }
    assert_eq!(export(there.path(), "text").1, "héllo\nworld ✓");
    let written = here.path().join("plan.md");
    fs::write(&written, "# Plan\n\nSome **bold** words.\n").unwrap();
    let plan = ["import", "--document", "plan", "--format", "markdown", "--input"];
    let (well, _, complaint) =
        run(there.path(), &[&plan[..], &[written.to_str().unwrap()]].concat());
    assert!(well, "{complaint}");
    let plan = |format| run(there.path(), &["export", "--document", "plan", "--format", format]).1;
    assert_eq!(plan("markdown"), "# Plan\n\nSome **bold** words.\n");
    assert!(plan("html").contains("<p>Some <strong>bold</strong> words.</p>"));
    // Again into the document that has content, and where there is none.
    assert!(!run(there.path(), &import).0, "text goes into a new document only");
    assert!(!run(there.path(), &["export", "--document", "other"]).0);
    let door = Door::on(there, &[]);
    assert_eq!(door.text("notes").await, "héllo\nworld ✓");
    // A running server does not hold up an export.
    let peer = door.writer(Protocol::Hocuspocus, "notes").await;
    peer.insert("!").unwrap();
    peer.all_acknowledged().await.unwrap();
    assert_eq!(export(door.folder(), "text").1, "héllo\nworld ✓!");
}

/// SPEC CLI-4
#[test]
fn what_cannot_be_imported_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("garbage");
    fs::write(&file, [0xff; 30]).unwrap();
    let file = file.to_str().unwrap();
    for (args, named) in [
        (&["--input", file][..], "invalid"),
        (&["--format", "json", "--input", file][..], "JSON"),
        (&["--format", "html", "--input", file][..], "HTML"),
        (&["--format", "markdown", "--input", file][..], "utf-8"),
        (&["--format", "text", "--input", file][..], "utf-8"),
        (&["--input", "/nowhere/at/all"][..], "/nowhere/at/all"),
    ] {
        let args = [&["import", "--document", "notes"][..], args].concat();
        let (well, _, complaint) = run(folder.path(), &args);
        assert!(!well && complaint.contains(named), "{args:?}: {complaint}");
    }
    assert!(!run(folder.path(), &["import", "--document", "*", "--input", file]).0);
}

/// SPEC CLI-5
#[tokio::test]
async fn doctor_finds_a_healthy_folder_healthy_and_a_sick_one_sick() {
    let door = Door::open();
    for document in ["a", "b"] {
        let peer = door.writer(Protocol::YSweet, document).await;
        peer.insert("words").unwrap();
        peer.all_acknowledged().await.unwrap();
    }
    fs::set_permissions(door.folder(), fs::Permissions::from_mode(0o700)).unwrap();
    // Beside a running server, and without one.
    let (well, said, _) = run(door.folder(), &["doctor"]);
    assert!(well && said.contains("2 of 2 are sound") && said.contains("all is well"), "{said}");
    let folder = door.shut();
    let (well, said, _) = run(folder.path(), &["doctor"]);
    assert!(well && said.contains("2 of 2 are sound"), "{said}");
    let mut hand = Hand::in_folder(folder.path());
    let key = hand.key("b");
    let kept = "(document, reason, body, created_at) VALUES";
    hand.change(&format!(
        "INSERT INTO quarantine {kept} ({key}, 'it hurt', x'0102', '2026-01-01 00:00:00')"
    ));
    let (well, said, _) = run(folder.path(), &["doctor"]);
    assert!(well && said.contains("`b`: 2 bytes") && said.contains("it hurt"), "{said}");
    let key = fs::read_dir(door::keys(folder.path())).unwrap().next().unwrap().unwrap().path();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let (well, said, _) = run(folder.path(), &["doctor"]);
    assert!(!well && said.contains(key.to_str().unwrap()) && said.contains("644"), "{said}");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let Output { status, stdout, .. } =
        door::run(folder.path(), &["doctor"], &[("data.readers", "0")]);
    let said = String::from_utf8(stdout).unwrap();
    assert!(!status.success() && said.contains("data.readers"), "{said}");
}

/// SPEC CLI-7
#[test]
fn health_tells_whether_a_server_is_ready() {
    let mut door = Door::open();
    let health = |url: &str| {
        let output =
            std::process::Command::new(door::binary()).args(["health", "--url", url]).output();
        let output = output.unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    };
    let url = format!("http://{}", door.server.addr());
    let (well, said) = health(&url);
    assert!(well && said.contains("ready"), "{said}");
    door.server.kill9().unwrap();
    let (well, said) = health(&url);
    assert!(!well && said.contains("cannot reach"), "{said}");
    let (well, said) = health("127.0.0.1:8080");
    assert!(!well && said.contains("http://HOST:PORT"), "{said}");
}

/// SPEC LIFE-5
#[tokio::test]
async fn logs_are_one_json_object_a_line_unless_a_person_reads_them() {
    let told = async |settings: &[(&str, &str)]| {
        let door = Door::with(settings);
        let refused = door.connect(Protocol::YWebsocket, "notes", "nonsense").await.unwrap();
        refused.wait_closed(door::DEADLINE).await.unwrap();
        door.server.terminate().unwrap();
        let heard = async || door.server.output().iter().any(|line| line.contains("draining"));
        until("the drain is logged", heard).await;
        // What stands at the left edge is no banner.
        let mut lines = door.server.output();
        lines.retain(|line| !line.is_empty() && !line.starts_with(' '));
        lines
    };
    let lines = told(&[]).await;
    assert!(lines.iter().any(|line| line.contains("refused")), "{lines:?}");
    for line in lines {
        let object: Value =
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("not JSON: {line}"));
        for field in
            ["@timestamp", "log.level", "log.logger", "message", "ecs.version", "service.name"]
        {
            assert!(object[field].is_string(), "{field} in {line}");
        }
    }
    let lines = told(&[("log.format", "human")]).await;
    assert!(lines.iter().all(|line| !line.starts_with('{')), "{lines:?}");
}
