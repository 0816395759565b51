//! Documents of a workspace in their tree. See `PAGE` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;

use door::Door;
use door::people::{Human, OPEN};
use renexus_load::Protocol;
use serde_json::{Value, json};

const PAGES: &str = "/api/v1/workspaces/studio/pages";

async fn made(door: &Door, who: &Human, body: Value) -> String {
    let (status, page) = door.call(who, ("POST", PAGES), &body).await;
    assert_eq!(status, 201, "{page}");
    page["id"].as_str().unwrap().to_owned()
}

/// Titles, each behind as many dots as it stands deep, in the order of the tree.
async fn tree(door: &Door, who: &Human) -> Vec<String> {
    let (status, page) = door.call(who, ("GET", PAGES), &Value::Null).await;
    assert_eq!(status, 200, "{page}");
    let all = page["items"].as_array().unwrap().clone();
    fn below(all: &[Value], parent: &Value, depth: usize, out: &mut Vec<String>) {
        for page in all.iter().filter(|page| &page["parent"] == parent) {
            out.push(format!("{}{}", ".".repeat(depth), page["title"].as_str().unwrap()));
            below(all, &page["id"], depth + 1, out);
        }
    }
    let mut out = Vec::new();
    below(&all, &Value::Null, 0, &mut out);
    out
}

/// SPEC PAGE-1, PAGE-2, PAGE-3
#[tokio::test]
async fn documents_stand_in_a_tree_that_is_put_in_order() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let plans = made(&door, &ada, json!({ "title": "Plans", "icon": "🗺️" })).await;
    let notes = made(&door, &ada, json!({ "title": "Notes" })).await;
    let first = made(&door, &ada, json!({ "title": "First", "parent": plans })).await;
    let second = made(&door, &ada, json!({ "title": "Second", "parent": plans })).await;
    assert_eq!(tree(&door, &ada).await, ["Plans", ".First", ".Second", "Notes"]);

    // What it is called by in the tree is what it is opened by on the sockets.
    let peer = door.peer(Protocol::Hocuspocus, &first, &ada.token).await;
    peer.insert("hello").unwrap();
    peer.all_acknowledged().await.unwrap();

    let change = async |id: &str, body: Value| {
        door.call(&ada, ("PATCH", &format!("{PAGES}/{id}")), &body).await
    };
    assert_eq!(change(&second, json!({ "behind": null })).await.0, 200);
    assert_eq!(change(&notes, json!({ "parent": plans, "behind": second })).await.0, 200);
    assert_eq!(tree(&door, &ada).await, ["Plans", ".Second", ".Notes", ".First"]);
    assert_eq!(change(&notes, json!({ "parent": null, "title": "Old notes" })).await.0, 200);
    assert_eq!(tree(&door, &ada).await, ["Plans", ".Second", ".First", "Old notes"]);

    let (status, problem) = change(&plans, json!({ "parent": first })).await;
    assert_eq!(status, 409, "{problem}");
    let (status, problem) = change(&plans, json!({ "behind": first })).await;
    assert_eq!(status, 409, "{problem}");
    let (status, problem) = change(&plans, json!({ "title": "x".repeat(201) })).await;
    assert_eq!((status, problem["detail"].as_str().unwrap().contains("title")), (400, true));

    // Those below a page that is deleted move up, and its content is gone.
    let path = format!("{PAGES}/{plans}");
    assert_eq!(door.call(&ada, ("DELETE", &path), &Value::Null).await.0, 204);
    assert_eq!(tree(&door, &ada).await, ["Second", "First", "Old notes"]);
    assert_eq!(door.call(&ada, ("GET", &path), &Value::Null).await.0, 404);
    let late = door.connect(Protocol::YWebsocket, &plans, &ada.token).await;
    if let Ok(late) = late {
        late.synced().await.unwrap_err();
    }
}

