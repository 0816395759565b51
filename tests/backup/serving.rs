//! A copy that is taken while people type.

use std::collections::HashMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use renexus_load::http::Request;
use renexus_load::{Peer, Protocol};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::door::blobs::Bucket;
use crate::door::{DEADLINE, Door, engine, until};
use crate::hand::Hand;
use crate::studio::{Archive, FILES, SETTINGS, Studio, shelf, well};

/// Who types, and into how many documents.
const CLIENTS: usize = 20;
const DOCUMENTS: usize = 8;

/// What was acknowledged, by document.
type Kept = Arc<Mutex<HashMap<String, Vec<String>>>>;

/// Types one word after the other; each is noted once it was acknowledged.
async fn type_words(
    peer: Peer,
    (document, name): (String, usize),
    (kept, stop): (Kept, Arc<AtomicBool>),
) {
    for number in 1.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let word = format!("[{name}:{number}]");
        peer.insert(&word).unwrap();
        peer.wait_acknowledged(number, DEADLINE).await.unwrap();
        kept.lock().unwrap().entry(document.clone()).or_default().push(word);
    }
}

/// Copies an installation while people type in it, and makes another of the copy.
async fn copied_while_people_type(from: &[(&str, &str)], to: &[(&str, &str)]) {
    let door = Door::with(&[&SETTINGS, from].concat());
    let studio = Studio::open(&door).await;
    let (kept, stop) = (Kept::default(), Arc::new(AtomicBool::new(false)));
    let mut typing = Vec::new();
    for name in 0..CLIENTS {
        let document = format!("notes-{}", name % DOCUMENTS);
        let peer = door.writer(Protocol::Hocuspocus, &document).await;
        let noted = (Arc::clone(&kept), Arc::clone(&stop));
        typing.push(tokio::spawn(type_words(peer, (document, name), noted)));
    }
    let count = || kept.lock().unwrap().values().map(Vec::len).sum::<usize>();
    until("people type", async || count() > 20 * CLIENTS).await;
    let before = kept.lock().unwrap().clone();
    let typed = count();
    let (_shelf, path) = shelf("copy.zip");
    let said = run(door.folder(), &["backup", path.to_str().unwrap()], from).await;
    assert!(said.contains("copy.zip"), "{said}");
    assert!(count() > typed, "nobody typed meanwhile");
    stop.store(true, Ordering::Relaxed);
    for one in typing {
        one.await.unwrap();
    }
    let archive = Archive::read(&path);
    assert_eq!(archive.manifest["contents"]["blobs"], 3, "{}", archive.manifest);

    let folder = tempfile::tempdir().unwrap();
    let said = run(folder.path(), &["restore", path.to_str().unwrap(), "--verify"], to).await;
    assert!(said.contains("all is well"), "{said}");
    let rows = rows(&archive, folder.path(), to).await;
    let told: Vec<_> =
        archive.tables().into_iter().map(|table| (archive.rows(&table), table)).collect();
    assert_eq!(rows, told);
    let copy = Door::on(folder, &[&SETTINGS, to].concat());
    for (document, words) in before {
        let text = copy.text(&document).await;
        let missing: Vec<_> = words.iter().filter(|word| !text.contains(*word)).collect();
        assert!(missing.is_empty(), "{document} lacks {missing:?}");
    }
    studio.check(&copy).await;
    drop(door);
}

async fn run(folder: &Path, args: &[&str], settings: &[(&str, &str)]) -> String {
    let folder = folder.to_owned();
    let args: Vec<_> = args.iter().map(|arg| (*arg).to_owned()).collect();
    let settings: Vec<_> =
        settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let done = tokio::task::spawn_blocking(move || {
        let args: Vec<_> = args.iter().map(String::as_str).collect();
        let settings: Vec<_> =
            settings.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        well(&folder, &args, &settings)
    });
    done.await.unwrap()
}

