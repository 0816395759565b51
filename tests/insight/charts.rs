//! Pictures of how work flows, and what may be late.

use serde_json::json;

use crate::past::{ago, import, steady};
use crate::studio::Studio;

/// SPEC INS-8
#[tokio::test]
async fn the_flow_of_work_is_drawn() {
    let studio = Studio::open().await;
    steady(&studio, 16).await;
    for title in ["One", "Two", "Three"] {
        studio.task(title, json!({})).await;
    }
    let flow = studio.read("insight/flow?project=REN&days=14").await;
    let days = flow["days"].as_array().unwrap();
    assert_eq!(days.len(), 14);
    let last = &days[13];
    assert_eq!(
        (&last["created"], &last["started"], &last["done"]),
        (&json!(163), &json!(160), &json!(160))
    );
    let throughput: i64 = days.iter().map(|day| day["throughput"].as_i64().unwrap()).sum();
    assert_eq!(throughput, 20);

    let burn_up = studio.read("insight/burn-up?project=REN").await;
    assert_eq!((&burn_up["remaining"], burn_up["days"].as_array().unwrap().len()), (&json!(3), 90));
    let cone = burn_up["cone"].as_array().unwrap();
    assert_eq!((cone.len(), burn_up["finish"].as_array().unwrap().len()), (12, 4));
    let reached = |week: usize, level: usize| cone[week]["done"][level].as_i64().unwrap();
    assert!(reached(11, 0) > reached(0, 0) && reached(11, 0) >= reached(11, 3), "{cone:?}");

    let took = studio.read("insight/cycle-times?project=REN").await;
    assert_eq!(took["tasks"].as_array().unwrap().len(), 160);
    assert!(
        took["percentiles"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| { (one["days"].as_f64().unwrap() - 3.0).abs() < 0.01 })
    );
    for path in ["insight/flow?days=0", "insight/burn-up?days=733"] {
        assert_eq!(studio.ask("GET", path, &json!(null)).await.0, 400, "{path}");
    }
}

/// SPEC INS-9
#[tokio::test]
async fn old_work_and_what_may_be_late_is_told_with_the_reason() {
    let studio = Studio::open().await;
    steady(&studio, 16).await;
    let cycle = json!({ "name": "Now", "start": ago(5).date_naive(), "end": ago(-1).date_naive() });
    let cycle = studio.made("projects/REN/cycles", cycle).await;
    let table = format!(
        "title;status;created;started;due\nOld;In progress;{made};{begun};{due}\nFresh;In progress;{now};{now};{far}\n",
        made = ago(30).to_rfc3339(),
        begun = ago(20).to_rfc3339(),
        now = ago(0).to_rfc3339(),
        due = ago(-1).date_naive(),
        far = ago(-30).date_naive(),
    );
    import(&studio, "REN", table).await;
    for number in 0..40 {
        studio.task(&format!("Planned {number}"), json!({ "cycle": cycle["id"] })).await;
    }
    let aging = studio.read("insight/aging?project=REN").await;
    let titles: Vec<_> =
        aging["tasks"].as_array().unwrap().iter().map(|one| &one["title"]).collect();
    assert_eq!(titles, ["Old", "Fresh"]);
    assert_eq!(
        aging["tasks"][0]["words"],
        "Under way for 20 days: longer than 100 % of 160 finished tasks took."
    );
    let risks = studio.read("insight/risks?project=REN").await;
    let (old, fresh) = (&risks["tasks"][0], &risks["tasks"][1]);
    assert_eq!((&old["title"], &fresh["title"]), (&json!("Old"), &json!("Fresh")));
    assert!(
        old["reason"].as_str().unwrap().contains("none of 160 finished tasks took so long"),
        "{old}"
    );
    assert!(fresh["probability"].as_f64().unwrap() < 0.1, "{fresh}");
    let late = &risks["cycles"][0];
    assert_eq!((&late["name"], &late["open"]), (&json!("Now"), &json!(40)));
    assert!(late["probability"].as_f64().unwrap() > 0.8, "{late}");
    assert!(late["reason"].as_str().unwrap().starts_with("40 tasks are open"), "{late}");
}
