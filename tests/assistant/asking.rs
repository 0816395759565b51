//! Questions that are answered from a workspace.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door;
use crate::door::people::Human;
use crate::{Studio, problem};

const ASK: &str = "/api/v1/workspaces/studio/ask";

impl Studio {
    async fn answer(&self, who: &Human, question: &str) -> Value {
        let (status, said) = self.call(who, ("POST", ASK), json!({ "question": question })).await;
        assert_eq!(status, 200, "{said}");
        said
    }

    /// A project with a task of this title.
    async fn task(&self, (key, closed): (&str, bool), title: &str) -> Value {
        let made = |path: &str, body: Value| {
            let path = format!("/api/v1/workspaces/studio/{path}");
            async move { self.call(&self.ada, ("POST", &path), body).await }
        };
        made("projects", json!({ "key": key, "name": key, "closed": closed })).await;
        let (status, task) = made("tasks", json!({ "project": key, "title": title })).await;
        assert_eq!(status, 201, "{task}");
        task
    }
}

/// The events of an answer, each with its data. Each comes as a chunk of its own, between lengths.
fn events(text: &str) -> Vec<(String, Value)> {
    let names = text.lines().filter_map(|line| line.strip_prefix("event: "));
    let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
    let data = data.map(|data| serde_json::from_str(data).unwrap());
    names.map(str::to_owned).zip(data).collect()
}

/// SPEC AI-17, AI-18
#[tokio::test]
async fn a_model_answers_from_passages_with_sources_that_open_the_place() {
    let studio = Studio::open("cite", &[("search.quiet_seconds", "0.1")]).await;
    let task = studio.task(("REN", false), "The lighthouse is painted blue").await;
    let said = studio.answer(&studio.ada, "Which colour is the lighthouse painted?").await;
    assert_eq!(said["by"], "model", "{said}");
    let answer = said["answer"].as_str().unwrap();
    // What was not given is not named, and nothing of it is markup.
    assert!(answer.starts_with("It is **blue** [1], they say ."), "{answer}");
    for never in ["<script", "https://evil.example", "javascript:", "[99]"] {
        assert!(!answer.contains(never), "{never}: {answer}");
    }
    let [cited] = said["citations"].as_array().unwrap().as_slice() else { panic!("{said}") };
    assert_eq!((&cited["number"], &cited["source"]["id"]), (&json!(1), &task["id"]));
    assert_eq!(cited["source"]["title"]["text"], "The lighthouse is painted blue");
    assert!(cited["url"].as_str().unwrap().ends_with("/w/studio/tasks/REN-1"), "{cited}");

    let (_, calls) = studio
        .call(&studio.ada, ("GET", "/api/v1/workspaces/studio/assistant/calls"), Value::Null)
        .await;
    let call = &calls["items"][0];
    assert_eq!((&call["purpose"], &call["outcome"]), (&json!("ask"), &json!("answered")));
    assert_eq!((&call["person"], &call["prompt_tokens"]), (&json!(studio.ada.id), &json!(40)));
    assert_eq!(call["prompt"], Value::Null);
    // Between the fences, and the question outside.
    let seen = studio.service.seen().await;
    let told = seen[0]["body"]["messages"][1]["content"].as_str().unwrap();
    let (before, inside) = told.split_once("<data-").unwrap();
    assert!(before.contains("Which colour") && !before.contains("blue"), "{told}");
    assert!(inside.contains("> The lighthouse is painted blue"), "{told}");
}

