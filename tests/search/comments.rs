//! What people said on tasks and documents.

use serde_json::{Value, json};

use renexus_load::http::Request;

use crate::door::people::Human;
use crate::door::{run, until};
use crate::{Studio, encoded};

impl Studio {
    /// Does something below the workspace that must succeed.
    async fn done(&self, (method, path): (&str, &str), body: Value) -> Value {
        let path = format!("/api/v1/workspaces/studio/{path}");
        let (status, answer) = self.door.call(&self.ada, (method, &path), &body).await;
        assert!(status < 300, "{method} {path} {body}: {status} {answer}");
        answer
    }

    /// Begins a conversation.
    async fn begin(&self, (kind, place): (&str, &Value), body: &str) -> Value {
        self.made("threads", json!({ "place_kind": kind, "place": place, "body": body })).await
    }

    /// What somebody finds who searches.
    async fn hits(&self, who: &Human, q: &str) -> Vec<Value> {
        let (status, page) = self.page(who, &format!("q={}", encoded(q))).await;
        assert_eq!(status, 200, "{q}: {page}");
        page["items"].as_array().unwrap().clone()
    }

    /// The comments that somebody finds, by their pieces of text.
    async fn pieces(&self, who: &Human, q: &str) -> Vec<String> {
        let hits = self.hits(who, q).await;
        assert!(hits.iter().all(|hit| hit["kind"] == "comment"), "{q}: {hits:?}");
        hits.iter().map(|hit| hit["snippet"]["text"].as_str().unwrap().to_owned()).collect()
    }
}

/// SPEC SRCH-9
#[tokio::test]
async fn comments_are_found_at_once_as_they_are_now_with_their_places() {
    let studio = Studio::open().await;
    let task = studio.task("Light").await;
    let thread = studio.begin(("task", &task["id"]), "The mercury bath leaks").await;
    let answer = format!("threads/{}/comments", thread["id"].as_str().unwrap());
    let said = studio.made(&answer, json!({ "body": "Order quicksilver" })).await;

    let found = studio.hits(&studio.ada, "mercury").await;
    assert_eq!(found.len(), 1, "{found:?}");
    let hit = &found[0];
    assert_eq!((&hit["kind"], &hit["id"]), (&json!("comment"), &thread["first"]["id"]));
    assert_eq!((&hit["place_kind"], &hit["place"]), (&json!("task"), &task["id"]));
    assert_eq!((&hit["thread"], &hit["project"]), (&thread["id"], &task["project"]));
    assert_eq!((&hit["key"], &hit["title"]["text"]), (&json!("REN-1"), &json!("Light")));
    assert_eq!(hit["snippet"]["text"], "The mercury bath leaks");
    assert_eq!(hit["snippet"]["ranges"], json!([{ "start": 4, "end": 11 }]));

    let path = format!("comments/{}", said["id"].as_str().unwrap());
    assert_eq!(studio.pieces(&studio.ada, "quicksilver").await, ["Order quicksilver"]);
    studio.done(("PATCH", &path), json!({ "body": "Order amalgam" })).await;
    assert_eq!(studio.pieces(&studio.ada, "amalgam").await, ["Order amalgam"]);
    assert!(studio.hits(&studio.ada, "quicksilver").await.is_empty());
    assert!(studio.hits(&studio.ada, "amalgam is:open").await.is_empty());

    studio.done(("DELETE", &path), Value::Null).await;
    assert!(studio.hits(&studio.ada, "amalgam").await.is_empty());
    assert!(studio.hits(&studio.ada, "order").await.is_empty());
    assert_eq!(studio.pieces(&studio.ada, "mercury").await.len(), 1);
}

