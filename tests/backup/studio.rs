//! An installation with something of everything in it, and how it is looked at.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Output;

use image::{ImageFormat, RgbImage};
use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::people::{Human, OPEN};
use crate::door::{self, Door};

/// Small segments of the log, so that it moves into the tables all the time.
pub(crate) const SETTINGS: [(&str, &str); 2] = [OPEN, ("journal.segment_bytes", "8192")];
/// Where the files of the workspace are.
pub(crate) const FILES: &str = "/api/v1/workspaces/studio/files";

/// What the installation held.
pub(crate) struct Studio {
    pub(crate) ada: Human,
    small: Value,
    large: Value,
    avatar: String,
    picture: Vec<u8>,
    /// A document with a version that it is not any more, and what it says now.
    minutes: (String, Value),
}

/// More than a part of a store of objects.
fn large() -> Vec<u8> {
    (0..(6 << 20) + 5).map(|at: usize| u8::try_from(at % 253).unwrap()).collect()
}

/// A picture that is one.
fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::new(300, 200).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

impl Studio {
    /// Fills a server that was just started.
    pub(crate) async fn open(door: &Door) -> Self {
        let ada = door.human("Ada").await;
        door.workspace(&ada, "studio").await;
        let base = "/api/v1/workspaces/studio";
        let project = json!({ "key": "REN", "name": "Renexus ✓ \"quoted\"" });
        let (status, made) = door.call(&ada, ("POST", &format!("{base}/projects")), &project).await;
        assert_eq!(status, 201, "{made}");
        let mut parent = Value::Null;
        for number in 0..30 {
            let title = format!("Task {number}: Ünïcode, 日本");
            let body = json!({ "project": "REN", "title": title, "due": "2027-01-31" });
            let (status, made) = door.call(&ada, ("POST", &format!("{base}/tasks")), &body).await;
            assert_eq!(status, 201, "{made}");
            let path = format!("{base}/tasks/{}", made["id"].as_str().unwrap());
            // Each refers to one that was made after it: rows come in no order that would suit.
            if let Some(id) = parent.as_str() {
                let older = format!("{base}/tasks/{id}");
                let _ = door.call(&ada, ("PATCH", &older), &json!({ "parent": made["id"] })).await;
            }
            parent = if number % 3 == 0 { made["id"].clone() } else { Value::Null };
            let (status, shown) = door.call(&ada, ("GET", &path), &Value::Null).await;
            assert_eq!(status, 200, "{shown}");
        }
        let small = bring(door, &ada, "small.txt", b"hello".to_vec()).await;
        let large = bring(door, &ada, "large.bin", large()).await;
        let request = Request::new("PUT", "/api/v1/me/avatar").bearer(&ada.token).bytes(picture());
        let brought: Value = door.ask(request).await.json().unwrap();
        let avatar = brought["avatar"].as_str().unwrap().to_owned();
        let picture = door.ask(Request::get(&avatar)).await.body.to_vec();
        let minutes = minutes(door, &ada).await;
        Self { ada, small, large, avatar, picture, minutes }
    }

    /// Everything is there, for the same login: its key came along. SPEC VER-10
    pub(crate) async fn check(&self, door: &Door) {
        for (file, bytes) in [(&self.small, b"hello".to_vec()), (&self.large, large())] {
            let path = format!("{FILES}/{}/content", file["id"].as_str().unwrap());
            let given = door.ask(Request::get(&path).bearer(&self.ada.token)).await;
            assert_eq!(given.status, 200, "{}", given.text());
            assert!(given.body[..] == bytes[..], "bytes differ");
        }
        let picture = door.ask(Request::get(&self.avatar)).await;
        assert!(picture.status == 200 && picture.body[..] == self.picture[..]);
        let tasks = "/api/v1/workspaces/studio/tasks?limit=100";
        let (status, list) = door.call(&self.ada, ("GET", tasks), &Value::Null).await;
        assert_eq!((status, list["items"].as_array().unwrap().len()), (200, 30), "{list}");
        // The index is made anew.
        let found = "/api/v1/workspaces/studio/search?q=Task%207";
        door::until("texts are found", async || {
            let (_, found) = door.call(&self.ada, ("GET", found), &Value::Null).await;
            found["items"].as_array().is_some_and(|hits| !hits.is_empty())
        })
        .await;
        // Documents become what they were before they came here.
        let (document, version) = &self.minutes;
        let one =
            format!("/api/v1/documents/{document}/versions/{}", version["id"].as_str().unwrap());
        let (status, shown) = door.call(&self.ada, ("GET", &one), &Value::Null).await;
        assert_eq!((status, &shown), (200, version));
        let restore = format!("{one}/restore");
        let (status, told) = door.call(&self.ada, ("POST", &restore), &Value::Null).await;
        assert_eq!((status, &told["changed"]), (200, &json!(true)), "{told}");
        assert_eq!(door.text(document).await, "as it was");
        // What is new gets numbers that nothing else has.
        let body = json!({ "project": "REN", "title": "after" });
        let made = door.call(&self.ada, ("POST", "/api/v1/workspaces/studio/tasks"), &body).await;
        assert_eq!((made.0, &made.1["number"]), (201, &json!(31)), "{}", made.1);
        let writer = door.writer(renexus_load::Protocol::Hocuspocus, "new-document").await;
        writer.insert("new").unwrap();
        writer.all_acknowledged().await.unwrap();
    }
}

