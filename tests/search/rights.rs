//! Search shows nothing that somebody may not read.

use renexus_load::http::Request;
use serde_json::json;

use crate::Studio;

/// SPEC SRCH-6
#[tokio::test]
async fn closed_projects_are_found_by_those_who_are_named() {
    let studio = Studio::open().await;
    let closed = json!({ "key": "SEC", "name": "Acquisition", "closed": true });
    let closed = studio.made("projects", closed).await;
    let body = json!({ "project": "SEC", "title": "Acquire the secret lighthouse" });
    studio.made("tasks", body).await;
    studio.task("Paint the lighthouse").await;
    let (eve, gus) = (studio.door.human("Eve").await, studio.door.human("Gus").await);
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    studio.door.join(&studio.ada, "studio", &gus, "guest").await;

    assert_eq!(studio.titles("lighthouse").await.len(), 2);
    assert_eq!(studio.titles_for(&eve, "lighthouse").await, ["Paint the lighthouse"]);
    assert!(studio.titles_for(&gus, "lighthouse").await.is_empty());
    for secret in ["acquire", "acquisition", "SEC-1", "secrte", "acquisitoin"] {
        assert!(studio.titles_for(&eve, secret).await.is_empty(), "{secret}");
    }
    let (project, person) = (closed["id"].as_str().unwrap(), &eve.id);
    let path = format!("/api/v1/workspaces/studio/access/project/{project}/person/{person}");
    let level = json!({ "level": "read" });
    let (status, made) = studio.door.call(&studio.ada, ("PUT", &path), &level).await;
    assert!(status < 300, "{status} {made}");
    assert_eq!(studio.titles_for(&eve, "lighthouse").await.len(), 2);
    assert!(studio.titles_for(&gus, "lighthouse").await.is_empty());
}

/// SPEC SRCH-6
#[tokio::test]
async fn other_workspaces_are_not_searched() {
    let studio = Studio::open().await;
    studio.task("Lighthouse").await;
    let eve = studio.door.human("Eve").await;
    studio.door.workspace(&eve, "other").await;
    let path = "/api/v1/workspaces/other/search?q=lighthouse";
    let (status, page) = studio.door.call(&eve, ("GET", path), &serde_json::Value::Null).await;
    assert_eq!((status, &page["items"]), (200, &json!([])));
}

/// SPEC SRCH-1, SRCH-6
#[tokio::test]
async fn files_are_found_by_name_and_description_where_they_may_be_read() {
    let studio = Studio::open().await;
    let (eve, gus) = (studio.door.human("Eve").await, studio.door.human("Gus").await);
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    studio.door.join(&studio.ada, "studio", &gus, "guest").await;
    let path = "/api/v1/workspaces/studio/files?name=chart-north.txt";
    let request = Request::post(path).bearer(&studio.ada.token).bytes("depths");
    let answer = studio.door.ask(request).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let file = answer.json().unwrap();
    let path = format!("/api/v1/workspaces/studio/files/{}", file["id"].as_str().unwrap());
    assert_eq!(studio.titles_for(&eve, "chart").await, ["chart-north.txt"]);
    assert!(studio.titles_for(&gus, "chart").await.is_empty());

    let change = json!({ "description": "Soundings of spring", "restricted": true });
    let (status, changed) = studio.door.call(&studio.ada, ("PATCH", &path), &change).await;
    assert_eq!(status, 200, "{changed}");
    assert_eq!(studio.titles("soundings").await, ["chart-north.txt"]);
    assert!(studio.titles_for(&eve, "soundings").await.is_empty());
    assert!(studio.titles_for(&eve, "chart").await.is_empty());
}
