//! What the assistant of one node leaves is done by another one.

use renexus::rich::to_markdown;
use renexus_actors::replica::{Replica, rich};
use renexus_load::Protocol;
use renexus_wire::rich::{Element, Node, ROOT};
use serde_json::{Value, json};

use crate::Nodes;
use crate::door::people::OPEN;
use crate::door::{DEADLINE, until};
use crate::service::Service;

/// SPEC AI-10: a node dies in the middle of a job; another one takes it when its lease is over, once.
#[tokio::test]
async fn jobs_of_a_node_that_dies_are_done_by_another() {
    let service = Service::start();
    let url = service.url();
    let settings = [
        OPEN,
        ("assistant.url", url.as_str()),
        // The first answer never ends.
        ("assistant.model", "1-long-plain"),
        ("assistant.lease_seconds", "2"),
    ];
    let mut nodes = Nodes::start(2, &settings);
    let ada = nodes.nodes[0].human("Ada").await;
    nodes.nodes[0].workspace(&ada, "studio").await;
    let pages = "/api/v1/workspaces/studio/pages";
    let (_, page) =
        nodes.nodes[0].call(&ada, ("POST", pages), &json!({ "title": "Minutes" })).await;
    let document = page["id"].as_str().unwrap().to_owned();
    let writer = nodes.nodes[0].peer(Protocol::Hocuspocus, &document, &ada.token).await;
    let said = Element::new("paragraph", vec![Node::plain("We met on Monday.")]).into();
    writer.apply_update(&Replica::from_rich(ROOT, &[said]).unwrap()).unwrap();
    writer.all_acknowledged().await.unwrap();
    let before = writer.read(|txn| to_markdown(&rich::read(txn, ROOT)));
    let path = format!("/api/v1/documents/{document}/assistant");
    let asked = json!({ "task": "summarise" });
    let (status, job) = nodes.nodes[0].call(&ada, ("POST", &path), &asked).await;
    assert_eq!(status, 202, "{job}");
    writer
        .wait_read("the first lines", DEADLINE, |txn| {
            to_markdown(&rich::read(txn, ROOT)).contains("Line 3 of many").then_some(())
        })
        .await
        .unwrap();
    drop(writer);
    // Whichever node is at it dies.
    let mut at_it = 0;
    for (number, node) in nodes.nodes.iter().enumerate() {
        if node.metrics().await.contains("renexus_assistant_jobs 1") {
            at_it = number;
        }
    }
    drop(nodes.nodes.remove(at_it));
    let left = &nodes.nodes[0];
    let one = format!("{path}/{}", job["id"].as_str().unwrap());
    until("the other node has done it", async || {
        left.call(&ada, ("GET", &one), &Value::Null).await.1["state"] == "offered"
    })
    .await;
    let (_, done) = left.call(&ada, ("GET", &one), &Value::Null).await;
    assert_eq!(done["attempts"], 2, "{done}");
    assert_eq!(service.seen().await.len(), 2, "each attempt asks once");
    // Nothing of the attempt that died is left.
    let reader = left.peer(Protocol::Hocuspocus, &document, &ada.token).await;
    let text = reader.read(|txn| to_markdown(&rich::read(txn, ROOT)));
    assert!(text.starts_with(&before) && !text.contains("of many"), "{text}");
    assert_eq!(text.matches("## Next steps").count(), 1, "{text}");
}