/// SPEC SRCH-6, SRCH-9
#[tokio::test]
async fn comments_are_found_by_those_who_may_read_the_project() {
    let studio = Studio::open().await;
    let closed = json!({ "key": "SEC", "name": "Acquisition", "closed": true });
    let closed = studio.made("projects", closed).await;
    let secret = studio.made("tasks", json!({ "project": "SEC", "title": "One" })).await;
    let open = studio.task("Two").await;
    studio.begin(("task", &secret["id"]), "walrus closed").await;
    studio.begin(("document", &secret["document"]), "walrus described").await;
    studio.begin(("task", &open["id"]), "walrus open").await;
    studio.begin(("document", &open["document"]), "walrus text").await;
    let (eve, gus) = (studio.door.human("Eve").await, studio.door.human("Gus").await);
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    studio.door.join(&studio.ada, "studio", &gus, "guest").await;

    assert_eq!(studio.pieces(&studio.ada, "walrus").await.len(), 4);
    let mut found = studio.pieces(&eve, "walrus").await;
    found.sort();
    assert_eq!(found, ["walrus open", "walrus text"]);
    assert!(studio.hits(&gus, "walrus").await.is_empty());

    // What was said goes with its task into another project, and back.
    let there = format!("tasks/{}/move", open["id"].as_str().unwrap());
    studio.done(("POST", &there), json!({ "project": "SEC" })).await;
    assert!(studio.hits(&eve, "walrus").await.is_empty());
    studio.done(("POST", &there), json!({ "project": "REN" })).await;
    assert_eq!(studio.pieces(&eve, "walrus").await.len(), 2);

    let project = closed["id"].as_str().unwrap();
    let given = format!("access/project/{project}/person/{}", gus.id);
    studio.done(("PUT", &given), json!({ "level": "read" })).await;
    let mut found = studio.pieces(&gus, "walrus").await;
    found.sort();
    assert_eq!(found, ["walrus closed", "walrus described"]);

    let secret = format!("tasks/{}", secret["id"].as_str().unwrap());
    studio.done(("PATCH", &secret), json!({ "archived": true })).await;
    assert!(studio.hits(&gus, "walrus").await.is_empty(), "put away with the task");
    assert_eq!(studio.pieces(&studio.ada, "walrus").await.len(), 2);
}

/// SPEC SRCH-6, SRCH-9
#[tokio::test]
async fn comments_on_a_document_are_found_by_its_readers_until_it_is_deleted() {
    let studio = Studio::open().await;
    let gus = studio.door.human("Gus").await;
    studio.door.join(&studio.ada, "studio", &gus, "guest").await;
    let (_, here) =
        studio.door.call(&studio.ada, ("GET", "/api/v1/workspaces/studio"), &Value::Null).await;
    let body = json!({ "id": "log-book", "workspace": here["id"] }).to_string();
    let everything = studio.door.everything().to_owned();
    let request = Request::post("/api/documents").bearer(&everything).json(&body);
    let answer = studio.door.ask(request).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    studio.begin(("document", &json!("log-book")), "Who saw the petrel?").await;

    let found = studio.hits(&studio.ada, "petrel").await;
    assert_eq!(found.len(), 1, "{found:?}");
    let place = (&found[0]["place_kind"], &found[0]["place"]);
    assert_eq!(place, (&json!("document"), &json!("log-book")));
    assert!(found[0]["project"].is_null() && found[0]["key"].is_null());
    assert!(studio.hits(&gus, "petrel").await.is_empty());
    let given = format!("access/document/log-book/person/{}", gus.id);
    studio.done(("PUT", &given), json!({ "level": "read" })).await;
    assert_eq!(studio.pieces(&gus, "petrel").await, ["Who saw the petrel?"]);

    let manage = studio.door.token("*", "manage");
    let request = Request::new("DELETE", "/api/documents/log-book").bearer(&manage);
    let answer = studio.door.ask(request).await;
    assert!(answer.status < 300, "{}", answer.text());
    assert!(studio.hits(&studio.ada, "petrel").await.is_empty());
}

/// SPEC SRCH-8, SRCH-9
#[tokio::test]
async fn comments_are_found_again_after_a_reindex() {
    let studio = Studio::open().await;
    let task = studio.task("Light").await;
    let thread = studio.begin(("task", &task["id"]), "The lantern smokes").await;
    let gone = format!("comments/{}", thread["first"]["id"].as_str().unwrap());
    studio.begin(("task", &task["id"]), "The lantern shines").await;
    studio.done(("DELETE", &gone), Value::Null).await;
    let Studio { door, ada } = studio;
    let folder = door.shut();
    let output = run(folder.path(), &["reindex"], &[]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let door = crate::Door::on(folder, &[crate::OPEN]);
    let studio = Studio { door, ada };
    until("the comment that is left is found", async || {
        studio.pieces(&studio.ada, "lantern").await == ["The lantern shines"]
    })
    .await;
}