/// How many rows each table has, counted by the engine's own means.
async fn rows(archive: &Archive, folder: &Path, settings: &[(&str, &str)]) -> Vec<(i64, String)> {
    let url = settings.iter().find(|(key, _)| *key == "database.url").map(|(_, url)| *url);
    let Some(url) = url else {
        let mut hand = Hand::in_folder(folder);
        let mut count = |table: &String| hand.number(&format!("SELECT count(*) FROM {table}"));
        return archive.tables().into_iter().map(|table| (count(&table), table)).collect();
    };
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let mut rows = Vec::new();
    for table in archive.tables() {
        let row = client.query_one(&format!("SELECT count(*) FROM {table}"), &[]).await.unwrap();
        rows.push((row.get(0), table));
    }
    rows
}

/// SPEC CLI-11, CLI-12
#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_in_sqlite_is_there_in_postgresql() {
    let url = engine::fresh();
    copied_while_people_type(&[], &[("database.url", &url)]).await;
}

/// SPEC CLI-11, CLI-12
#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_in_postgresql_is_there_in_sqlite() {
    let url = engine::fresh();
    copied_while_people_type(&[("database.url", &url)], &[]).await;
}

/// SPEC CLI-11, CLI-12
#[tokio::test(flavor = "multi_thread")]
async fn files_come_out_of_a_bucket_and_go_into_another() {
    let (from, to) = (Bucket::fresh(), Bucket::fresh());
    let (settings, others) = (from.settings(), to.settings());
    let settings: Vec<_> = settings.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let others: Vec<_> = others.iter().map(|(key, value)| (*key, value.as_str())).collect();
    copied_while_people_type(&settings, &others).await;
    assert_eq!((from.blobs(), to.blobs()), (3, 3));
}

/// SPEC CLI-11
#[tokio::test]
async fn no_blob_goes_while_somebody_copies() {
    let door = Door::with(&[&SETTINGS[..], &[("files.sweep_seconds", "1")]].concat());
    let studio = Studio::open(&door).await;
    let mut hand = Hand::in_folder(door.folder());
    hand.change("INSERT INTO blob_holds VALUES ('somebody', '2999-01-01 00:00:00')");
    let path = format!("{FILES}?name=short.txt");
    let request = Request::post(&path).bearer(&studio.ada.token).bytes(b"short".to_vec());
    let made = door.ask(request).await.json().unwrap();
    let blobs = || crate::door::blobs::count(&door.folder().join("blobs"));
    assert_eq!(blobs(), 4);
    let path = format!("{FILES}/{}", made["id"].as_str().unwrap());
    let removed = door.ask(Request::new("DELETE", &path).bearer(&studio.ada.token)).await;
    assert_eq!(removed.status, 204);
    // The sweep after a removal comes at once; when another file was swept, that one was, too.
    let (_shelf, archive) = shelf("held.zip");
    let said = run(door.folder(), &["backup", archive.to_str().unwrap()], &[]).await;
    assert!(said.contains("held.zip"), "{said}");
    assert_eq!(blobs(), 4);
    assert_eq!(hand.number("SELECT count(*) FROM blob_holds"), 1, "a copy ends its own hold");
    hand.change("DELETE FROM blob_holds");
    until("the bytes are gone", async || blobs() == 3).await;
}

/// A copy must not tidy up behind a server that is writing: what is half-written is somebody's.
///
/// SPEC CLI-11, CLI-14
#[tokio::test]
async fn whoever_looks_leaves_alone_what_comes_in() {
    let door = Door::with(&SETTINGS);
    let studio = Studio::open(&door).await;
    let addr = door.server.addr();
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let (half, token) = (vec![b'x'; 4 << 20], &studio.ada.token);
    let head = format!(
        "POST {FILES}?name=slow.txt HTTP/1.1\r\nhost: {addr}\r\nauthorization: Bearer {token}\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n",
        2 * half.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&half).await.unwrap();
    let files = || crate::door::blobs::count(&door.folder().join("blobs"));
    until("bytes come in", async || files() == 4).await;
    let (_shelf, path) = shelf("copy.zip");
    run(door.folder(), &["backup", path.to_str().unwrap()], &[]).await;
    fs::set_permissions(door.folder(), Permissions::from_mode(0o700)).unwrap();
    run(door.folder(), &["doctor"], &[]).await;
    stream.write_all(&half).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
}
