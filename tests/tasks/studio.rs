//! A workspace with a project in it, and the requests that all tests make.

use renexus_load::http::{Request, Response};
use serde_json::{Value, json};

use crate::door::Door;
use crate::door::people::{Human, OPEN};

/// Where the workspace is.
pub(crate) const STUDIO: &str = "/api/v1/workspaces/studio";

/// A server with a workspace `studio` of Ada's and a project `REN` in it.
pub(crate) struct Studio {
    pub(crate) door: Door,
    pub(crate) ada: Human,
    /// The project as it was made.
    pub(crate) project: Value,
}

impl Studio {
    pub(crate) async fn open() -> Self {
        Self::with(&[]).await
    }

    pub(crate) async fn with(settings: &[(&str, &str)]) -> Self {
        let settings: Vec<_> = [OPEN].into_iter().chain(settings.iter().copied()).collect();
        let door = Door::with(&settings);
        let ada = door.human("Ada").await;
        door.workspace(&ada, "studio").await;
        let mut studio = Self { door, ada, project: Value::Null };
        studio.project = studio.made("projects", json!({ "key": "REN", "name": "Renexus" })).await;
        studio
    }

    /// Asks below the workspace.
    pub(crate) async fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        self.door
            .call(&self.ada, (method, format!("{STUDIO}/{path}").trim_end_matches('/')), body)
            .await
    }

    /// Asks, and takes the answer whole.
    pub(crate) async fn answer(&self, request: Request) -> Response {
        self.door.ask(request.bearer(&self.ada.token)).await
    }

    /// Makes something that must come to be.
    pub(crate) async fn made(&self, path: &str, body: Value) -> Value {
        let (status, made) = self.ask("POST", path, &body).await;
        assert_eq!(status, 201, "{path} {body}: {made}");
        made
    }

    /// Makes a task of the project.
    pub(crate) async fn task(&self, title: &str, more: Value) -> Value {
        let mut body = json!({ "project": "REN", "title": title });
        for (field, value) in more.as_object().into_iter().flatten() {
            body[field] = value.clone();
        }
        self.made("tasks", body).await
    }

    /// Changes something that must be there.
    pub(crate) async fn changed(&self, path: &str, body: Value) -> Value {
        let (status, changed) = self.ask("PATCH", path, &body).await;
        assert_eq!(status, 200, "{path} {body}: {changed}");
        changed
    }

    /// Reads something that must be there.
    pub(crate) async fn read(&self, path: &str) -> Value {
        let (status, found) = self.ask("GET", path, &Value::Null).await;
        assert_eq!(status, 200, "{path}: {found}");
        found
    }

    /// The titles of a list of tasks, in their order.
    pub(crate) async fn titles(&self, query: &str) -> Vec<String> {
        let found = self.read(&format!("tasks?{query}")).await;
        titles(&found["items"])
    }

    /// The titles of the tasks that a filter finds, in the order in which they were made.
    pub(crate) async fn filtered(&self, filter: &str) -> Vec<String> {
        self.titles(&format!("filter={}", encoded(filter))).await
    }

    /// The id of the status with this name.
    pub(crate) async fn status(&self, name: &str) -> String {
        let all = self.read("projects/REN/statuses").await;
        let found = all["items"].as_array().unwrap().iter().find(|one| one["name"] == name);
        found.unwrap_or_else(|| panic!("{name} in {all}"))["id"].as_str().unwrap().to_owned()
    }

    /// The titles of a column of the board, from top to bottom.
    pub(crate) async fn column(&self, name: &str) -> Vec<String> {
        let board = self.read("projects/REN/board").await;
        let columns = board["columns"].as_array().unwrap();
        let found = columns.iter().find(|column| column["status"]["name"] == name);
        titles(&found.unwrap_or_else(|| panic!("{name} in {board}"))["tasks"])
    }
}

/// The titles of tasks, in their order.
pub(crate) fn titles(tasks: &Value) -> Vec<String> {
    let tasks = tasks.as_array().unwrap_or_else(|| panic!("{tasks}"));
    tasks.iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect()
}

/// A text as part of a query.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                encoded.push(char::from(byte));
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}
