//! A studio with people in it who talk.

use serde_json::{Value, json};

use crate::door::people::Human;
use crate::studio::{STUDIO, Studio};

/// Ada's studio, in which Eve and Bob are members and Gus is a guest.
pub(crate) struct Company {
    pub(crate) studio: Studio,
    pub(crate) eve: Human,
    pub(crate) bob: Human,
    pub(crate) gus: Human,
}

impl Company {
    pub(crate) async fn open() -> Self {
        Self::with(&[]).await
    }

    pub(crate) async fn with(settings: &[(&str, &str)]) -> Self {
        let studio = Studio::with(settings).await;
        let door = &studio.door;
        let (eve, bob, gus) =
            (door.human("Eve").await, door.human("Bob").await, door.human("Gus").await);
        for (human, role) in [(&eve, "member"), (&bob, "member"), (&gus, "guest")] {
            door.join(&studio.ada, "studio", human, role).await;
        }
        Self { studio, eve, bob, gus }
    }

    /// Asks below the workspace as somebody.
    pub(crate) async fn ask(
        &self,
        human: &Human,
        (method, path): (&str, &str),
        body: Value,
    ) -> (u16, Value) {
        self.studio.door.call(human, (method, &format!("{STUDIO}/{path}")), &body).await
    }

    /// Begins a conversation on a task as somebody.
    pub(crate) async fn begin(&self, human: &Human, task: &str, body: &str) -> Value {
        let new = json!({ "place_kind": "task", "place": task, "body": body });
        let (status, made) = self.ask(human, ("POST", "threads"), new).await;
        assert_eq!(status, 201, "{made}");
        made
    }

    /// Says something in a conversation as somebody.
    pub(crate) async fn say(&self, human: &Human, thread: &Value, body: &str) -> Value {
        let path = format!("threads/{}/comments", thread["id"].as_str().unwrap());
        let (status, made) = self.ask(human, ("POST", &path), json!({ "body": body })).await;
        assert_eq!(status, 201, "{made}");
        made
    }

    /// What somebody was told, the newest first: kind and excerpt.
    pub(crate) async fn told(&self, human: &Human) -> Vec<(String, String)> {
        let notices = self.notices(human, "").await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        notices.iter().map(|one| (text(&one["kind"]), text(&one["excerpt"]))).collect()
    }

    /// The notifications of somebody.
    pub(crate) async fn notices(&self, human: &Human, query: &str) -> Vec<Value> {
        let path = format!("/api/v1/me/notifications{query}");
        let (status, list) = self.studio.door.call(human, ("GET", &path), &Value::Null).await;
        assert_eq!(status, 200, "{list}");
        list["items"].as_array().unwrap().clone()
    }

    /// The types of the events after a number, with their particulars.
    pub(crate) async fn events(&self, human: &Human, after: u64) -> Vec<Value> {
        let path = format!("events?after={after}");
        let (status, list) = self.ask(human, ("GET", &path), Value::Null).await;
        assert_eq!(status, 200, "{list}");
        list["items"].as_array().unwrap().clone()
    }
}
