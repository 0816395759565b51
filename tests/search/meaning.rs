//! What is found by what it means, with a model service that is a process of its own.

use serde_json::{Value, json};

use crate::door;
use crate::door::people::Human;
use crate::service::Service;
use crate::{OPEN, Studio, encoded};

/// A studio with a service whose model for meanings is called so.
pub(crate) struct Meaningful {
    service: Service,
    pub(crate) studio: Studio,
}

fn settings<'a>(
    url: &'a str,
    model: &'a str,
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let own = [
        ("assistant.url", url),
        ("assistant.model", "plain"),
        ("assistant.embedding_model", model),
        ("search.least_likeness", "0.4"),
        // The machine may be busy.
        ("search.meaning_seconds", "5"),
    ];
    [&own[..], more].concat()
}

impl Meaningful {
    pub(crate) async fn open(model: &str, more: &[(&str, &str)]) -> Self {
        let service = Service::start();
        let studio = Studio::with(&settings(&service.url(), model, more)).await;
        Self { service, studio }
    }

    /// Starts the server again with these settings.
    pub(crate) fn restart(&mut self, model: &str, more: &[(&str, &str)]) {
        let url = self.service.url();
        let own = [OPEN, ("search.quiet_seconds", "0.1")];
        self.studio.door.restart(&[&own[..], &settings(&url, model, more)].concat());
    }

    /// What somebody finds, and how it was looked for.
    pub(crate) async fn look(&self, who: &Human, query: &str) -> (Vec<String>, String) {
        let (status, page) = self.studio.page(who, query).await;
        assert_eq!(status, 200, "{page}");
        let titles = page["items"].as_array().unwrap().iter();
        let titles = titles.map(|hit| hit["title"]["text"].as_str().unwrap().to_owned()).collect();
        (titles, page["by"].as_str().unwrap().to_owned())
    }

    /// Waits until Ada finds this, and nothing else.
    pub(crate) async fn until(&self, q: &str, titles: &[&str]) {
        let query = format!("q={}", encoded(q));
        door::until(&format!("{q} finds {titles:?}"), async || {
            self.look(&self.studio.ada, &query).await.0 == titles
        })
        .await;
    }

    async fn change(&self, (method, path): (&str, &str), body: Value) -> Value {
        let path = format!("/api/v1/workspaces/studio/{path}");
        let (status, said) = self.studio.door.call(&self.studio.ada, (method, &path), &body).await;
        assert!((200..300).contains(&status), "{path}: {said}");
        said
    }
}

/// SPEC AI-14, AI-15
#[tokio::test]
async fn what_means_the_same_is_found_until_it_changes_or_goes() {
    let here = Meaningful::open("wide", &[]).await;
    let task = here.studio.task("Repair the automobile").await;
    here.studio.task("Mend the fence").await;
    here.until("car", &["Repair the automobile"]).await;
    let (_, by) = here.look(&here.studio.ada, "q=car").await;
    assert_eq!(by, "meaning");
    // Exactly what somebody says is meant exactly.
    assert_eq!(here.look(&here.studio.ada, "q=car&mode=words").await, (vec![], "words".into()));
    for exact in ["%22old+car%22", "car+-fence"] {
        let (found, by) = here.look(&here.studio.ada, &format!("q={exact}")).await;
        assert_eq!((found.len(), by.as_str()), (0, "words"), "{exact}");
    }
    // Filters count for what is found by meaning too.
    let (found, _) = here.look(&here.studio.ada, "q=car+is:done").await;
    assert!(found.is_empty(), "{found:?}");

    let path = format!("tasks/{}", task["key"].as_str().unwrap());
    here.change(("PATCH", &path), json!({ "title": "Repair the sofa" })).await;
    here.until("car", &[]).await;
    here.until("couch", &["Repair the sofa"]).await;
    here.change(("DELETE", &path), Value::Null).await;
    here.until("couch", &[]).await;
    let calls = here.change(("GET", "assistant/calls"), Value::Null).await;
    let purposes: Vec<_> = calls["items"].as_array().unwrap().iter().collect();
    for purpose in ["meanings", "search"] {
        let call = purposes.iter().find(|call| call["purpose"] == purpose);
        let call = call.unwrap_or_else(|| panic!("{purpose} is not on record: {calls}"));
        assert_eq!((&call["model"], &call["outcome"]), (&json!("wide"), &json!("answered")));
        assert_eq!(call["person"], json!(here.studio.ada.id));
    }
}

