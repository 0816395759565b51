//! What the server says of itself: description, health, figures. See `HTTP` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;
mod problem;

use std::collections::{BTreeMap, BTreeSet};

use door::Door;
use problem::problem;
use renexus_actors::replica::Replica;
use renexus_load::Protocol;
use renexus_load::http::{Request, Response};
use serde_json::{Value, json};

/// Every address that is no websocket, and what it answers to an owner.
const ROUTES: [(&str, &str, u16); 22] = [
    ("GET", "/health/live", 200),
    ("GET", "/health/ready", 200),
    ("POST", "/api/documents", 201),
    ("GET", "/api/documents", 200),
    ("GET", "/api/documents/{id}", 200),
    ("PATCH", "/api/documents/{id}", 200),
    ("GET", "/api/documents/{id}/json", 200),
    ("GET", "/api/documents/{id}/html", 200),
    ("GET", "/api/documents/{id}/markdown", 200),
    ("GET", "/api/documents/{id}/text", 200),
    ("GET", "/api/documents/{id}/update", 200),
    ("GET", "/api/documents/{id}/state-vector", 200),
    ("POST", "/doc/new", 200),
    ("POST", "/doc/{id}/auth", 200),
    ("GET", "/d/{id}/as-update", 200),
    ("POST", "/d/{id}/update", 200),
    ("GET", "/ready", 200),
    ("POST", "/check_store", 200),
    ("GET", "/check_store", 200),
    ("POST", "/api/tokens", 201),
    ("DELETE", "/api/tokens/{id}", 204),
    ("DELETE", "/api/documents/{id}", 204),
];

/// Addresses for everybody.
const PUBLIC: [&str; 3] = ["/health/live", "/health/ready", "/ready"];

async fn description(door: &Door) -> Value {
    let answer = door.ask(Request::get("/api/openapi.json")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json().unwrap()
}

/// A request with a body that fits the address.
fn request(method: &str, path: &str, token: Option<&str>) -> Request {
    let request = Request::new(method, &path.replace("{id}", "notes"));
    let request = match token {
        Some(token) => request.bearer(token),
        None => request,
    };
    match (method, path) {
        ("PATCH", _) | (_, "/d/{id}/update") => {
            request.bytes(Replica::from_text("text", "hi").unwrap())
        }
        (_, "/api/tokens") => request.json(r#"{"subject":"ada"}"#),
        ("POST", _) => request.json("{}"),
        _ => request,
    }
}

/// SPEC HTTP-1
#[tokio::test]
async fn every_address_is_described_and_answers_as_described() {
    let door = Door::open();
    let described = description(&door).await;
    let mut found = BTreeMap::new();
    for (path, operations) in described["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            found.insert((method.to_uppercase(), path.clone()), operation.clone());
        }
    }
    let known: BTreeSet<_> =
        ROUTES.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    // What stands below /api/v1 has a test of its own.
    found.retain(|(_, path), _| !path.starts_with("/api/v1/"));
    assert_eq!(found.keys().cloned().collect::<BTreeSet<_>>(), known);
    let owner = door.token("*", "manage");
    let made = Request::post("/api/documents").bearer(&owner).json(r#"{"id":"notes"}"#);
    assert_eq!(door.ask(made).await.status, 201);
    for (method, path, status) in ROUTES {
        let operation = &found[&(method.to_owned(), path.to_owned())];
        assert!(operation["summary"].as_str().is_some_and(|words| !words.is_empty()), "{path}");
        if !PUBLIC.contains(&path) {
            problem(&door.ask(request(method, path, None)).await, 401, "unauthorized");
            let fresh = Some("nonsense");
            problem(&door.ask(request(method, path, fresh)).await, 401, "unauthorized");
        }
        let answer = door.ask(request(method, path, Some(&owner))).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text());
        let responses = operation["responses"].as_object().unwrap();
        let response = &responses[&status.to_string()];
        assert!(response.is_object(), "{method} {path}: {status} is not described");
        is_as_described(&answer, response, &described, &format!("{method} {path}"));
    }
}

/// The media type is described; every member that must be there is.
fn is_as_described(answer: &Response, response: &Value, described: &Value, route: &str) {
    let Some(content) = response["content"].as_object() else { return };
    let sent = answer.header("content-type").unwrap_or_default();
    let media = sent.split(';').next().unwrap_or_default();
    let body = content.get(media);
    let body = body.unwrap_or_else(|| panic!("{route}: {media} is not among {content:?}"));
    let Some(reference) = body["schema"]["$ref"].as_str() else { return };
    let schema = described.pointer(reference.trim_start_matches('#')).unwrap();
    let shown = answer.json().unwrap();
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(!shown[name.as_str().unwrap()].is_null(), "{route}: {name} is missing in {shown}");
    }
    for name in shown.as_object().unwrap().keys() {
        assert!(schema["properties"][name].is_object(), "{route}: {name} is not described");
    }
}

/// SPEC HTTP-1
#[tokio::test]
async fn there_is_a_page_to_read_the_description() {
    let door = Door::open();
    let page = door.ask(Request::get("/api/docs/")).await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").unwrap().starts_with("text/html"), "{:?}", page.headers);
    assert!(page.text().contains("swagger-ui"), "{}", page.text());
    let front = door.ask(Request::get("/")).await;
    assert_eq!(front.status, 200);
    // The plain page leads there; the web app, when it is built, stands in its place.
    let front = front.text();
    assert!(front.contains("/api/docs/") || front.contains("/_next/static/"), "{front}");
    let version = description(&door).await["info"]["version"].as_str().map(str::to_owned);
    assert_eq!(version.as_deref(), Some(env!("CARGO_PKG_VERSION")));
}

