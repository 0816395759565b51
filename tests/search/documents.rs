//! The texts of documents, as they are edited.

use serde_json::json;

use renexus_load::Protocol;
use renexus_load::http::Request;

use crate::Studio;
use crate::door::{run, until};

/// SPEC SRCH-7
#[tokio::test]
async fn the_text_that_a_task_is_made_with_is_found() {
    let studio = Studio::open().await;
    let text = "The foghorn must be heard <b>everywhere</b> along the coast.";
    let body = json!({ "project": "REN", "title": "Noise", "description": text });
    studio.made("tasks", body).await;
    until("the description is found", async || studio.titles("foghorn").await == ["Noise"]).await;
    let (_, page) = studio.page(&studio.ada, "q=foghorn").await;
    assert_eq!(page["items"][0]["snippet"]["text"], text);
    assert_eq!(page["items"][0]["snippet"]["ranges"], json!([{ "start": 4, "end": 11 }]));
}

/// SPEC SRCH-7, SRCH-8
#[tokio::test]
async fn what_is_typed_is_found_and_survives_a_kill_and_a_reindex() {
    let mut studio = Studio::open().await;
    let task = studio.task("Light").await;
    let document = task["document"].as_str().unwrap().to_owned();
    let writer = studio.door.writer(Protocol::Hocuspocus, &document).await;
    writer.insert("the keeper of the lantern").unwrap();
    writer.all_acknowledged().await.unwrap();
    until("it is found", async || studio.titles("lantern").await == ["Light"]).await;

    studio.door.restart(&[crate::OPEN]);
    assert_eq!(studio.titles("lantern").await, ["Light"]);

    let Studio { door, .. } = studio;
    let folder = door.shut();
    let output = run(folder.path(), &["reindex"], &[]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("3 things can be found"), "{said}");
}

/// SPEC SRCH-6, SRCH-7
#[tokio::test]
async fn documents_of_the_workspace_are_found_by_those_who_may_read_them_until_they_are_deleted() {
    let studio = Studio::open().await;
    let (eve, gus) = (studio.door.human("Eve").await, studio.door.human("Gus").await);
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    studio.door.join(&studio.ada, "studio", &gus, "guest").await;
    let (_, here) = studio
        .door
        .call(&studio.ada, ("GET", "/api/v1/workspaces/studio"), &serde_json::Value::Null)
        .await;
    let body = json!({ "id": "log-book", "workspace": here["id"] }).to_string();
    let everything = studio.door.everything().to_owned();
    let request = Request::post("/api/documents").bearer(&everything).json(&body);
    let answer = studio.door.ask(request).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let writer = studio.door.writer(Protocol::YWebsocket, "log-book").await;
    writer.insert("Log book\nThe barometer falls").unwrap();
    until("it is found", async || studio.titles("barometer").await == ["Log book"]).await;
    assert_eq!(studio.titles_for(&eve, "barometer").await, ["Log book"]);
    assert!(studio.titles_for(&gus, "barometer").await.is_empty());

    let path = format!("/api/v1/workspaces/studio/access/document/log-book/person/{}", gus.id);
    let level = json!({ "level": "read" });
    let (status, made) = studio.door.call(&studio.ada, ("PUT", &path), &level).await;
    assert!(status < 300, "{status} {made}");
    assert_eq!(studio.titles_for(&gus, "barometer").await, ["Log book"]);

    let manage = studio.door.token("*", "manage");
    let request = Request::new("DELETE", "/api/documents/log-book").bearer(&manage);
    let answer = studio.door.ask(request).await;
    assert!(answer.status < 300, "{}", answer.text());
    assert!(studio.titles("barometer").await.is_empty());
}

/// SPEC SRCH-1, SRCH-7
#[tokio::test]
async fn imported_tasks_are_found_at_once_and_their_texts_soon() {
    let studio = Studio::open().await;
    let table = "title,description\nRepaint the buoy,\"It was ochre\"\nOil the winch,\n";
    let path = "/api/v1/workspaces/studio/projects/REN/import";
    let request = Request::post(path).bearer(&studio.ada.token).bytes(table.to_owned());
    let answer = studio.door.ask(request).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(studio.titles("buoy").await, ["Repaint the buoy"]);
    assert_eq!(studio.titles("winch").await, ["Oil the winch"]);
    until("the text is found", async || studio.titles("ochre").await == ["Repaint the buoy"]).await;
}
