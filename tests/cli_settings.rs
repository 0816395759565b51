//! How settings reach the binary, and how wrong ones are refused. See `SET` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use door::forge;

/// Key, wrong value, and a part of what would be right.
const WRONG: [(&str, &str, &str); 25] = [
    ("database.statement_seconds", "0", "needs seconds above 0"),
    ("database.pause_seconds", "0", "needs seconds above 0"),
    ("database.waiting", "0", "needs at least 1"),
    ("server.listen", "localhost", "needs an IP address and a port"),
    ("server.listen", "127.0.0.1:99999", "needs an IP address and a port"),
    ("server.allowed_origins", "app.example.org", "needs a scheme"),
    ("server.connections", "0", "needs at least 1"),
    ("server.shutdown_seconds", "0", "needs seconds above 0"),
    ("server.shutdown_seconds", "-1", "needs seconds above 0"),
    ("server.drain_seconds", "86401", "needs seconds from 0 to 86400"),
    ("data.readers", "0", "needs at least 1"),
    ("auth.audience", "", "needs a word"),
    ("auth.token_seconds", "0", "needs at least 1"),
    ("session.keep_alive_seconds", "15", "needs less than 15"),
    ("session.silence_seconds", "10", "needs more than session.keep_alive_seconds"),
    ("session.outlet_bytes", "100", "needs at least 1024 bytes"),
    ("document.value_depth", "65", "needs at most 64"),
    ("versions.unnamed", "0", "needs at least 1 and at most 10000"),
    ("versions.kept_days", "3651", "needs at least 1 and at most 3650"),
    ("document.checkpoint_updates", "0", "needs at least 1"),
    ("document.idle_seconds", "0", "needs seconds above 0"),
    ("presence.state_bytes", "1", "needs at least 1024 bytes"),
    ("journal.attempts", "0", "needs at least 1"),
    ("journal.retry_seconds", "NaN", "needs seconds above 0"),
    ("log.level", "renexus=loud", "needs error, warn, info"),
];

fn check(folder: &Path, settings: &[(&str, &str)]) -> (bool, String) {
    let Output { status, stdout, stderr } = door::run(folder, &["config", "check"], settings);
    (status.success(), String::from_utf8([stdout, stderr].concat()).unwrap())
}

/// Checks a settings file.
fn check_file(text: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    fs::write(&file, text).unwrap();
    let command =
        Command::new(door::binary()).args(["config", "check", "--config"]).arg(&file).output();
    let output = command.unwrap();
    (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

/// SPEC CLI-6
#[test]
fn good_settings_are_fine() {
    let folder = tempfile::tempdir().unwrap();
    let (well, said) =
        check(folder.path(), &[("server.listen", "[::1]:0"), ("server.drain_seconds", "0")]);
    assert!(well && said.contains("fine"), "{said}");
    let whole =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("config.toml")).unwrap();
    let (well, said) = check_file(&whole);
    assert!(well, "{said}");
}

/// SPEC SET-3, CLI-6
#[test]
fn a_wrong_value_is_refused_with_key_value_and_what_would_be_right() {
    let folder = tempfile::tempdir().unwrap();
    for (key, value, right) in WRONG {
        let (well, said) = check(folder.path(), &[(key, value)]);
        assert!(!well, "{key} = {value}: {said}");
        assert!(
            said.contains(key) && said.contains(value) && said.contains(right),
            "{key} = {value}: {said}"
        );
    }
}

/// SPEC SET-3, ACC-17
#[test]
fn a_server_refuses_what_the_check_refuses() {
    let folder = tempfile::tempdir().unwrap();
    for (key, value, right) in WRONG.into_iter().filter(|(key, ..)| *key != "server.listen") {
        let said = door::refused_start(folder.path(), "127.0.0.1:0", &[(key, value)]);
        assert!(said.contains(key) && said.contains(right), "{key} = {value}: {said}");
    }
    let said = door::refused_start(folder.path(), "nowhere", &[]);
    assert!(said.contains("server.listen") && said.contains("nowhere"), "{said}");
    let said = door::refused_start(folder.path(), "0.0.0.0:0", &[("auth.anonymous", "write")]);
    assert!(said.contains("auth.anonymous") && said.contains("loopback"), "{said}");
    assert!(!folder.path().join("renexus.db").exists(), "nothing was begun");
}

/// SPEC SET-3
#[test]
fn every_wrong_value_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (_, said) = check(
        folder.path(),
        &[("data.readers", "0"), ("journal.attempts", "0"), ("auth.audience", "")],
    );
    for key in ["data.readers", "journal.attempts", "auth.audience"] {
        assert_eq!(said.matches(key).count(), 1, "{key}: {said}");
    }
}

/// SPEC SET-3: an address may hold a password.
#[test]
fn a_wrong_address_of_a_database_is_told_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let (well, said) = check(folder.path(), &[("database.url", "mysql://me:secret@db/x")]);
    assert!(!well && said.contains("database.url") && said.contains("postgres://"), "{said}");
    assert!(!said.contains("secret"), "{said}");
}