/// SPEC HTTP-2
#[tokio::test]
async fn what_is_not_there_is_a_problem_as_well() {
    let door = Door::open();
    for path in
        ["/nothing", "/api", "/api/documents/notes/pictures", "/collab/notes", "/favicon.ico"]
    {
        problem(&door.ask(Request::get(path)).await, 404, "no-route");
    }
    for (method, path) in
        [("PUT", "/api/documents"), ("DELETE", "/health/live"), ("POST", "/metrics")]
    {
        let answer = door.ask(Request::new(method, path)).await;
        assert!((400..500).contains(&answer.status), "{method} {path}: {}", answer.status);
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json"),
            "{method} {path}"
        );
    }
    // A websocket address that is asked for without an upgrade.
    let answer = door.ask(Request::get("/collab")).await;
    assert!((400..500).contains(&answer.status), "{}", answer.status);
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json"),
        "{}",
        answer.text()
    );
}

/// SPEC HTTP-11
#[tokio::test]
async fn a_server_lives_and_is_ready() {
    let door = Door::open();
    for (path, word) in [("/health/live", "live"), ("/health/ready", "ready")] {
        let answer = door.ask(Request::get(path)).await;
        assert_eq!((answer.status, answer.json().unwrap()), (200, json!({ "status": word })));
    }
}

/// SPEC HTTP-12
#[tokio::test]
async fn figures_have_clean_names_and_name_nobody() {
    let door = Door::open();
    let args = [
        "token",
        "--document",
        "*",
        "--level",
        "manage",
        "--subject",
        "subject-zebra",
        "--name",
        "Zebra",
    ];
    let owner = renexus_load::server::run(door::binary(), door.folder(), args).unwrap();
    for protocol in Protocol::ALL {
        let peer = door.peer(protocol, "document-zebra", &owner).await;
        peer.insert("x").unwrap();
        peer.all_acknowledged().await.unwrap();
    }
    for path in ["/api/documents/document-zebra", "/d/document-zebra/as-update", "/nothing-zebra"] {
        door.ask(Request::get(path).bearer(&owner)).await;
    }
    let answer = door.ask(Request::get("/metrics")).await;
    assert!(
        answer.header("content-type").unwrap().starts_with("text/plain"),
        "{:?}",
        answer.headers
    );
    let text = answer.text();
    assert!(!text.to_lowercase().contains("zebra"), "{text}");
    let mut kinds = BTreeMap::new();
    for line in text.lines() {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            kinds.insert(name, kind);
        }
    }
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let name = line.split(['{', ' ']).next().unwrap();
        let base = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
        let base = base.filter(|base| kinds.get(base) == Some(&"histogram")).unwrap_or(name);
        let kind = kinds.get(base).unwrap_or_else(|| panic!("{name} has no type"));
        assert!(text.contains(&format!("# HELP {base} ")), "{base} has no help");
        assert!(base.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{base}");
        assert_eq!(base.ends_with("_total"), *kind == "counter", "{base} is a {kind}");
        for label in labels(line) {
            let known = ["endpoint", "method", "status", "le", "class", "found"];
            assert!(known.contains(&label), "{label} in {line}");
        }
    }
    for name in [
        "renexus_connections",
        "renexus_documents_open",
        "renexus_updates_total",
        "renexus_deliveries_total",
        "renexus_journal_latency_seconds",
        "renexus_journal_batch_updates",
        "renexus_outlet_drops_total",
        "renexus_quarantines_total",
        "renexus_checkpoint_seconds",
        "renexus_database_statements_total",
        "renexus_kept_reads_total",
        "renexus_limited_requests_total",
        "renexus_http_requests_total",
        "renexus_http_requests_duration_seconds",
    ] {
        assert!(kinds.contains_key(name), "{name} is not among {:?}", kinds.keys());
    }
    let value =
        |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    assert_eq!(value("renexus_updates_total"), Some("3"));
    assert!(value("renexus_journal_latency_seconds_count") != Some("0"));
}

fn labels(line: &str) -> Vec<&str> {
    let Some((_, rest)) = line.split_once('{') else { return Vec::new() };
    let inside = rest.rsplit_once('}').unwrap().0;
    let names = inside.split("\",").map(|label| label.split_once('=').unwrap().0);
    names.collect()
}

/// SPEC HTTP-14
#[tokio::test]
async fn only_pages_of_allowed_origins_may_call() {
    let door = Door::with(&[("server.allowed_origins", "https://app.example.org")]);
    let preflight = |origin: &str| {
        Request::new("OPTIONS", "/api/documents")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type")
    };
    let allowed = "access-control-allow-origin";
    let answer = door.ask(preflight("https://app.example.org")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header(allowed), Some("https://app.example.org"));
    for origin in ["https://evil.example.org", "http://app.example.org", "null"] {
        let answer = door.ask(preflight(origin)).await;
        assert_eq!(answer.header(allowed), None, "{origin}");
        let answer = door.ask(Request::get("/health/live").header("origin", origin)).await;
        assert_eq!(answer.header(allowed), None, "{origin}");
    }
}
