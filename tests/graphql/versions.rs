//! Versions of documents.

use renexus_load::Protocol;
use serde_json::{Value, json};

use crate::studio::Studio;

/// SPEC GQL-1, VER-5, VER-8
#[tokio::test]
async fn versions_are_kept_named_restored_and_deleted() {
    let studio = Studio::with(&[("versions.automatic", "false")]).await;
    let document = studio.made("pages", json!({ "title": "Minutes" })).await["id"].clone();
    let id = document.as_str().unwrap();
    let editor = studio.door.peer(Protocol::Hocuspocus, id, &studio.ada.token).await;
    let types = async |words: &str| {
        editor.insert(words).unwrap();
        editor.all_acknowledged().await.unwrap();
    };
    types("as it was").await;
    let keep = "mutation($d: String!, $i: NewVersion!) { createVersion(workspace: \"studio\", document: $d, input: $i) \
        { id name documentId takenById namedById authorIds guests wordsAdded wordsRemoved size seq takenAt } }";
    let first = studio.graph(keep, json!({ "d": document, "i": { "name": "Then" } })).await;
    let first = &first["createVersion"];
    assert_eq!((&first["name"], &first["wordsAdded"]), (&json!("Then"), &json!(3)));
    let ada = json!(studio.ada.id);
    assert_eq!((&first["takenById"], &first["authorIds"]), (&ada, &json!([studio.ada.id])));
    types(" and went on").await;

    let restore = "mutation($d: String!, $v: String!) { restoreVersion(workspace: \"studio\", document: $d, version: $v) \
        { changed before { id name } } }";
    let place = json!({ "d": document, "v": first["id"] });
    let restored = studio.graph(restore, place.clone()).await;
    let restored = &restored["restoreVersion"];
    assert_eq!((&restored["changed"], &restored["before"]["name"]), (&json!(true), &Value::Null));
    editor.wait_text("as it was", crate::door::DEADLINE).await.unwrap();

    let name = "mutation($d: String!, $v: String!) { updateVersion(workspace: \"studio\", document: $d, version: $v, \
        input: { name: null }) { name namedById } }";
    let named = studio.graph(name, place.clone()).await;
    assert_eq!(named["updateVersion"], json!({ "name": null, "namedById": null }));

    let list = "query($d: String!) { workspace(workspace: \"studio\") { versions(document: $d, first: 1) \
        { nodes { id } pageInfo { hasNextPage } } } }";
    let seen = studio.graph(list, json!({ "d": document })).await;
    let seen = &seen["workspace"]["versions"];
    assert_eq!(seen["nodes"][0]["id"], restored["before"]["id"]);
    assert_eq!(seen["pageInfo"]["hasNextPage"], true);

    let gone = "mutation($d: String!, $v: String!) { deleteVersion(workspace: \"studio\", document: $d, version: $v) }";
    assert_eq!(studio.graph(gone, place.clone()).await["deleteVersion"], true);
    let late = studio.graph_as(&studio.ada, gone, place).await;
    assert_eq!(late["errors"][0]["extensions"]["code"], "not-found", "{late}");
}

/// SPEC VER-6: whoever has a workspace of their own reaches nothing of another one through it.
#[tokio::test]
async fn a_document_is_looked_for_in_the_workspace_that_is_named() {
    let studio = Studio::open().await;
    let document = studio.made("pages", json!({ "title": "Minutes" })).await["id"].clone();
    let id = document.as_str().unwrap();
    let editor = studio.door.peer(Protocol::Hocuspocus, id, &studio.ada.token).await;
    editor.insert("as it was").unwrap();
    editor.all_acknowledged().await.unwrap();
    let version = format!("/api/v1/documents/{id}/versions");
    let (status, version) = studio.door.call(&studio.ada, ("POST", &version), &json!({})).await;
    assert_eq!(status, 201, "{version}");
    let eve = studio.door.human("Eve").await;
    studio.door.workspace(&eve, "elsewhere").await;
    for ask in [
        "query($d: String!, $v: String) { workspace(workspace: \"elsewhere\") { versions(document: $d, after: $v) { nodes { id } } } }",
        "mutation($d: String!, $v: String) { createVersion(workspace: \"elsewhere\", document: $d, input: { name: $v }) { id } }",
        "mutation($d: String!, $v: String!) { restoreVersion(workspace: \"elsewhere\", document: $d, version: $v) { changed } }",
        "mutation($d: String!, $v: String!) { updateVersion(workspace: \"elsewhere\", document: $d, version: $v, input: { name: \"mine\" }) { id } }",
        "mutation($d: String!, $v: String!) { deleteVersion(workspace: \"elsewhere\", document: $d, version: $v) }",
    ] {
        let told = studio.graph_as(&eve, ask, json!({ "d": id, "v": version["id"] })).await;
        assert_eq!(told["errors"][0]["extensions"]["code"], "not-found", "{ask}: {told}");
    }
}
