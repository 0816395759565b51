//! Words, beginnings, mistakes, scripts without spaces, filters, pages.

use serde_json::json;

use crate::problem::problem;
use crate::{Studio, encoded};

/// SPEC SRCH-1, SRCH-2
#[tokio::test]
async fn words_and_their_beginnings_are_found_in_titles_at_once() {
    let studio = Studio::open().await;
    studio.task("Crash when the editor starts").await;
    studio.task("Editors write on").await;
    let changed = studio.task("Nothing yet").await;
    assert_eq!(studio.titles("crash").await, ["Crash when the editor starts"]);
    assert_eq!(studio.titles("start edit").await, ["Crash when the editor starts"]);
    assert_eq!(studio.titles("editors").await, ["Editors write on"]);
    // A whole word comes before the beginning of a longer one.
    let both = studio.titles("editor").await;
    assert_eq!(both, ["Crash when the editor starts", "Editors write on"]);
    assert_eq!(studio.titles("edit -crash").await, ["Editors write on"]);
    assert_eq!(studio.titles("\"the editor\"").await, ["Crash when the editor starts"]);
    assert!(studio.titles("\"editor the\"").await.is_empty());
    assert_eq!(studio.titles("renexus").await, ["REN Renexus"]);

    let path = format!("/api/v1/workspaces/studio/tasks/{}", changed["id"].as_str().unwrap());
    let body = json!({ "title": "Zürich by night" });
    let (status, _) = studio.door.call(&studio.ada, ("PATCH", &path), &body).await;
    assert_eq!(status, 200);
    assert_eq!(studio.titles("zurich").await, ["Zürich by night"]);
    assert!(studio.titles("nothing").await.is_empty());
}

/// SPEC SRCH-3
#[tokio::test]
async fn mistakes_are_forgiven_and_unspaced_scripts_are_found() {
    let studio = Studio::open().await;
    studio.task("Crash on start").await;
    studio.task("Synchronisation is slow").await;
    studio.task("東京で日本語を検索する").await;
    studio.task("한국어 검색").await;
    for (typed, found) in [
        ("crahs", "Crash on start"),
        ("crsh", "Crash on start"),
        ("synchronization", "Synchronisation is slow"),
        ("日本語", "東京で日本語を検索する"),
        ("検索", "東京で日本語を検索する"),
        ("東", "東京で日本語を検索する"),
        ("る", "東京で日本語を検索する"),
        ("검색", "한국어 검색"),
    ] {
        assert_eq!(studio.titles(typed).await, [found], "{typed}");
    }
    assert!(studio.titles("本日").await.is_empty());
    assert!(studio.titles("cabbage").await.is_empty());
}

/// SPEC SRCH-4
#[tokio::test]
async fn places_are_told_as_ranges_and_never_as_markup() {
    let studio = Studio::open().await;
    studio.task("<b>😀 crash</b>").await;
    let (_, page) = studio.page(&studio.ada, "q=crash").await;
    let title = &page["items"][0]["title"];
    assert_eq!(title["text"], "<b>😀 crash</b>");
    assert_eq!(title["ranges"], json!([{ "start": 6, "end": 11 }]));
    assert_eq!(page["items"][0]["key"], "REN-1");
    let named = studio.titles("REN-1").await;
    assert_eq!(named, ["<b>😀 crash</b>"]);
}

/// SPEC SRCH-5
#[tokio::test]
async fn filters_narrow_a_search_down_to_tasks() {
    let studio = Studio::open().await;
    let label = studio.made("labels", json!({ "name": "bug", "color": "#ff0000" })).await;
    studio.task("Crash one").await;
    let body = json!({ "project": "REN", "title": "Crash two", "labels": [label["id"]] });
    studio.made("tasks", body).await;
    assert_eq!(studio.titles("crash label:bug").await, ["Crash two"]);
    assert_eq!(studio.titles("crash -label:bug is:open").await, ["Crash one"]);
    assert!(studio.titles("crash project:NONE").await.is_empty());
    assert!(studio.titles("renexus is:open").await.is_empty());
    for wrong in ["is:open", "is:nonsense crash", "---", ""] {
        let (status, page) = studio.page(&studio.ada, &format!("q={}", encoded(wrong))).await;
        assert_eq!(status, 400, "{wrong}: {page}");
    }
    let (status, page) = studio.page(&studio.ada, "q=crash&limit=1").await;
    assert_eq!(status, 200);
    let next = page["next"].as_str().unwrap();
    let (_, second) = studio.page(&studio.ada, &format!("q=crash&limit=1&after={next}")).await;
    assert_eq!(second["items"].as_array().unwrap().len(), 1);
    assert_ne!(second["items"][0]["id"], page["items"][0]["id"]);
    assert!(second["next"].is_null(), "{second}");
}

/// SPEC SRCH-5
#[tokio::test]
async fn what_people_type_is_never_syntax_of_the_database() {
    let studio = Studio::open().await;
    studio.task("Plain").await;
    for typed in ["a AND", "NEAR(a", "title\\:x*", "a* ^b", "'; DROP", "\"a\\\"b\"", "\u{0}x"] {
        let (status, page) = studio.page(&studio.ada, &format!("q={}", encoded(typed))).await;
        assert!(status == 200 || status == 400, "{typed}: {page}");
    }
    let strange = studio.door.human("Eve").await;
    let path = "/api/v1/workspaces/studio/search?q=plain";
    let request = renexus_load::http::Request::get(path).bearer(&strange.token);
    problem(&studio.door.ask(request).await, 404, "not-found");
}