/// SPEC SET-3
#[test]
fn a_value_of_the_wrong_type_is_refused_by_its_key() {
    let folder = tempfile::tempdir().unwrap();
    for (key, value) in [
        ("server.connections", "many"),
        ("server.connections", "-5"),
        ("server.drain_seconds", "soon"),
        ("auth.create_on_open", "perhaps"),
        ("auth.anonymous", "everybody"),
        ("log.format", "xml"),
    ] {
        let (well, said) = check(folder.path(), &[(key, value)]);
        assert!(!well && said.contains(key) && said.contains(value), "{key} = {value}: {said}");
    }
    for (text, key) in [
        ("[server]\nconnections = \"many\"", "server.connections"),
        ("[document]\nidle_seconds = [1]", "document.idle_seconds"),
        ("[auth]\nanonymous = \"everybody\"", "auth.anonymous"),
    ] {
        let (well, said) = check_file(text);
        assert!(!well && said.contains(key), "{text}: {said}");
    }
}

/// SPEC SET-4
#[test]
fn an_unknown_key_is_refused_by_name() {
    for (text, named) in [
        ("[server]\ncolour = 1", "colour"),
        ("[servers]\nlisten = \"127.0.0.1:1\"", "servers"),
        ("listen = \"127.0.0.1:1\"", "listen"),
    ] {
        let (well, said) = check_file(text);
        assert!(!well && said.contains(named), "{text}: {said}");
    }
    let folder = tempfile::tempdir().unwrap();
    let (well, said) = check(folder.path(), &[("server.colour", "red")]);
    assert!(!well && said.contains("colour"), "{said}");
}

/// SPEC SET-3
#[test]
fn a_file_that_is_not_there_or_no_toml_is_refused_by_its_path() {
    let command = Command::new(door::binary())
        .args(["config", "check", "--config", "/nowhere/x.toml"])
        .output();
    let output = command.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("/nowhere/x.toml"), "{said}");
    let (well, said) = check_file("[server\nlisten");
    assert!(!well && said.contains("settings.toml"), "{said}");
}

/// SPEC SET-2
#[test]
fn the_environment_overrides_the_file_and_a_flag_overrides_both() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let file = path("settings.toml");
    let (filed, named) = (path("from-file"), path("from-environment"));
    fs::write(&file, format!("[data]\nfolder = {filed:?}\n[auth]\naudience = \"from-file\""))
        .unwrap();
    let mint = |env: &[(&str, &str)], extra: &[&str]| {
        let args = ["token", "--document", "*", "--level", "read", "--config", &file];
        let mut command = Command::new(door::binary());
        let output = command.args(args).args(extra).envs(env.iter().copied()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let token = String::from_utf8(output.stdout).unwrap();
        forge::read(token.trim_end()).1["aud"].as_str().unwrap().to_owned()
    };
    assert_eq!(mint(&[], &[]), "from-file");
    assert!(Path::new(&filed).join("keys").exists());
    let env = [
        ("RENEXUS__AUTH__AUDIENCE", "from-environment"),
        ("RENEXUS__DATA__FOLDER", named.as_str()),
    ];
    assert_eq!(mint(&env, &[]), "from-environment");
    assert!(Path::new(&named).join("keys").exists());
    let flagged = path("from-flag");
    mint(&env, &["--data", &flagged]);
    assert!(Path::new(&flagged).join("keys").exists());
    // `RENEXUS_CONFIG` stands for the flag.
    let mut command = Command::new(door::binary());
    command.args(["config", "check"]).env("RENEXUS_CONFIG", path("nowhere.toml"));
    let said = String::from_utf8(command.output().unwrap().stderr).unwrap();
    assert!(said.contains("nowhere.toml"), "{said}");
}

/// SPEC SET-2, CLI-1
#[test]
fn the_address_of_the_flag_counts() {
    // The helper starts the server with `--listen 127.0.0.1:0`.
    let door = door::Door::with(&[("server.listen", "127.0.0.1:1")]);
    assert_ne!(door.server.addr().port(), 1);
}

/// SPEC SET-2
#[test]
fn a_list_in_the_environment_is_parted_by_commas() {
    let folder = tempfile::tempdir().unwrap();
    let origins = "https://a.example.org,https://b.example.org";
    let (well, said) = check(folder.path(), &[("server.allowed_origins", origins)]);
    assert!(well, "{said}");
    let (well, said) =
        check(folder.path(), &[("server.allowed_origins", "https://a.example.org,b")]);
    assert!(!well && said.contains("server.allowed_origins = b"), "{said}");
}

/// SPEC SET-2
#[test]
fn proxies_are_addresses_and_networks() {
    let folder = tempfile::tempdir().unwrap();
    let given = |proxies: &str| check(folder.path(), &[("server.trusted_proxies", proxies)]);
    let (well, said) = given("10.0.0.2,172.16.0.0/12,::1,fd00::/8");
    assert!(well, "{said}");
    for wrong in ["10.0.0.0/33", "proxy.internal", "10.0.0"] {
        let (well, said) = given(&format!("10.0.0.2,{wrong}"));
        assert!(!well && said.contains(wrong), "{said}");
        assert!(said.contains("a network like 10.0.0.0/8"), "{said}");
    }
}
