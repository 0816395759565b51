//! PostgreSQL keeps what SQLite keeps, and what is special about a server on a network.
//! `tools/services` starts the server that these need.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;

use std::sync::Arc;
use std::time::Duration;

use door::Door;
use door::people::OPEN;
use renexus::adapters::clock::SystemClock;
use renexus::adapters::store::DatabaseStore;
use renexus::db::{Database, DatabaseSettings, PostgresSettings};
use renexus_actors::ports::{Appended, DocumentStore, JournalEntry};
use renexus_actors::testing::store_contract;
use renexus_load::Protocol;
use renexus_load::http::Request;
use renexus_wire::id::DocumentId;

fn settings(url: String) -> DatabaseSettings {
    let postgres = PostgresSettings {
        url,
        authorities: std::path::PathBuf::new(),
        statement: Duration::from_secs(10),
        pause: std::time::Duration::from_secs(10),
    };
    DatabaseSettings { postgres: Some(postgres), readers: 2, ..DatabaseSettings::default() }
}

fn store() -> DatabaseStore {
    let database = Database::open(&settings(door::engine::fresh())).unwrap();
    DatabaseStore::new(database, Arc::new(SystemClock))
}

#[tokio::test]
async fn the_store_keeps_the_contract() {
    store_contract::run(&store()).await;
}

/// A server that is cut off in a commit may have made it. SPEC DUR-7
#[tokio::test]
async fn what_is_told_twice_is_kept_once() {
    let store = store();
    let document = store.create(DocumentId::parse("twice").unwrap(), None).await.unwrap();
    let document = Arc::new(document);
    let entry = JournalEntry {
        document: Arc::clone(&document),
        seq: 1,
        updates: vec!["a".into()],
        writers: Vec::new(),
    };
    let batch = Arc::new(vec![entry]);
    assert_eq!(store.append(Arc::clone(&batch)).await.unwrap(), Appended::default());
    assert_eq!(store.append(batch).await.unwrap(), Appended::default());
    assert_eq!(store.load(Arc::clone(&document)).await.unwrap().tail, [b"a".to_vec()]);
    let other = JournalEntry {
        document: Arc::clone(&document),
        seq: 1,
        updates: vec!["b".into()],
        writers: Vec::new(),
    };
    assert_eq!(store.append(Arc::new(vec![other])).await.unwrap().damaged, [document.key]);
}

/// SPEC NODE-8: the position decides, not the time.
#[tokio::test]
async fn a_late_checkpoint_changes_nothing_and_positions_are_given_by_the_store() {
    let url = door::engine::fresh();
    let node = || {
        let settings = DatabaseSettings { shared: true, ..settings(url.clone()) };
        DatabaseStore::new(Database::open(&settings).unwrap(), Arc::new(SystemClock))
    };
    let (one, two) = (node(), node());
    let document = one.create(DocumentId::parse("both").unwrap(), None).await.unwrap();
    let document = Arc::new(document);
    let entry = |text: &'static str| {
        let updates = vec![text.into()];
        Arc::new(vec![JournalEntry {
            document: Arc::clone(&document),
            seq: 1,
            updates,
            writers: Vec::new(),
        }])
    };
    // Both believe to be the first.
    assert_eq!(one.append(entry("a")).await.unwrap().reached[&document.key], 1);
    assert_eq!(two.append(entry("b")).await.unwrap().reached[&document.key], 2);
    assert_eq!(one.since(Arc::clone(&document), 1).await.unwrap().tail, [b"b".to_vec()]);
    two.checkpoint(Arc::clone(&document), 2, b"ab".to_vec()).await.unwrap();
    one.checkpoint(Arc::clone(&document), 1, b"a".to_vec()).await.unwrap();
    let stored = one.load(Arc::clone(&document)).await.unwrap();
    assert_eq!((stored.checkpoint, stored.head), (Some((2, b"ab".to_vec())), 2));
    // What was folded meanwhile comes as the whole state, what was not by itself.
    two.append(entry("c")).await.unwrap();
    let stored = one.since(Arc::clone(&document), 1).await.unwrap();
    assert_eq!((stored.checkpoint, stored.tail), (Some((2, b"ab".to_vec())), vec![b"c".to_vec()]));
    let stored = one.since(Arc::clone(&document), 2).await.unwrap();
    assert_eq!((stored.checkpoint, stored.tail), (None, vec![b"c".to_vec()]));
    let nothing = one.since(Arc::clone(&document), 3).await.unwrap();
    assert_eq!((nothing.checkpoint, nothing.tail, nothing.head), (None, Vec::new(), 3));
}

