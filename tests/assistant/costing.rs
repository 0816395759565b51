//! What the assistant costs, who sees it, and who switches it.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::Studio;
use crate::problem::problem;

const PLACE: &str = "/api/v1/workspaces/studio/assistant";

/// SPEC AI-11
#[tokio::test]
async fn a_workspace_uses_so_much_in_a_day_and_no_more() {
    let studio = Studio::open("plain", &[("assistant.tokens_per_day", "100")]).await;
    for used in [60, 120] {
        let job = studio.ask(json!({ "task": "summarise" })).await;
        studio.until(&job, "offered").await;
        let (status, shown) = studio.call(&studio.ada, ("GET", PLACE), Value::Null).await;
        assert_eq!((status, &shown["tokens_today"]), (200, &json!(used)), "{shown}");
        assert_eq!((&shown["on"], &shown["available"]), (&json!(true), &json!(true)));
        assert_eq!((&shown["model"], &shown["jobs"]), (&json!("plain"), &json!(0)));
    }
    let again = Request::post(&studio.path()).bearer(&studio.ada.token);
    let refused = studio.door.ask(again.json(r#"{"task":"summarise"}"#)).await;
    problem(&refused, 429, "too-many");
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=86_400).contains(&wait), "{wait}");
}

/// SPEC AI-11
#[tokio::test]
async fn only_so_many_jobs_wait() {
    let settings = [("assistant.waiting_per_workspace", "2")];
    let studio = Studio::open("long", &settings).await;
    for _ in 0..2 {
        studio.ask(json!({ "task": "summarise" })).await;
    }
    let body = json!({ "task": "summarise" });
    let (status, told) = studio.call(&studio.ada, ("POST", &studio.path()), body).await;
    assert_eq!(status, 429, "{told}");
    assert!(told["detail"].as_str().unwrap().contains("assistant.waiting_per_workspace"), "{told}");
}

/// SPEC AI-12
#[tokio::test]
async fn admins_switch_it_and_every_call_is_on_record() {
    let studio = Studio::open("plain", &[]).await;
    let mel = studio.door.human("Mel").await;
    studio.door.join(&studio.ada, "studio", &mel, "member").await;
    let (status, shown) = studio.call(&mel, ("GET", PLACE), Value::Null).await;
    assert_eq!((status, &shown["model"]), (200, &Value::Null), "{shown}");
    let off = json!({ "on": false });
    assert_eq!(studio.call(&mel, ("PATCH", PLACE), off.clone()).await.0, 403);
    assert_eq!(studio.call(&mel, ("GET", &format!("{PLACE}/calls")), Value::Null).await.0, 403);

    let job = studio.ask(json!({ "task": "summarise" })).await;
    studio.until(&job, "offered").await;
    let (status, switched) = studio.call(&studio.ada, ("PATCH", PLACE), off).await;
    assert_eq!((status, &switched["version"]), (200, &json!(1)), "{switched}");
    let body = json!({ "task": "summarise" });
    let (status, told) = studio.call(&studio.ada, ("POST", &studio.path()), body).await;
    assert_eq!(status, 409, "{told}");
    let stale = Request::new("PATCH", PLACE).bearer(&studio.ada.token).header("if-match", "\"0\"");
    problem(&studio.door.ask(stale.json("{}")).await, 412, "stale");

    let on = json!({ "on": true, "keep_prompts": true });
    assert_eq!(studio.call(&studio.ada, ("PATCH", PLACE), on).await.0, 200);
    let job = studio.ask(json!({ "task": "actions" })).await;
    studio.until(&job, "offered").await;
    let (_, calls) =
        studio.call(&studio.ada, ("GET", &format!("{PLACE}/calls")), Value::Null).await;
    let [latest, first] = calls["items"].as_array().unwrap().as_slice() else { panic!("{calls}") };
    for call in [latest, first] {
        assert_eq!((&call["person"], &call["model"]), (&json!(studio.ada.id), &json!("plain")));
        assert_eq!(
            (&call["outcome"], &call["document"]),
            (&json!("answered"), &json!(studio.document))
        );
        assert_eq!((&call["prompt_tokens"], &call["answer_tokens"]), (&json!(40), &json!(20)));
    }
    assert_eq!((&latest["purpose"], &first["purpose"]), (&json!("actions"), &json!("summarise")));
    assert_eq!(first["prompt"], Value::Null);
    let kept = latest["prompt"].as_str().unwrap();
    assert!(kept.contains("We met on Monday.") && !kept.contains("sk-hush"), "{kept}");
}

/// SPEC AI-21
#[tokio::test]
async fn admins_read_what_was_used_and_what_it_cost() {
    let prices = [
        ("assistant.asked_price", "2.5"),
        ("assistant.answered_price", "10"),
        ("assistant.currency", "EUR"),
    ];
    let mut studio = Studio::open("plain", &prices).await;
    for _ in 0..2 {
        let job = studio.ask(json!({ "task": "summarise" })).await;
        studio.until(&job, "offered").await;
    }
    let (_, shown) = studio.call(&studio.ada, ("GET", PLACE), Value::Null).await;
    let usage = &shown["usage"];
    assert_eq!(usage["currency"], "EUR", "{shown}");
    for time in ["today", "month"] {
        let used = &usage[time];
        let counts = ["calls", "prompt_tokens", "answer_tokens"].map(|name| &used[name]);
        assert_eq!(counts, [&json!(2), &json!(80), &json!(40)], "{shown}");
        let cost = used["cost"].as_f64().unwrap();
        assert!((cost - (80.0 * 2.5 + 40.0 * 10.0) / 1e6).abs() < 1e-12, "{cost}");
    }
    let mel = studio.door.human("Mel").await;
    studio.door.join(&studio.ada, "studio", &mel, "member").await;
    assert_eq!(studio.call(&mel, ("GET", PLACE), Value::Null).await.1["usage"], Value::Null);
    // Without prices it is not said that it cost nothing.
    studio.restart("plain", &[]).await;
    let (_, shown) = studio.call(&studio.ada, ("GET", PLACE), Value::Null).await;
    assert_eq!(shown["usage"]["today"]["cost"], Value::Null, "{shown}");
    assert_eq!(shown["usage"]["today"]["calls"], 2, "{shown}");
}
