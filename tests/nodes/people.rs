//! People, events and rights across nodes.

use renexus_load::Protocol;
use serde_json::json;

use crate::Nodes;
use crate::door::line::Line;
use crate::door::people::OPEN;
use crate::door::{CUT_OFF, DEADLINE};

/// SPEC NODE-6: what happens on one node is heard on the other, in order and once.
#[tokio::test]
async fn what_happens_on_one_node_is_heard_on_the_other() {
    let nodes = Nodes::start(2, &[OPEN]);
    let [one, two] = &nodes.nodes[..] else { panic!("two nodes") };
    let ada = one.human("Ada").await;
    let studio = one.workspace(&ada, "studio").await;
    let mut line = Line::channel(two, &studio, &ada.token).await;
    line.granted().await;
    let (status, project) = one
        .call(
            &ada,
            ("POST", "/api/v1/workspaces/studio/projects"),
            &json!({ "name": "Site", "key": "SITE" }),
        )
        .await;
    assert_eq!(status, 201, "{project}");
    let tasks = "/api/v1/workspaces/studio/tasks";
    for number in 0..10 {
        // Either node takes it.
        let node = if number % 2 == 0 { one } else { two };
        let (status, task) = node
            .call(
                &ada,
                ("POST", tasks),
                &json!({ "project": "SITE", "title": format!("{number}") }),
            )
            .await;
        assert_eq!(status, 201, "{task}");
    }
    let mut heard = Vec::new();
    while heard.last() != Some(&"9".to_owned()) {
        let event = tokio::time::timeout(DEADLINE, line.told()).await.unwrap();
        if event["type"] == "task.created" {
            heard.push(event["data"]["task"]["title"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(heard, (0..10).map(|number| number.to_string()).collect::<Vec<_>>());
}

/// SPEC NODE-7: rights that are taken on one node are gone on the sockets of the other.
#[tokio::test]
async fn rights_that_change_are_in_force_on_every_node() {
    let nodes = Nodes::start(2, &[OPEN]);
    let [one, two] = &nodes.nodes[..] else { panic!("two nodes") };
    let (ada, bob) = (one.human("Ada").await, two.human("Bob").await);
    let studio = one.workspace(&ada, "studio").await;
    let body = json!({ "id": "plan", "workspace": studio }).to_string();
    let made =
        renexus_load::http::Request::post("/api/documents").bearer(&nodes.token()).json(&body);
    assert_eq!(one.ask(made).await.status, 201);
    one.join(&ada, "studio", &bob, "member").await;
    let peer = two.peer(Protocol::Hocuspocus, "plan", &bob.token).await;
    assert_eq!(peer.scope().as_deref(), Some("read-write"));
    let member = format!("/api/v1/workspaces/studio/members/{}", bob.id);
    let (status, _) = one.call(&ada, ("DELETE", &member), &serde_json::Value::Null).await;
    assert_eq!(status, 204);
    peer.wait_denied(CUT_OFF).await.unwrap();
}
