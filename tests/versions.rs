//! Versions of documents. See `VER` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;
mod hand;
#[path = "versions/keeping.rs"]
mod keeping;
#[path = "versions/naming.rs"]
mod naming;
mod problem;
#[path = "versions/reading.rs"]
mod reading;
#[path = "versions/restoring.rs"]
mod restoring;
#[path = "versions/rights.rs"]
mod rights;
#[path = "versions/taking.rs"]
mod taking;

use door::people::{Human, OPEN};
use door::{Door, engine};
use renexus_load::http::{Request, Response};
use renexus_load::{Peer, Protocol};
use serde_json::{Value, json};

/// Settings under which versions are taken when somebody asks, and never otherwise.
const ASKED: [(&str, &str); 3] =
    [OPEN, ("versions.automatic", "false"), ("rates.write_burst", "0")];
/// Settings under which a short pause is enough.
const QUICK: [(&str, &str); 3] =
    [OPEN, ("versions.quiet_seconds", "0.2"), ("rates.write_burst", "0")];

/// A workspace with a document that Ada writes in.
struct Studio {
    door: Door,
    ada: Human,
    /// The id of the workspace.
    workspace: String,
    document: String,
    /// Ada's editor.
    editor: Peer,
}

impl Studio {
    async fn open(settings: &[(&str, &str)]) -> Self {
        let door = Door::with(settings);
        let ada = door.human("Ada").await;
        let workspace = door.workspace(&ada, "studio").await;
        let document = page(&door, &ada, "Minutes").await;
        let editor = door.peer(Protocol::Hocuspocus, &document, &ada.token).await;
        Self { door, ada, workspace, document, editor }
    }

    /// Somebody else in the workspace, and their editor.
    async fn writer(&self, name: &str, role: &str) -> (Human, Peer) {
        let who = self.door.human(name).await;
        self.door.join(&self.ada, "studio", &who, role).await;
        let editor = self.door.peer(Protocol::YWebsocket, &self.document, &who.token).await;
        (who, editor)
    }

    /// Ada types, and it is saved.
    async fn types(&self, words: &str) {
        self.editor.insert(words).unwrap();
        self.editor.all_acknowledged().await.unwrap();
    }

    /// Where the versions are.
    fn path(&self) -> String {
        format!("/api/v1/documents/{}/versions", self.document)
    }

    fn one(&self, version: &Value) -> String {
        format!("{}/{}", self.path(), version["id"].as_str().unwrap())
    }

    async fn call(&self, who: &Human, (method, path): (&str, &str), body: Value) -> (u16, Value) {
        self.door.call(who, (method, path), &body).await
    }

    /// Ada does something that she may.
    async fn done(&self, (method, path): (&str, &str), body: Value) -> Value {
        let (status, told) = self.call(&self.ada, (method, path), body).await;
        assert!((200..300).contains(&status), "{method} {path}: {status} {told}");
        told
    }

    /// Ada keeps a version with a name, or without.
    async fn take(&self, name: Option<&str>) -> Value {
        self.done(("POST", &self.path()), json!({ "name": name })).await
    }

    /// Every version, the newest first.
    async fn list(&self) -> Vec<Value> {
        self.done(("GET", &self.path()), Value::Null).await["items"].as_array().unwrap().clone()
    }

    /// Waits until there are so many.
    async fn until(&self, many: usize) -> Vec<Value> {
        door::until(&format!("there are {many} versions"), async || {
            self.list().await.len() >= many
        })
        .await;
        let list = self.list().await;
        assert_eq!(list.len(), many, "{list:?}");
        list
    }

    async fn restore(&self, version: &Value) -> Value {
        self.done(("POST", &format!("{}/restore", self.one(version))), Value::Null).await
    }

    /// What a version holds, with these headers in the request.
    async fn content(&self, version: &Value, headers: &[(&str, &str)]) -> Response {
        let path = format!("{}/update", self.one(version));
        let request = Request::get(&path).bearer(&self.ada.token);
        let with = |request: Request, (name, value): &(&str, &str)| request.header(name, value);
        self.door.ask(headers.iter().fold(request, with)).await
    }

    /// The words that stand in a version.
    async fn words(&self, version: &Value) -> String {
        let answer = self.content(version, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let held = renexus_actors::replica::Replica::of_state(&answer.body).unwrap();
        held.read(|txn| {
            use yrs::{GetString, ReadTxn};
            let text = txn.get_text(renexus_load::peer::TEXT);
            text.map(|text| text.get_string(txn)).unwrap_or_default()
        })
    }

    /// Lets days pass for a version.
    fn ages(&self, version: &Value, days: u32) {
        let id = version["id"].as_str().unwrap();
        let aged = |at: &str| format!("UPDATE versions SET taken_at = {at} WHERE id = '{id}'");
        match engine::database(self.door.folder()) {
            Some(url) => {
                let at = format!("(now() AT TIME ZONE 'utc') - INTERVAL '{days} days'");
                engine::statement(&url, &aged(&at)).unwrap();
            }
            None => {
                let at = format!("datetime('now', '-{days} days')");
                hand::Hand::in_folder(self.door.folder()).change(&aged(&at));
            }
        }
    }
}

/// Makes a document in the workspace.
async fn page(door: &Door, who: &Human, title: &str) -> String {
    let pages = "/api/v1/workspaces/studio/pages";
    let (status, page) = door.call(who, ("POST", pages), &json!({ "title": title })).await;
    assert_eq!(status, 201, "{page}");
    page["id"].as_str().unwrap().to_owned()
}

/// What versions are called, and by which versions without a name stand there.
fn names(versions: &[Value]) -> Vec<&str> {
    versions.iter().map(|version| version["name"].as_str().unwrap_or("-")).collect()
}
