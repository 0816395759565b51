//! A workspace with somebody in it who brings files.

use renexus_load::http::{Request, Response};
use serde_json::Value;

use crate::door::blobs::{self, Kept};
use crate::door::people::{Human, OPEN};
use crate::door::{Door, until};
use crate::problem::segment;

/// Where the files of the workspace are.
pub(crate) const FILES: &str = "/api/v1/workspaces/studio/files";
/// Where its uploads are.
pub(crate) const UPLOADS: &str = "/api/v1/workspaces/studio/uploads";

/// A server with a workspace, and the owner of that.
pub(crate) struct Shelf {
    pub(crate) door: Door,
    pub(crate) ada: Human,
}

impl Shelf {
    /// With every setting at its default.
    pub(crate) async fn open() -> Self {
        Self::with(&[]).await
    }

    /// With some settings.
    pub(crate) async fn with(settings: &[(&str, &str)]) -> Self {
        let settings: Vec<_> = settings.iter().copied().chain([OPEN]).collect();
        let door = Door::with(&settings);
        let ada = door.human("Ada").await;
        door.workspace(&ada, "studio").await;
        Self { door, ada }
    }

    /// Brings a file as a bare body.
    pub(crate) async fn bring(&self, name: &str, bytes: impl Into<Vec<u8>>) -> Response {
        let path = format!("{FILES}?name={}", segment(name));
        self.door.ask(Request::post(&path).bearer(&self.ada.token).bytes(bytes.into())).await
    }

    /// Brings a file that is taken; returns what is known of it.
    pub(crate) async fn kept(&self, name: &str, bytes: impl Into<Vec<u8>>) -> Value {
        let answer = self.bring(name, bytes).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json().unwrap()
    }

    /// The same where the server has little patience with its store: again while it says so.
    pub(crate) async fn kept_at_last(&self, name: &str, bytes: impl Into<Vec<u8>>) -> Value {
        let (bytes, mut kept) = (bytes.into(), Value::Null);
        until("the file is taken", async || {
            let answer = self.bring(name, bytes.clone()).await;
            assert!(matches!(answer.status, 201 | 503), "{}", answer.text());
            kept = answer.json().unwrap();
            answer.status == 201
        })
        .await;
        kept
    }

    /// Asks for something below a file.
    pub(crate) async fn get(&self, file: &Value, rest: &str, headers: &[(&str, &str)]) -> Response {
        let path = format!("{FILES}/{}{rest}", file["id"].as_str().unwrap());
        let request = Request::get(&path).bearer(&self.ada.token);
        let with = |request: Request, (name, value): &(&str, &str)| request.header(name, value);
        self.door.ask(headers.iter().fold(request, with)).await
    }

    /// A request of the owner, with an answer in JSON.
    pub(crate) async fn call(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        self.door.call(&self.ada, (method, path), body).await
    }

    /// Blobs that are there; in a folder, unfinished ones included.
    pub(crate) fn blobs(&self) -> usize {
        match Kept::of(self.door.folder()) {
            Some(kept) => kept.blobs(),
            None => blobs::count(&self.door.folder().join("blobs")),
        }
    }

    /// What is there once nothing comes in.
    pub(crate) fn left(&self) -> usize {
        Kept::of(self.door.folder()).map_or_else(|| self.blobs(), |kept| kept.left())
    }

    /// Blobs that come in and those that are there.
    pub(crate) fn begun(&self) -> usize {
        Kept::of(self.door.folder()).map_or_else(|| self.blobs(), |kept| kept.begun())
    }
}
