//! The assistant, with a model service that is a process of its own. See `AI` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "assistant/asking.rs"]
mod asking;
#[path = "assistant/checking.rs"]
mod checking;
#[path = "assistant/costing.rs"]
mod costing;
mod door;
#[path = "assistant/failing.rs"]
mod failing;
#[path = "assistant/injecting.rs"]
mod injecting;
#[path = "assistant/ordering.rs"]
mod ordering;
#[path = "assistant/outliving.rs"]
mod outliving;
mod problem;
#[path = "assistant/rights.rs"]
mod rights;
#[path = "assistant/service.rs"]
mod service;
#[path = "assistant/stopping.rs"]
mod stopping;
#[path = "assistant/writing.rs"]
mod writing;

use door::people::{Human, OPEN};
use door::{DEADLINE, Door};
use renexus::rich::{from_markdown, to_markdown};
use renexus_actors::replica::{Replica, notes, rich};
use renexus_load::{Peer, Protocol};
use renexus_wire::rest::assistant::ROOT as NOTES;
use renexus_wire::rich::ROOT;
use serde_json::{Value, json};
use service::Service;

/// What the service answers, as it stands in a document.
const ANSWER: &str = "## Next steps\n\nWe **agreed** on *three* things:\n\n- [ ] write the plan\n- [ ] ask Ana\n\n\
    That is `all` & done. 😀\n";
/// What stands in the document.
const TEXT: &str = "# Minutes\n\nWe met on Monday.\n\nAna brings the figures.\n";

/// A workspace with a document in which people and the assistant write.
struct Studio {
    service: Service,
    door: Door,
    ada: Human,
    document: String,
    /// Ada's editor.
    editor: Peer,
}

/// Settings with a service that behaves like this.
fn with<'a>(url: &'a str, model: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let own = [
        OPEN,
        ("assistant.url", url),
        ("assistant.model", model),
        ("assistant.key", "sk-hush"),
        ("assistant.retry_seconds", "0.05"),
    ];
    [&own[..], more].concat()
}

impl Studio {
    async fn open(model: &str, more: &[(&str, &str)]) -> Self {
        let service = Service::start();
        let door = Door::with(&with(&service.url(), model, more));
        let ada = door.human("Ada").await;
        door.workspace(&ada, "studio").await;
        let body = json!({ "title": "Minutes" });
        let (status, page) =
            door.call(&ada, ("POST", "/api/v1/workspaces/studio/pages"), &body).await;
        assert_eq!(status, 201, "{page}");
        let document = page["id"].as_str().unwrap().to_owned();
        let editor = door.peer(Protocol::Hocuspocus, &document, &ada.token).await;
        editor.apply_update(&Replica::from_rich(ROOT, &from_markdown(TEXT)).unwrap()).unwrap();
        editor.all_acknowledged().await.unwrap();
        Self { service, door, ada, document, editor }
    }

    /// Starts the server anew with another model, and the editor with it.
    async fn restart(&mut self, model: &str, more: &[(&str, &str)]) {
        let url = self.service.url();
        self.door.restart(&with(&url, model, more));
        self.editor = self.watcher().await;
    }

    /// Another editor of Ada's.
    async fn watcher(&self) -> Peer {
        self.door.peer(Protocol::YWebsocket, &self.document, &self.ada.token).await
    }

    fn path(&self) -> String {
        format!("/api/v1/documents/{}/assistant", self.document)
    }

    async fn call(&self, who: &Human, (method, path): (&str, &str), body: Value) -> (u16, Value) {
        self.door.call(who, (method, path), &body).await
    }

    /// Asks for something; the id of the job.
    async fn ask(&self, body: Value) -> String {
        let (status, job) = self.call(&self.ada, ("POST", &self.path()), body).await;
        assert_eq!(status, 202, "{job}");
        job["id"].as_str().unwrap().to_owned()
    }

    async fn job(&self, id: &str) -> Value {
        let path = format!("{}/{id}", self.path());
        let (status, job) = self.call(&self.ada, ("GET", &path), Value::Null).await;
        assert_eq!(status, 200, "{job}");
        job
    }

    /// Waits until a job is in a state.
    async fn until(&self, id: &str, state: &str) -> Value {
        door::until(&format!("the job is {state}"), async || {
            let now = self.job(id).await["state"].clone();
            assert!(now != "failed" || state == "failed", "{}", self.job(id).await);
            now == state
        })
        .await;
        self.job(id).await
    }

    /// Decides about a job.
    async fn decide(&self, id: &str, verdict: &str) -> (u16, Value) {
        let path = format!("{}/{id}/{verdict}", self.path());
        self.call(&self.ada, ("POST", &path), Value::Null).await
    }

    /// Waits until the document holds this, as the editor sees it.
    async fn holds(&self, text: &str) {
        let seen = self.editor.wait_read("the text", DEADLINE, |txn| {
            (to_markdown(&rich::read(txn, ROOT)) == text).then_some(())
        });
        if seen.await.is_err() {
            panic!("it holds {:?}\ninstead of {text:?}", markdown(&self.editor));
        }
    }
}

/// What a peer sees.
fn markdown(peer: &Peer) -> String {
    peer.read(|txn| to_markdown(&rich::read(txn, ROOT)))
}

/// What a peer sees noted about a job.
fn note(peer: &Peer, job: &str) -> Option<Value> {
    peer.read(|txn| notes::read(txn, NOTES, job))
}

/// Whether somebody shows itself as the assistant.
fn is_assistant(state: &Value) -> bool {
    state["user"]["id"] == "assistant"
}