/// SPEC DUR-8
#[tokio::test]
async fn a_second_server_on_the_same_database_is_refused() {
    let url = door::engine::fresh();
    let _first = Door::with(&[("database.url", &url)]);
    let folder = tempfile::tempdir().unwrap();
    let told = door::refused_start(folder.path(), "127.0.0.1:0", &[("database.url", &url)]);
    assert!(told.contains("another server uses this database"), "{told}");
    assert!(!told.contains("renexus@"), "the address is told: {told}");
}

/// Every connection is cut again and again while somebody writes; what was acknowledged is there
/// afterwards. SPEC DUR-9
#[tokio::test]
async fn a_database_that_goes_and_comes_back_loses_nothing() {
    let url = door::engine::fresh();
    let door = Door::with(&[("database.url", &url)]);
    let peer = door.writer(Protocol::Hocuspocus, "cut").await;
    for round in 0..5 {
        cut(&url).await;
        peer.insert(&format!("{round};")).unwrap();
        peer.all_acknowledged().await.unwrap();
    }
    drop(peer);
    let again = door.writer(Protocol::YWebsocket, "cut").await;
    let text = again.text();
    for round in 0..5 {
        assert!(text.contains(&format!("{round};")), "{text}");
    }
    // People can log in again, too.
    cut(&url).await;
    door::until("the readers are back", async || {
        door.ask(Request::get("/health/ready")).await.status == 200
    })
    .await;
}

/// Two nodes append to one document at once, in a database whose default lets one of two such transactions fail.
///
/// SPEC DUR-12
#[tokio::test]
async fn nothing_has_to_begin_anew_for_the_sake_of_others() {
    let url = door::engine::fresh();
    let (_, name) = url.rsplit_once('/').unwrap();
    let strict =
        format!("ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'");
    door::engine::statement(&url, &strict).unwrap();
    let node = || {
        let settings = DatabaseSettings { shared: true, ..settings(url.clone()) };
        DatabaseStore::new(Database::open(&settings).unwrap(), Arc::new(SystemClock))
    };
    let (one, two) = (node(), node());
    let document = one.create(DocumentId::parse("both").unwrap(), None).await.unwrap();
    let document = Arc::new(document);
    let entry = |text: String| {
        let updates = vec![text.into()];
        Arc::new(vec![JournalEntry {
            document: Arc::clone(&document),
            seq: 1,
            updates,
            writers: Vec::new(),
        }])
    };
    for round in 0..100 {
        let both = (one.append(entry(format!("a{round}"))), two.append(entry(format!("b{round}"))));
        let (first, second) = tokio::join!(both.0, both.1);
        assert!(first.is_ok() && second.is_ok(), "round {round}: {first:?}, {second:?}");
    }
    assert_eq!(one.load(Arc::clone(&document)).await.unwrap().head, 200);
}

/// SPEC DUR-12
#[tokio::test]
async fn servers_that_start_at_once_migrate_one_after_the_other() {
    let url = door::engine::fresh();
    let starts = (0..4).map(|_| {
        let settings = DatabaseSettings { shared: true, ..settings(url.clone()) };
        std::thread::spawn(move || Database::open(&settings).map(drop))
    });
    for start in starts.collect::<Vec<_>>() {
        start.join().unwrap().unwrap();
    }
}

/// SPEC DUR-12
#[tokio::test]
async fn a_server_that_starts_while_documents_are_made_finds_nothing_wrong() {
    let settings = DatabaseSettings { shared: true, ..settings(door::engine::fresh()) };
    let store = DatabaseStore::new(Database::open(&settings).unwrap(), Arc::new(SystemClock));
    let starts = tokio::task::spawn_blocking(move || {
        (0..20).try_for_each(|_| Database::open(&settings).map(drop))
    });
    let mut made = 0;
    while !starts.is_finished() {
        let id = DocumentId::parse(&format!("document-{made}")).unwrap();
        store.create(id, None).await.unwrap();
        made += 1;
    }
    starts.await.unwrap().unwrap();
    assert!(made > 20, "{made} documents were made meanwhile");
}

/// SPEC DUR-12
#[tokio::test]
async fn whoever_waits_too_long_is_told_to_come_again() {
    let url = door::engine::fresh();
    let door = Door::with(&[OPEN, ("database.url", &url), ("database.statement_seconds", "2")]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("BEGIN; LOCK TABLE projects IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let request = || {
        let request = Request::post("/api/v1/workspaces/studio/projects").bearer(&ada.token);
        request.json(r#"{"key":"REN","name":"Renexus"}"#)
    };
    let refused = door.ask(request()).await;
    assert_eq!(refused.status, 503, "{}", refused.text());
    assert!(refused.header("retry-after").is_some());
    client.batch_execute("COMMIT").await.unwrap();
    assert_eq!(door.ask(request()).await.status, 201);
}

/// Ends every connection to a database.
async fn cut(url: &str) {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid()";
    client.batch_execute(ended).await.unwrap();
}
