//! The board: order, drops, and what two people make of it at once.

use rand::Rng;
use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::chance;
use crate::door::people::Human;
use crate::studio::{STUDIO, Studio, titles};

/// SPEC TASK-9
#[tokio::test]
async fn a_card_lands_where_it_was_dropped() {
    let studio = Studio::open().await;
    for title in ["A", "B", "C", "D"] {
        studio.task(title, json!({})).await;
    }
    let drop = async |key: &str, to: Value| {
        let (status, moved) = studio.ask("POST", &format!("tasks/{key}/move"), &to).await;
        assert_eq!(status, 200, "{moved}");
        moved
    };
    assert_eq!(studio.column("To do").await, ["A", "B", "C", "D"]);
    drop("REN-4", json!({ "after": "REN-1" })).await;
    assert_eq!(studio.column("To do").await, ["A", "D", "B", "C"]);
    drop("REN-3", json!({ "before": "REN-1" })).await;
    assert_eq!(studio.column("To do").await, ["C", "A", "D", "B"]);
    drop("REN-3", json!({})).await;
    assert_eq!(studio.column("To do").await, ["A", "D", "B", "C"]);
    // The card above went elsewhere meanwhile: the one below tells the place.
    let started = studio.status("In progress").await;
    let moved = drop("REN-1", json!({ "status": started })).await;
    assert_eq!((&moved["status"], &moved["version"]), (&json!(started), &json!(2)));
    assert!(moved["started_at"].is_string());
    drop("REN-2", json!({ "after": "REN-1", "before": "REN-4" })).await;
    assert_eq!(studio.column("To do").await, ["B", "D", "C"]);
    assert_eq!(studio.column("In progress").await, ["A"]);
    let history = studio.read("tasks/REN-1/history").await;
    assert_eq!(history["items"][0]["field"], "status");
    let (status, wrong) = studio.ask("POST", "tasks/REN-1/move", &json!({ "after": "X-1" })).await;
    assert_eq!((status, &wrong["type"]), (400, &json!("/problems/invalid")));
}

/// SPEC TASK-9
#[tokio::test]
async fn two_people_who_drag_at_once_see_the_same_order() {
    let studio = Studio::open().await;
    let cards = 24;
    for number in 0..cards {
        studio.task(&format!("Card {number}"), json!({})).await;
    }
    let bo = studio.door.human("Bo").await;
    studio.door.join(&studio.ada, "studio", &bo, "member").await;
    let seed = chance::seed();
    let drag = async |who: &Human, mut dice: rand::rngs::StdRng| {
        for _ in 0..60 {
            let card = dice.random_range(1..=cards);
            // Half of all drops meet at the same place.
            let spot = if dice.random_bool(0.5) { 1 } else { dice.random_range(1..=cards) };
            let to = match dice.random_bool(0.5) {
                true => json!({ "after": format!("REN-{spot}") }),
                false => json!({ "before": format!("REN-{spot}") }),
            };
            let path = format!("{STUDIO}/tasks/REN-{card}/move");
            let (status, moved) = studio.door.call(who, ("POST", &path), &to).await;
            assert_eq!(status, 200, "{moved}");
        }
    };
    tokio::join!(drag(&studio.ada, chance::dice(seed)), drag(&bo, chance::dice(seed ^ 1)));
    let board = studio.read("projects/REN/board").await;
    let tasks = board["columns"][1]["tasks"].as_array().unwrap();
    let ranks: Vec<_> = tasks.iter().map(|task| task["rank"].as_str().unwrap()).collect();
    assert_eq!(ranks.len(), cards);
    assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]), "{ranks:?}");
    // Whoever patched a board with the events of all moves has the same order.
    assert_eq!(patched(&studio).await, titles(&board["columns"][1]["tasks"]));
}

/// SPEC TASK-10
#[tokio::test]
async fn a_crowded_spot_is_spread_and_ranks_stay_short() {
    let studio = Studio::open().await;
    for title in ["Top", "A", "B"] {
        studio.task(title, json!({})).await;
    }
    for _ in 0..150 {
        for key in ["REN-2", "REN-3"] {
            let to = json!({ "after": "REN-1" });
            assert_eq!(studio.ask("POST", &format!("tasks/{key}/move"), &to).await.0, 200);
        }
    }
    let board = studio.read("projects/REN/board").await;
    assert_eq!(titles(&board["columns"][1]["tasks"]), ["Top", "B", "A"]);
    for task in board["columns"][1]["tasks"].as_array().unwrap() {
        assert!(task["rank"].as_str().unwrap().len() <= 24, "{task}");
    }
    let log = events(&studio).await;
    assert!(log.iter().any(|event| event["type"] == "board.spread"));
    assert_eq!(patched(&studio).await, ["Top", "B", "A"]);
}