/// SPEC PAGE-2
#[tokio::test]
async fn a_crowded_place_in_the_tree_is_spread() {
    let door = Door::with(&[OPEN, ("rates.write_burst", "0")]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let mut ids = Vec::new();
    for title in ["A", "B", "C", "D"] {
        ids.push(made(&door, &ada, json!({ "title": title })).await);
    }
    // Each one goes right behind the first, where room halves each time.
    let mut expected = vec!["A", "D", "C", "B"];
    for turn in 0..200 {
        let moved = 1 + turn % 3;
        let path = format!("{PAGES}/{}", ids[moved]);
        let (status, page) = door.call(&ada, ("PATCH", &path), &json!({ "behind": ids[0] })).await;
        assert_eq!(status, 200, "{page}");
        let rank = page["rank"].as_str().unwrap();
        assert!(rank.len() <= 24, "turn {turn}: {rank}");
        let title = ["A", "B", "C", "D"][moved];
        expected.retain(|other| *other != title);
        expected.insert(1, title);
    }
    assert_eq!(tree(&door, &ada).await, expected);
}

/// SPEC PAGE-4, PAGE-5
#[tokio::test]
async fn a_closed_document_is_for_those_who_are_named() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let eve = door.human("Eve").await;
    door.join(&ada, "studio", &eve, "member").await;
    let open = made(&door, &ada, json!({ "title": "Zeppelin" })).await;
    let closed = made(&door, &ada, json!({ "title": "Zebra", "closed": true })).await;
    made(&door, &ada, json!({ "title": "Zither", "parent": closed })).await;
    // A branch whose stem she cannot see grows from the ground.
    assert_eq!(tree(&door, &eve).await, ["Zeppelin", "Zither"]);
    let path = format!("{PAGES}/{closed}");
    assert_eq!(door.call(&eve, ("GET", &path), &Value::Null).await.0, 404);
    let search = "/api/v1/workspaces/studio/search?q=ze";
    let titles = async |who: &Human| {
        let found = door.call(who, ("GET", search), &Value::Null).await.1;
        let items = found["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|item| item["title"]["text"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(&eve).await, ["Zeppelin"]);
    assert_eq!(titles(&ada).await.len(), 2);
    let events = door
        .call(&eve, ("GET", "/api/v1/workspaces/studio/events"), &Value::Null)
        .await
        .1
        .to_string();
    assert!(events.contains("page.created"), "{events}");
    assert!(!events.contains("Zebra") && !events.contains("Zeppelin"), "{events}");

    // Closing reaches sockets that are open.
    let peer = door.peer(Protocol::Hocuspocus, &open, &eve.token).await;
    let body = json!({ "closed": true });
    assert_eq!(door.call(&ada, ("PATCH", &format!("{PAGES}/{open}")), &body).await.0, 200);
    door::until("she is sent away", async || {
        peer.dismissed().is_some() || peer.denied().is_some() || peer.closed().is_some()
    })
    .await;
}

/// SPEC PAGE-6
#[tokio::test]
async fn a_change_that_is_based_on_something_older_is_told() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let page = made(&door, &ada, json!({})).await;
    let path = format!("{PAGES}/{page}");
    let request = |body: &str| {
        renexus_load::http::Request::new("PATCH", &path)
            .bearer(&ada.token)
            .header("if-match", "\"1\"")
            .json(body)
    };
    assert_eq!(door.ask(request(r#"{"title":"One"}"#)).await.status, 200);
    let stale = door.ask(request(r#"{"title":"Two"}"#)).await;
    assert_eq!(stale.status, 412);
    assert_eq!(stale.json().unwrap()["current"]["title"], "One");
    let below = made(&door, &ada, json!({ "title": "Below", "parent": page })).await;
    let body = json!({ "archived": true });
    assert_eq!(door.call(&ada, ("PATCH", &path), &body).await.0, 200);
    assert!(tree(&door, &ada).await.is_empty());
    let all = door.call(&ada, ("GET", &format!("{PAGES}?archived=true")), &Value::Null).await.1;
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    let body = json!({ "archived": false });
    assert_eq!(door.call(&ada, ("PATCH", &path), &body).await.0, 200);
    assert_eq!(tree(&door, &ada).await, ["One", ".Below"]);

    // As deep as it goes, and what stands below a page counts with it.
    let mut deepest = below;
    for _ in 0..18 {
        deepest = made(&door, &ada, json!({ "parent": deepest })).await;
    }
    let (status, problem) = door.call(&ada, ("POST", PAGES), &json!({ "parent": deepest })).await;
    assert_eq!(status, 409, "{problem}");
    let stem = made(&door, &ada, json!({ "title": "Stem" })).await;
    let (status, problem) = door.call(&ada, ("PATCH", &path), &json!({ "parent": stem })).await;
    assert_eq!(status, 409, "{problem}");
}
