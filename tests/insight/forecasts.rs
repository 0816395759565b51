//! Forecasts that somebody asks for, and their track record.

use chrono::{DateTime, Utc};
use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::until;
use crate::hand::Hand;
use crate::past::{ago, steady};
use crate::problem::problem;
use crate::studio::{STUDIO, Studio};

fn times(forecast: &Value) -> Vec<DateTime<Utc>> {
    let levels = forecast["levels"].as_array().unwrap();
    levels.iter().map(|level| level["at"].as_str().unwrap().parse().unwrap()).collect()
}

/// SPEC INS-3, INS-4
#[tokio::test]
async fn both_questions_are_answered_from_what_was_done() {
    let studio = Studio::open().await;
    let asked = json!({ "project": "REN", "question": "when", "size": 10 });
    let little = studio.made("insight/forecasts", asked.clone()).await;
    assert_eq!((&little["id"], &little["levels"]), (&Value::Null, &json!([])));
    assert_eq!(little["history"]["enough"], "no");
    assert!(little["history"]["note"].as_str().unwrap().contains("too little history"));

    steady(&studio, 20).await;
    // Ten a week for twenty weeks: ten more take about a week, and fifty about five.
    let when = studio.made("insight/forecasts", asked.clone()).await;
    assert_eq!(when["history"]["enough"], "yes", "{when}");
    let at = times(&when);
    assert!(at.is_sorted() && at[0] > Utc::now() && at[3] < ago(-40), "{when}");
    let days = (at[0] - Utc::now()).num_days();
    assert!((3..=12).contains(&days), "{days} days to {when}");
    let many = json!({ "project": "REN", "question": "how_many", "size": 28 });
    let many = studio.made("insight/forecasts", many).await;
    let items: Vec<_> = many["levels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["items"].as_i64().unwrap())
        .collect();
    assert!(items.is_sorted_by(|one, next| one >= next), "{items:?}");
    assert!((25..=55).contains(&items[0]) && items[3] > 0, "{items:?}");

    // The same question on the same day has one answer, and is kept once.
    assert_eq!(studio.made("insight/forecasts", asked).await["id"], when["id"]);
    let listed = studio.read("insight/forecasts?project=REN").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let all = json!({ "question": "when", "size": 10 });
    let all = studio.made("insight/forecasts", all).await;
    assert_eq!((&all["project"], times(&all).len()), (&Value::Null, 4));

    for (body, status) in [
        (json!({ "project": "REN", "question": "when", "size": 0 }), 400),
        (json!({ "project": "REN", "question": "how_many", "size": 367 }), 400),
        (json!({ "project": "REN", "question": "who", "size": 5 }), 400),
        (json!({ "project": "NONE", "question": "when", "size": 5 }), 404),
    ] {
        let (found, answer) = studio.ask("POST", "insight/forecasts", &body).await;
        assert_eq!(found, status, "{body}: {answer}");
    }
}

/// SPEC INS-5
#[tokio::test]
async fn a_forecast_is_scored_when_its_date_comes() {
    let studio = Studio::open().await;
    steady(&studio, 16).await;
    let asked = json!({ "project": "REN", "question": "how_many", "size": 7 });
    let made = studio.made("insight/forecasts", asked).await;
    let before = studio.read("insight/track-record?project=REN").await;
    assert_eq!(before["levels"][2]["words"], "No P85 forecast is decided yet.");

    // The clock of the server cannot be moved: the forecast is, by a month.
    let id = made["id"].as_str().unwrap();
    let mut hand = Hand::in_folder(studio.door.folder());
    let stamp = |days| ago(days).format("%Y-%m-%d %H:%M:%S%.6f").to_string();
    hand.change(&format!("UPDATE forecasts SET made_at = '{}' WHERE id = '{id}'", stamp(30)));
    for (level, promised) in [(50, 12), (70, 11), (85, 9), (95, 5)] {
        let due = stamp(23);
        hand.change(&format!(
            "UPDATE forecast_levels SET due_at = '{due}', promised = {promised} \
             WHERE forecast = '{id}' AND level = {level}"
        ));
    }
    until("everything is scored", async || {
        let record = studio.read("insight/track-record?project=REN").await;
        record["levels"].as_array().unwrap().iter().all(|level| level["decided"] == 1)
    })
    .await;
    let record = studio.read("insight/track-record?project=REN").await;
    let kept: Vec<_> = record["levels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kept"].as_i64().unwrap())
        .collect();
    assert_eq!(kept, [0, 0, 1, 1], "ten were done in that week: {record}");
    assert_eq!(record["levels"][2]["words"], "Of the past 1 P85 forecasts, 100 % held.");
    let log = studio.read("events?limit=200").await;
    let scored =
        log["items"].as_array().unwrap().iter().filter(|one| one["type"] == "forecast.scored");
    let scored: Vec<_> = scored.map(|one| (&one["data"]["level"], &one["data"]["kept"])).collect();
    assert_eq!(scored.len(), 4, "{log}");
    assert!(scored.contains(&(&json!(95), &json!(true))), "{scored:?}");
}

/// SPEC INS-6
#[tokio::test]
async fn the_whole_history_is_played_in_one_call() {
    let studio = Studio::open().await;
    steady(&studio, 40).await;
    let played = studio.read("insight/backtest?project=REN").await;
    assert!(played["forecasts"].as_i64().unwrap() > 100, "{played}");
    assert_eq!(played["rows"].as_array().unwrap().len(), 8);
    for level in played["levels"].as_array().unwrap() {
        assert!(level["decided"].as_i64().unwrap() > 50 && level["share"].is_number(), "{level}");
    }
}

/// SPEC INS-7
#[tokio::test]
async fn nobody_sees_the_pace_of_projects_that_they_may_not_read() {
    let studio = Studio::open().await;
    steady(&studio, 16).await;
    let closed = json!({ "closed": true });
    studio.changed("projects/REN", closed).await;
    let asked = json!({ "question": "when", "size": 5 });
    let mine = studio.made("insight/forecasts", asked.clone()).await;
    assert!(!mine["levels"].as_array().unwrap().is_empty());
    let eve = studio.door.human("Eve").await;
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    let doors = [
        "forecasts",
        "track-record",
        "backtest",
        "flow",
        "burn-up",
        "cycle-times",
        "aging",
        "risks",
    ];
    for door in doors {
        let path = format!("{STUDIO}/insight/{door}?project=REN");
        problem(&studio.door.ask(Request::get(&path).bearer(&eve.token)).await, 404, "not-found");
        let path = format!("{STUDIO}/insight/{door}");
        let answer = studio.door.ask(Request::get(&path).bearer(&eve.token)).await;
        assert_eq!(answer.status, 200, "{door}: {}", answer.text());
        assert!(!answer.text().contains("Work "), "{door}: {}", answer.text());
    }
    let path = format!("{STUDIO}/insight/forecasts");
    let (status, hers) = studio.door.call(&eve, ("GET", &path), &Value::Null).await;
    assert_eq!((status, &hers["items"]), (200, &json!([])), "a forecast over a closed project");
    let (_, hers) = studio.door.call(&eve, ("POST", &path), &asked).await;
    assert_eq!(hers["levels"], json!([]), "nothing is done in what she may read");
}