/// SPEC AI-17
#[tokio::test]
async fn an_answer_is_read_as_it_comes_and_stops_when_nobody_reads() {
    let mut studio = Studio::open("echo", &[]).await;
    studio.task(("REN", false), "The lighthouse is blue").await;
    let request = || {
        Request::post(ASK)
            .bearer(&studio.ada.token)
            .header("accept", "text/event-stream")
            .json(r#"{"question":"Is the lighthouse blue?"}"#)
    };
    let answer = studio.door.ask(request()).await;
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    let told = events(&answer.text());
    assert_eq!(told[0].0, "sources");
    assert_eq!(told[0].1[0]["source"]["key"], "REN-1");
    let pieces: Vec<_> = told.iter().filter(|(name, _)| name == "text").collect();
    assert!(pieces.len() > 3, "{told:?}");
    let (name, last) = told.last().unwrap();
    assert_eq!((name.as_str(), &last["by"]), ("answer", &json!("model")));
    assert!(last["answer"].as_str().unwrap().contains("The lighthouse is blue"), "{last}");

    studio.restart("long", &[("assistant.answer_seconds", "60")]).await;
    let gone = tokio::time::timeout(std::time::Duration::from_secs(1), async {
        let request = Request::post(ASK)
            .bearer(&studio.ada.token)
            .header("accept", "text/event-stream")
            .json(r#"{"question":"Is the lighthouse blue?"}"#);
        studio.door.ask(request).await
    });
    assert!(gone.await.is_err(), "it does not end by itself");
    door::until("the call is on record as stopped", async || {
        let calls = "/api/v1/workspaces/studio/assistant/calls";
        let (_, calls) = studio.call(&studio.ada, ("GET", calls), Value::Null).await;
        calls["items"][0]["outcome"] == "stopped"
    })
    .await;
}

/// SPEC AI-17
#[tokio::test]
async fn what_somebody_may_not_read_answers_nothing_and_is_not_sent() {
    let studio = Studio::open("echo", &[]).await;
    studio.task(("SEC", true), "The secret lighthouse is green").await;
    studio.task(("REN", false), "The lighthouse is blue").await;
    let eve = studio.door.human("Eve").await;
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    let said = studio.answer(&eve, "Which secret lighthouse is green?").await;
    assert!(!said.to_string().contains("The secret lighthouse"), "{said}");
    let seen = studio.service.seen().await;
    assert_eq!(seen.len(), 1);
    assert!(!seen[0].to_string().contains("The secret lighthouse"), "{seen:?}");
    let said = studio.answer(&studio.ada, "Which secret lighthouse is green?").await;
    assert!(said["answer"].as_str().unwrap().contains("secret lighthouse is green"), "{said}");
    let (gus, body) = (studio.door.human("Gus").await, json!({ "question": "lighthouse?" }));
    assert_eq!(studio.call(&gus, ("POST", ASK), body).await.0, 404);
}

/// SPEC AI-19
#[tokio::test]
async fn whatever_keeps_a_model_away_the_passages_are_the_answer() {
    let question = "What colour has the lighthouse?";
    let check = |said: &Value, by: &str| {
        assert_eq!(said["by"], by, "{said}");
        assert_eq!(said["answer"], "The lighthouse is blue [1]", "{said}");
        let [cited] = said["citations"].as_array().unwrap().as_slice() else { panic!("{said}") };
        assert_eq!((&cited["number"], &cited["source"]["key"]), (&json!(1), &json!("REN-1")));
    };
    let quick = [("assistant.silence_seconds", "0.3"), ("assistant.answer_seconds", "0.5")];
    for model in ["wrong", "hang", "mute", "cut", "garbage", "busy"] {
        let studio = Studio::open(model, &quick).await;
        studio.task(("REN", false), "The lighthouse is blue").await;
        check(&studio.answer(&studio.ada, question).await, "away");
    }
    for (setting, value, by) in
        [("assistant.tokens_per_day", "1", "spent"), ("assistant.switched_on", "false", "off")]
    {
        let studio = Studio::open("plain", &[(setting, value)]).await;
        studio.task(("REN", false), "The lighthouse is blue").await;
        // The first one may still be answered.
        studio.answer(&studio.ada, question).await;
        door::until("it is known what was used", async || {
            studio.answer(&studio.ada, question).await["by"] == by
        })
        .await;
        let before = studio.service.seen().await.len();
        check(&studio.answer(&studio.ada, question).await, by);
        assert_eq!(studio.service.seen().await.len(), before);
    }
    // Without a service it is the same, and what nobody wrote about has no answer.
    let mut studio = Studio::open("plain", &[]).await;
    studio.task(("REN", false), "The lighthouse is blue").await;
    studio.door.restart(&[crate::OPEN]);
    check(&studio.answer(&studio.ada, question).await, "passages");
    let said = studio.answer(&studio.ada, "Where is the submarine?").await;
    assert_eq!((&said["answer"], &said["citations"]), (&json!(""), &json!([])));
}

/// SPEC AI-17
#[tokio::test]
async fn a_question_is_bounded_and_can_be_asked_in_graphql() {
    let studio = Studio::open("cite", &[]).await;
    studio.task(("REN", false), "The lighthouse is blue").await;
    for wrong in ["", " ?! ", &"x".repeat(1_001)] {
        let request = Request::post(ASK).bearer(&studio.ada.token);
        let answer = studio.door.ask(request.json(&json!({ "question": wrong }).to_string())).await;
        problem::problem(&answer, 400, "invalid");
        assert!(answer.text().contains("question"), "{}", answer.text());
    }
    let query = "mutation { ask(workspace: \"studio\", input: { question: \"lighthouse?\" }) \
        { by answer citations { number url source { kind key } } } }";
    let (status, said) =
        studio.call(&studio.ada, ("POST", "/graphql"), json!({ "query": query })).await;
    let answer = &said["data"]["ask"];
    assert_eq!((status, &answer["by"]), (200, &json!("MODEL")), "{said}");
    assert_eq!(answer["citations"][0]["source"]["key"], "REN-1", "{said}");
    let query = "{ workspace(workspace: \"studio\") { search(query: \"lighthouse\") { by nodes { key } } } }";
    let (_, said) = studio.call(&studio.ada, ("POST", "/graphql"), json!({ "query": query })).await;
    let found = &said["data"]["workspace"]["search"];
    assert_eq!(
        (&found["by"], &found["nodes"][0]["key"]),
        (&json!("WORDS"), &json!("REN-1")),
        "{said}"
    );
}