/// SPEC TASK-11
#[tokio::test]
async fn a_board_shows_the_first_cards_of_each_column_and_goes_on() {
    let studio = Studio::open().await;
    for number in 0..7 {
        let priority = if number % 2 == 0 { "high" } else { "low" };
        studio.task(&format!("{number}"), json!({ "priority": priority })).await;
    }
    let board = studio.read("projects/REN/board?limit=3").await;
    let column = &board["columns"][1];
    assert_eq!(
        (titles(&column["tasks"]), &column["count"]),
        (vec!["0".into(), "1".into(), "2".into()], &json!(7))
    );
    let status = column["status"]["name"].as_str().unwrap();
    let after = column["next"].as_str().unwrap();
    let more =
        format!("sort=rank&after={after}&filter=status%3A%22{}%22", status.replace(' ', "%20"));
    assert_eq!(studio.titles(&more).await, ["3", "4", "5", "6"]);
    let board = studio.read("projects/REN/board?filter=priority%3Ahigh").await;
    assert_eq!(titles(&board["columns"][1]["tasks"]), ["0", "2", "4", "6"]);
    assert_eq!(board["columns"][1]["count"], 4);
    assert_eq!(board["seq"], studio.read("").await["seq"]);
}

/// SPEC API-5
#[tokio::test]
async fn a_board_is_kept_until_something_changes() {
    let studio = Studio::open().await;
    studio.task("One", json!({})).await;
    for path in ["projects/REN/board", "tasks?sort=rank"] {
        let look = async || {
            let answer = studio.answer(Request::get(&format!("{STUDIO}/{path}"))).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            (answer.header("x-cache").unwrap().to_owned(), answer.text())
        };
        assert_eq!(look().await.0, "miss");
        assert_eq!(look().await.0, "hit");
        let title = format!("Changed for {path}");
        studio.changed("tasks/REN-1", json!({ "title": title })).await;
        let (word, text) = look().await;
        assert!(word == "miss" && text.contains(&title), "{word}: {text}");
    }
}

/// SPEC TASK-12
#[tokio::test]
async fn a_card_that_goes_to_another_project_gets_a_number_there() {
    let studio = Studio::open().await;
    studio.made("projects", json!({ "key": "WEB", "name": "Site" })).await;
    let cycle = json!({ "name": "One", "start": "2026-11-02", "end": "2026-11-15" });
    let cycle = studio.made("projects/REN/cycles", cycle).await;
    let task = studio.task("Wanderer", json!({ "cycle": cycle["id"] })).await;
    let to = json!({ "project": "WEB" });
    let (status, moved) = studio.ask("POST", "tasks/REN-1/move", &to).await;
    assert_eq!(status, 200, "{moved}");
    assert_eq!((&moved["key"], &moved["cycle"]), (&json!("WEB-1"), &Value::Null));
    assert_eq!((&moved["id"], &moved["document"]), (&task["id"], &task["document"]));
    assert_eq!(studio.ask("GET", "tasks/REN-1", &Value::Null).await.0, 404);
    assert_eq!(studio.filtered("project:WEB").await, ["Wanderer"]);
}

/// The log of the workspace, from the archive that holds it.
async fn events(studio: &Studio) -> Vec<Value> {
    crate::export::lines(studio, "events.jsonl").await
}

/// The titles of the first column that has cards, as events alone tell them.
async fn patched(studio: &Studio) -> Vec<String> {
    let mut cards = std::collections::BTreeMap::new();
    for event in events(studio).await {
        let data = &event["data"];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        if let Some(task) = data.get("task").filter(|task| task.is_object()) {
            cards.insert(text(&task["id"]), (text(&task["rank"]), text(&task["title"])));
        }
        for new in data.get("ranks").and_then(Value::as_array).into_iter().flatten() {
            cards.get_mut(&text(&new["task"])).unwrap().0 = text(&new["rank"]);
        }
    }
    let mut cards: Vec<_> =
        cards.into_iter().map(|(id, (rank, title))| (rank, id, title)).collect();
    cards.sort();
    cards.into_iter().map(|(_, _, title)| title).collect()
}
