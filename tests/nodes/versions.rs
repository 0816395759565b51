//! Versions of documents that are written on several nodes.

use renexus_load::Protocol;
use serde_json::{Value, json};

use crate::Nodes;
use crate::door::people::{Human, OPEN};
use crate::door::{DEADLINE, Door, until};

/// The versions of a document as a node tells them, the newest first.
async fn list(node: &Door, who: &Human, document: &str) -> Vec<Value> {
    let path = format!("/api/v1/documents/{document}/versions");
    let (status, list) = node.call(who, ("GET", &path), &Value::Null).await;
    assert_eq!(status, 200, "{list}");
    list["items"].as_array().unwrap().clone()
}

/// SPEC VER-1, VER-2, VER-8: what is written on both is one version with both authors, taken once; when the node that
/// takes them dies, the other one does. A restore on one is seen on the other.
#[tokio::test]
async fn of_several_nodes_one_takes_versions() {
    let mut nodes = Nodes::start(2, &[OPEN, ("versions.quiet_seconds", "1")]);
    let [one, two] = &nodes.nodes[..] else { panic!("two nodes") };
    let (ada, ben) = (one.human("Ada").await, two.human("Ben").await);
    one.workspace(&ada, "studio").await;
    one.join(&ada, "studio", &ben, "member").await;
    let pages = ("POST", "/api/v1/workspaces/studio/pages");
    let (_, page) = one.call(&ada, pages, &json!({ "title": "Minutes" })).await;
    let document = page["id"].as_str().unwrap();
    let by_ada = one.peer(Protocol::Hocuspocus, document, &ada.token).await;
    let by_ben = two.peer(Protocol::YWebsocket, document, &ben.token).await;
    for peer in [&by_ada, &by_ben] {
        peer.insert("words ").unwrap();
        peer.all_acknowledged().await.unwrap();
    }
    until("a version is taken", async || !list(two, &ben, document).await.is_empty()).await;
    let first = list(one, &ada, document).await;
    assert_eq!(first.len(), 1, "{first:?}");
    let authors = first[0]["authors"].as_array().unwrap();
    assert!(authors.contains(&json!(ada.id)) && authors.contains(&json!(ben.id)), "{first:?}");

    by_ben.insert("more ").unwrap();
    by_ada.wait_text("words words more ", DEADLINE).await.unwrap();
    let id = first[0]["id"].as_str().unwrap();
    let path = format!("/api/v1/documents/{document}/versions/{id}/restore");
    let (status, restored) = two.call(&ben, ("POST", &path), &Value::Null).await;
    assert_eq!((status, &restored["changed"]), (200, &json!(true)), "{restored}");
    for peer in [&by_ada, &by_ben] {
        peer.wait_text("words words ", DEADLINE).await.unwrap();
    }
    for node in [0, 1] {
        let [one, two] = &nodes.nodes[..] else { panic!("two nodes") };
        let (left, who) = if node == 0 { (two, &ben) } else { (one, &ada) };
        let before = list(left, who, document).await.len();
        nodes.nodes[node].server.kill9().unwrap();
        let left = &nodes.nodes[1 - node];
        let peer = left.peer(Protocol::YWebsocket, document, &who.token).await;
        peer.insert("still ").unwrap();
        peer.all_acknowledged().await.unwrap();
        until("the one that is left takes versions", async || {
            list(left, who, document).await.len() > before
        })
        .await;
        nodes.kill9(node);
    }
}
