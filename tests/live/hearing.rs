//! The channel of a workspace: who hears what of closed projects.

use serde_json::{Value, json};
use tokio::time::timeout;

use crate::Line;
use crate::door::people::{Human, OPEN};
use crate::door::{CUT_OFF, Door};

/// A workspace of Ada's with a closed project, and somebody else in it.
struct Secret {
    door: Door,
    ada: Human,
    studio: String,
    project: String,
}

impl Secret {
    async fn open() -> Self {
        let door = Door::with(&[OPEN]);
        let ada = door.human("Ada").await;
        let studio = door.workspace(&ada, "studio").await;
        let mut secret = Self { door, ada, studio, project: String::new() };
        let body = json!({ "key": "SEC", "name": "Secret", "closed": true });
        let made = secret.done(("POST", "projects"), body).await;
        secret.project = made["id"].as_str().unwrap().to_owned();
        secret
    }

    async fn person(&self, name: &str, role: &str) -> Human {
        let human = self.door.human(name).await;
        self.door.join(&self.ada, "studio", &human, role).await;
        human
    }

    /// Ada does something that she may.
    async fn done(&self, (method, path): (&str, &str), body: Value) -> Value {
        let path = format!("/api/v1/workspaces/studio/{path}");
        let (status, made) = self.door.call(&self.ada, (method, &path), &body).await;
        assert!((200..300).contains(&status), "{path}: {status} {made}");
        made
    }

    async fn task(&self, title: &str) {
        self.done(("POST", "tasks"), json!({ "project": "SEC", "title": title })).await;
    }

    async fn give(&self, to: &Human, level: &str) {
        let path = format!("access/project/{}/person/{}", self.project, to.id);
        self.done(("PUT", &path), json!({ "level": level })).await;
    }

    /// Somebody in the channel who has nothing yet.
    async fn line(&self, who: &Human) -> Line {
        let mut line = Line::channel(&self.door, &self.studio, &who.token).await;
        line.granted().await;
        line.resume(0).await;
        line
    }
}

/// Hears on until a task was made: its number and data. There is no hole up to it.
async fn made(line: &mut Line, heard: &mut i64) -> Value {
    loop {
        let event = timeout(CUT_OFF, line.told()).await.expect("an event in time");
        *heard += 1;
        assert_eq!(event["seq"], json!(*heard), "{event}");
        if event["type"] == "task.created" {
            return event["data"].clone();
        }
    }
}

/// SPEC EVT-7: as it happens.
#[tokio::test]
async fn nothing_is_told_of_a_closed_project_but_that_something_happened() {
    let secret = Secret::open().await;
    let people = [secret.person("Gus", "guest").await, secret.person("Mel", "member").await];
    let mut owner = (secret.line(&secret.ada).await, 0);
    let mut lines = Vec::new();
    for human in &people {
        lines.push((secret.line(human).await, 0));
    }
    secret.task("one").await;
    let whole = made(&mut owner.0, &mut owner.1).await;
    assert_eq!(whole["task"]["title"], "one", "{whole}");
    for (line, heard) in &mut lines {
        assert_eq!(made(line, heard).await, json!({}));
    }
    for human in &people {
        secret.give(human, "read").await;
    }
    secret.task("two").await;
    for (line, heard) in &mut lines {
        assert_eq!(made(line, heard).await["task"]["title"], "two");
    }
    for human in &people {
        secret.give(human, "none").await;
    }
    secret.task("three").await;
    for (line, heard) in &mut lines {
        assert_eq!(made(line, heard).await, json!({}));
    }
    for title in ["two", "three"] {
        assert_eq!(made(&mut owner.0, &mut owner.1).await["task"]["title"], title);
    }
}

/// SPEC EVT-7: what one may read today counts, whenever it happened.
#[tokio::test]
async fn who_resumes_hears_by_the_rights_of_today() {
    let secret = Secret::open().await;
    let mel = secret.person("Mel", "member").await;
    secret.task("one").await;
    let mut before = secret.line(&mel).await;
    assert_eq!(made(&mut before, &mut 0).await, json!({}));
    secret.give(&mel, "read").await;
    let mut given = secret.line(&mel).await;
    assert_eq!(made(&mut given, &mut 0).await["task"]["title"], "one");
    secret.give(&mel, "none").await;
    let mut taken = secret.line(&mel).await;
    assert_eq!(made(&mut taken, &mut 0).await, json!({}));
}

/// SPEC EVT-7: a project that is closed says nothing more to those who sit there already.
#[tokio::test]
async fn a_project_that_is_closed_falls_silent() {
    let secret = Secret::open().await;
    let mel = secret.person("Mel", "member").await;
    secret.done(("PATCH", "projects/SEC"), json!({ "closed": false })).await;
    let mut line = (secret.line(&mel).await, 0);
    secret.task("one").await;
    assert_eq!(made(&mut line.0, &mut line.1).await["task"]["title"], "one");
    secret.done(("PATCH", "projects/SEC"), json!({ "closed": true })).await;
    secret.task("two").await;
    assert_eq!(made(&mut line.0, &mut line.1).await, json!({}));
}