/// A document that went on after a version of it was kept.
async fn minutes(door: &Door, ada: &Human) -> (String, Value) {
    let pages = ("POST", "/api/v1/workspaces/studio/pages");
    let (status, page) = door.call(ada, pages, &json!({ "title": "Minutes" })).await;
    assert_eq!(status, 201, "{page}");
    let document = page["id"].as_str().unwrap().to_owned();
    let editor = door.peer(renexus_load::Protocol::Hocuspocus, &document, &ada.token).await;
    editor.insert("as it was").unwrap();
    editor.all_acknowledged().await.unwrap();
    let versions = format!("/api/v1/documents/{document}/versions");
    let kept = door.call(ada, ("POST", &versions), &json!({ "name": "kept ✓" })).await;
    assert_eq!(kept.0, 201, "{}", kept.1);
    editor.insert(" and went on").unwrap();
    editor.all_acknowledged().await.unwrap();
    (document, kept.1)
}

async fn bring(door: &Door, ada: &Human, name: &str, bytes: Vec<u8>) -> Value {
    let request = Request::post(&format!("{FILES}?name={name}")).bearer(&ada.token).bytes(bytes);
    let answer = door.ask(request).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json().unwrap()
}

/// Runs a command of the binary without settings of the tests' own.
pub(crate) fn command(args: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut command = std::process::Command::new(door::binary());
    command.args(args).stdin(std::process::Stdio::null());
    command.envs(settings.iter().map(|(key, value)| (door::variable(key), *value)));
    command.output().expect("the binary runs")
}

/// Runs a command on a data folder; what it said, if it went well.
pub(crate) fn well(folder: &Path, args: &[&str], settings: &[(&str, &str)]) -> String {
    let folder = folder.to_str().unwrap();
    let output = command(&[args, &["--data", folder]].concat(), settings);
    let (said, told) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{args:?}: {said}{told}");
    said
}

/// Runs a command on a data folder that must not go well; what it complained of.
pub(crate) fn refused(folder: &Path, args: &[&str], settings: &[(&str, &str)]) -> String {
    let folder = folder.to_str().unwrap();
    let output = command(&[args, &["--data", folder]].concat(), settings);
    assert!(!output.status.success(), "{args:?}: {}", text(&output.stdout));
    text(&output.stderr)
}

/// Bytes as text.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// An archive as anybody with a tool for zip files sees it.
pub(crate) struct Archive {
    pub(crate) manifest: Value,
    /// The SHA-256 of each part.
    pub(crate) parts: BTreeMap<String, String>,
}

impl Archive {
    pub(crate) fn read(path: &Path) -> Self {
        let mut zip = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
        let mut text = String::new();
        zip.by_name("manifest.json").unwrap().read_to_string(&mut text).unwrap();
        let manifest: Value = serde_json::from_str(&text).unwrap();
        let part = |part: &Value| {
            let word = |key: &str| part[key].as_str().unwrap().to_owned();
            (word("name"), word("sha256"))
        };
        let parts = manifest["parts"].as_array().unwrap().iter().map(part).collect();
        Self { manifest, parts }
    }

    /// How many rows of a table it holds.
    pub(crate) fn rows(&self, table: &str) -> i64 {
        let contents = &self.manifest["contents"];
        let edits = if table == "journal" { contents["edits"].as_i64().unwrap() } else { 0 };
        contents["tables"][table].as_i64().unwrap() + edits
    }

    /// The tables that it holds.
    pub(crate) fn tables(&self) -> Vec<String> {
        self.manifest["contents"]["tables"].as_object().unwrap().keys().cloned().collect()
    }
}

/// A folder for archives, and the path of one in it.
pub(crate) fn shelf(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    (folder, path)
}