/// SPEC AI-14
#[tokio::test]
async fn comments_files_and_documents_are_found_by_their_meaning() {
    let here = Meaningful::open("wide", &[]).await;
    let task = here.studio.task("Plan").await;
    let said = json!({ "place_kind": "task", "place": task["id"], "body": "The vehicle is late" });
    here.studio.made("threads", said).await;
    here.until("car", &["Plan"]).await;
    let page = here.studio.made("pages", json!({ "title": "Furniture" })).await;
    let document = page["id"].as_str().unwrap();
    let editor = here
        .studio
        .door
        .peer(renexus_load::Protocol::Hocuspocus, document, &here.studio.ada.token)
        .await;
    editor.apply_update(&door::words(7, "sofa")).unwrap();
    editor.all_acknowledged().await.unwrap();
    here.until("couch", &["Furniture"]).await;
}

/// SPEC AI-15
#[tokio::test]
async fn nothing_that_somebody_may_not_read_is_found_by_its_meaning() {
    // With all pieces compared, and with an index in memory.
    for exact in ["2000", "0"] {
        let here = Meaningful::open("wide", &[("search.exact_chunks", exact)]).await;
        let closed = json!({ "key": "SEC", "name": "Acquisition", "closed": true });
        here.studio.made("projects", closed).await;
        let body = json!({ "project": "SEC", "title": "Hide the automobile" });
        here.studio.made("tasks", body).await;
        here.studio.task("Wash the automobile").await;
        let (eve, gus) = (here.studio.door.human("Eve").await, here.studio.door.human("Gus").await);
        here.studio.door.join(&here.studio.ada, "studio", &eve, "member").await;
        here.studio.door.join(&here.studio.ada, "studio", &gus, "guest").await;
        let query = "q=car";
        door::until("Ada finds both", async || {
            here.look(&here.studio.ada, query).await.0.len() == 2
        })
        .await;
        let seen = here.look(&eve, query).await;
        assert_eq!(seen, (vec!["Wash the automobile".into()], "meaning".into()), "{exact}");
        assert_eq!(here.look(&gus, query).await.0, Vec::<String>::new(), "{exact}");
    }
}

/// SPEC AI-16
#[tokio::test]
async fn an_index_follows_what_changes_in_little_memory() {
    // Room for three pieces of 256 numbers.
    let small = [("search.exact_chunks", "0"), ("search.index_bytes", "1000")];
    let here = Meaningful::open("wide", &small).await;
    for (word, title) in [("car", "Sell the automobile"), ("couch", "Sell the sofa")] {
        here.studio.task(title).await;
        here.until(word, &[title]).await;
    }
    for fruit in ["apple", "banana", "cherry", "damson"] {
        here.studio.task(&format!("{fruit} orchard")).await;
        here.until(&format!("{fruit} grove"), &[&format!("{fruit} orchard")]).await;
    }
    // Of what does not fit, the newest are held.
    let (found, by) = here.look(&here.studio.ada, "q=car").await;
    assert_eq!((found.len(), by.as_str()), (0, "meaning"));
}

/// SPEC AI-16
#[tokio::test]
async fn what_is_gone_makes_room_for_what_is_left() {
    // Four candidates are looked at for the one that is told.
    let few = [("search.exact_chunks", "0"), ("search.nearest", "1")];
    let here = Meaningful::open("wide", &few).await;
    let mut near = Vec::new();
    for number in 0..6 {
        near.push(here.studio.task(&format!("Car {}", "i".repeat(number))).await);
    }
    here.studio.task("Repair the vehicle of Gus").await;
    let one = async |wanted: &str| {
        door::until(&format!("{wanted} is found"), async || {
            let (found, by) = here.look(&here.studio.ada, "q=automobile").await;
            by == "meaning" && found.len() == 1 && found[0].starts_with(wanted)
        })
        .await;
    };
    one("Car").await;
    for task in near {
        let key = task["key"].as_str().unwrap();
        here.change(("DELETE", &format!("tasks/{key}")), Value::Null).await;
    }
    one("Repair").await;
    here.studio.task("Car again").await;
    one("Car again").await;
}

/// SPEC AI-14
#[tokio::test]
async fn another_model_is_asked_about_everything_again() {
    let mut here = Meaningful::open("wide", &[]).await;
    here.studio.task("Repair the automobile").await;
    here.until("car", &["Repair the automobile"]).await;
    here.restart("tall", &[]);
    here.until("car", &["Repair the automobile"]).await;
    let seen = here.service.seen().await;
    let texts = |model: &str| {
        let asked = seen.iter().filter(|one| one["body"]["model"] == model);
        let texts = asked.flat_map(|one| one["body"]["input"].as_array().unwrap().clone());
        texts.filter(|text| text.as_str().unwrap().starts_with("Repair")).count()
    };
    assert_eq!((texts("wide"), texts("tall")), (1, 1));
}

