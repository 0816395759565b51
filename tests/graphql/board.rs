//! A whole board: what REST says, in as few looks as there are kinds of things.

use serde_json::{Value, json};

use crate::studio::Studio;

/// Everything that a card shows.
const CARD: &str = "id key projectId number title documentId statusId rank priority estimate start due \
     parentId cycleId milestoneId assigneeIds labelIds version createdById createdAt updatedAt \
     startedAt completedAt archivedAt";

/// A card of REST with the names of GraphQL.
fn renamed(card: &Value) -> Value {
    let mut told = serde_json::Map::new();
    for (name, value) in card.as_object().unwrap() {
        let name = match name.as_str() {
            "project" | "document" | "status" | "parent" | "cycle" | "milestone" | "created_by" => {
                format!("{name}_id")
            }
            "assignees" | "labels" => format!("{}_ids", name.trim_end_matches('s')),
            other => other.to_owned(),
        };
        let mut parts = name.split('_');
        let mut camel = parts.next().unwrap().to_owned();
        for part in parts {
            camel.push_str(&part[..1].to_uppercase());
            camel.push_str(&part[1..]);
        }
        let value = match camel.as_str() {
            "priority" => json!(value.as_str().unwrap().to_uppercase()),
            // The same instants; GraphQL writes UTC as an offset.
            name if name.ends_with("At") && value.is_string() => {
                json!(value.as_str().unwrap().replace('Z', "+00:00"))
            }
            _ => value.clone(),
        };
        told.insert(camel, value);
    }
    Value::Object(told)
}

async fn full_board(cards: usize) -> Studio {
    // The texts of the cards are not read for search meanwhile: that would be counted.
    let studio = Studio::with(&[("search.quiet_seconds", "3600")]).await;
    let label = studio.made("labels", json!({ "name": "bug" })).await;
    let eve = studio.door.human("Eve").await;
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    let (todo, doing) = (studio.status("To do").await, studio.status("In progress").await);
    let mut parent = Value::Null;
    for n in 0..cards {
        let status = if n % 2 == 0 { &todo } else { &doing };
        let people = if n % 3 == 0 { vec![&eve.id] } else { vec![&eve.id, &studio.ada.id] };
        let more = json!({
            "status": status, "labels": [label["id"]], "assignees": people, "parent": parent,
            "priority": "high", "due": "2026-12-24",
        });
        let made = studio.task(&format!("Card {n}"), more).await;
        if n == 0 {
            parent = made["key"].clone();
            let body = json!({ "place_kind": "task", "place": made["id"], "body": "Hello" });
            studio.made("threads", body).await;
        }
    }
    studio
}

/// SPEC GQL-1, GQL-3
#[tokio::test]
async fn a_board_is_the_board_of_rest() {
    let studio = full_board(12).await;
    let rest = studio.read("projects/REN/board").await;
    let query = format!(
        "{{ workspace(workspace: \"studio\") {{ project(project: \"REN\") {{ board {{ seq project {{ key }} \
         columns {{ count endCursor status {{ id name category position }} tasks {{ {CARD} }} }} }} }} }} }}"
    );
    let graph = studio.graph(&query, Value::Null).await;
    let board = &graph["workspace"]["project"]["board"];
    assert_eq!((&board["seq"], &board["project"]["key"]), (&rest["seq"], &json!("REN")));
    let columns = board["columns"].as_array().unwrap();
    assert_eq!(columns.len(), rest["columns"].as_array().unwrap().len());
    let mut cards = 0;
    for (seen, expected) in columns.iter().zip(rest["columns"].as_array().unwrap()) {
        assert_eq!(seen["count"], expected["count"]);
        assert_eq!(seen["status"]["id"], expected["status"]["id"]);
        assert_eq!(seen["status"]["position"], expected["status"]["position"]);
        let expected: Vec<_> = expected["tasks"].as_array().unwrap().iter().map(renamed).collect();
        cards += expected.len();
        assert_eq!(seen["tasks"], Value::Array(expected));
    }
    assert_eq!(cards, 12);
}

/// What a board shows with everything that its cards lead to.
const WHOLE: &str = "{ workspace(workspace: \"studio\") { project(project: \"REN\") { board(first: 200) { columns { \
     status { name } tasks { key title project { key } status { name } assignees { name handle } \
     labels { name color } parent { key } createdBy { name } commentCount } } } } } }";

async fn statements(studio: &Studio) -> u64 {
    studio.door.figure("renexus_database_statements_total").await
}

/// The statements of one read, and what it gave. The server also looks after itself: the least of
/// several counts.
async fn cost(studio: &Studio) -> (u64, Value) {
    let mut least = u64::MAX;
    let mut seen = Value::Null;
    for n in 0..8 {
        // Nothing of it may be kept from before.
        studio.changed("projects/REN", json!({ "about": format!("look {n}") })).await;
        let before = statements(studio).await;
        seen = studio.graph(WHOLE, Value::Null).await;
        least = least.min(statements(studio).await - before);
    }
    (least, seen)
}

/// SPEC GQL-4
#[tokio::test]
async fn a_board_of_200_cards_costs_as_many_statements_as_one_of_10() {
    let (small, large) = (full_board(10).await, full_board(200).await);
    let (few, _) = cost(&small).await;
    let (many, board) = cost(&large).await;
    let columns = board["workspace"]["project"]["board"]["columns"].as_array().unwrap();
    let cards: Vec<_> = columns.iter().flat_map(|it| it["tasks"].as_array().unwrap()).collect();
    assert_eq!(cards.len(), 200);
    for card in &cards {
        assert_eq!(card["project"]["key"], "REN");
        assert_eq!(card["labels"], json!([{ "name": "bug", "color": "#8a8f98" }]));
        assert_eq!(card["createdBy"]["name"], "Ada");
        let people = card["assignees"].as_array().unwrap();
        assert!((1..=2).contains(&people.len()) && people.iter().any(|it| it["name"] == "Eve"));
        let first = card["key"] == "REN-1";
        assert_eq!(card["commentCount"], u64::from(first));
        assert_eq!(card["parent"].is_null(), first, "{card}");
    }
    println!("{few} statements for 10 cards, {many} for 200");
    assert!(many <= few + 2, "{few} statements for 10 cards, {many} for 200");
    assert!(many < 60, "{many} statements");
}