/// SPEC AI-15
#[tokio::test]
async fn without_the_service_words_go_on_and_it_is_said() {
    let quick = [("search.meaning_seconds", "0.2"), ("assistant.breaker_failures", "2")];
    for model in ["hang", "wrong", "refused", "busy"] {
        let here = Meaningful::open(model, &quick).await;
        here.studio.task("Wash the car").await;
        for _ in 0..4 {
            let (found, by) = here.look(&here.studio.ada, "q=car").await;
            assert_eq!((found, by.as_str()), (vec!["Wash the car".into()], "away"), "{model}");
        }
    }
}

/// SPEC AI-15
#[tokio::test]
async fn where_the_assistant_is_off_nothing_is_sent() {
    let here = Meaningful::open("wide", &[("assistant.switched_on", "false")]).await;
    here.studio.task("Wash the car").await;
    let found = here.look(&here.studio.ada, "q=car").await;
    assert_eq!(found, (vec!["Wash the car".into()], "off".into()));
    here.change(("PATCH", "assistant"), json!({ "on": true })).await;
    here.studio.task("Wax the automobile").await;
    door::until("it is asked about", async || {
        here.look(&here.studio.ada, "q=vehicle").await.0.len() == 2
    })
    .await;
    here.change(("PATCH", "assistant"), json!({ "on": false })).await;
    let before = here.service.seen().await.len();
    assert_eq!(here.look(&here.studio.ada, "q=vehicle").await, (vec![], "off".into()));
    assert_eq!(here.service.seen().await.len(), before);
}

/// SPEC AI-11, AI-15
#[tokio::test]
async fn what_it_costs_counts_for_the_day() {
    let here = Meaningful::open("wide", &[("assistant.tokens_per_day", "5")]).await;
    here.studio.task("Wash the car").await;
    door::until("the tokens are used", async || {
        here.look(&here.studio.ada, "q=car").await == (vec!["Wash the car".into()], "spent".into())
    })
    .await;
}

/// SPEC AI-20
#[tokio::test]
async fn suggestions_know_what_means_the_same_where_one_may_read_it() {
    let here = Meaningful::open("wide", &[]).await;
    let closed = json!({ "key": "SEC", "name": "Acquisition", "closed": true });
    here.studio.made("projects", closed).await;
    let body = json!({ "project": "SEC", "title": "Purchase sofa" });
    here.studio.made("tasks", body).await;
    let body =
        json!({ "project": "REN", "title": "Purchase vehicle", "assignees": [here.studio.ada.id] });
    here.studio.made("tasks", body).await;
    here.until("couch", &["Purchase sofa"]).await;
    here.until("car", &["Purchase vehicle"]).await;
    let eve = here.studio.door.human("Eve").await;
    here.studio.door.join(&here.studio.ada, "studio", &eve, "member").await;
    let suggested = async |title: &str| {
        let body = json!({ "project": "REN", "title": title });
        let path = "/api/v1/workspaces/studio/suggestions/draft";
        let (status, said) = here.studio.door.call(&eve, ("POST", path), &body).await;
        assert_eq!(status, 200, "{said}");
        said
    };
    // Not a word in common.
    let said = suggested("buy car").await;
    let same = said["suggestions"].as_array().unwrap().iter();
    let same = same.filter(|one| one["kind"] == "duplicate").collect::<Vec<_>>();
    let [same] = same.as_slice() else { panic!("{said}") };
    assert_eq!(same["items"][0]["name"], "Purchase vehicle", "{said}");
    assert_eq!(same["items"][0]["reason"], "It means almost the same.");
    let said = suggested("buy couch").await;
    assert!(!said.to_string().contains("sofa"), "{said}");
}

/// SPEC SRCH-1
#[tokio::test]
async fn without_a_model_it_is_words_and_the_same_shape() {
    let studio = Studio::open().await;
    studio.task("Wash the car").await;
    let (status, page) = studio.page(&studio.ada, "q=car").await;
    assert_eq!((status, &page["by"]), (200, &json!("words")), "{page}");
    let (status, told) = studio.page(&studio.ada, "q=car&mode=guess").await;
    assert_eq!(status, 400, "{told}");
}
