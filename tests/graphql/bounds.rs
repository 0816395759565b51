//! What a document may not ask for.

use serde_json::{Value, json};

use crate::studio::Studio;

/// SPEC GQL-8
#[tokio::test]
async fn each_bound_refuses_and_says_which_it_is() {
    let studio = Studio::open().await;
    let nested = |times: usize| {
        let (open, close) = ("{ parent ".repeat(times), "}".repeat(times));
        format!(
            "{{ workspace(workspace: \"studio\") {{ task(task: \"REN-1\") {open} {{ id }} {close} }} }}"
        )
    };
    let aliases = (0..70).map(|n| format!("m{n}: me {{ id }} ")).collect::<String>();
    let wide = "{ workspaces(first: 200) { nodes { tasks(first: 200) { nodes { id title } } } } }";
    let directives = "{ me { id @skip(if: false) } ".to_owned()
        + &"... @include(if: true) { me { id } } ".repeat(60)
        + "}";
    let mut fragments = String::from("{ me { ...f0 } }");
    for n in 0..40 {
        fragments.push_str(&format!(" fragment f{n} on Profile {{ ...f{m} ...f{m} }}", m = n + 1));
    }
    fragments.push_str(" fragment f40 on Profile { id }");
    let brackets = format!("{}id{}", "{ me ".repeat(5_000), "}".repeat(5_000));
    let words = format!("{{ me {{ {} }} }}", "id ".repeat(5_000));
    for (document, told) in [
        (nested(20), "more than 16 deep"),
        (wide.to_owned(), "more than 20000 fields"),
        (format!("{{ {aliases} }}"), "aliases, at most 60"),
        (directives, "directives, at most 50"),
        (fragments, "fields, at most 2000"),
        (brackets, "tokens, at most 4000"),
        (words, "tokens, at most 4000"),
        ("{ ".repeat(200), "brackets within brackets, at most 64"),
    ] {
        let error = studio.refused(&document).await;
        assert!(error["message"].as_str().unwrap().contains(told), "{told}: {error}");
        assert_eq!(error["extensions"]["code"], "too-complex", "{told}");
    }
    let body = json!({ "query": format!("{{ me {{ id }} }} # {}", "x".repeat(70_000)) });
    let (status, told) = studio.door.call(&studio.ada, ("POST", "/graphql"), &body).await;
    assert_eq!((status, &told["type"]), (413, &json!("/problems/too-large")));
    // It is still there for the others.
    assert_eq!(studio.graph("{ me { name } }", Value::Null).await["me"]["name"], "Ada");
}

/// SPEC GQL-8
#[tokio::test]
async fn a_batch_is_bounded_and_each_of_it_counts() {
    let studio = Studio::with(&[("graphql.batch", "3"), ("rates.write_burst", "40")]).await;
    let batch = |many: usize| json!(vec![json!({ "query": "{ me { name } }" }); many]);
    let call = async |body: Value| studio.door.call(&studio.ada, ("POST", "/graphql"), &body).await;
    let (status, told) = call(batch(3)).await;
    assert_eq!(status, 200, "{told}");
    let name = json!({ "data": { "me": { "name": "Ada" } } });
    assert_eq!(told, json!([name, name, name]));
    for wrong in [0, 4] {
        assert_eq!(call(batch(wrong)).await.0, 400, "{wrong}");
    }
    let mut carried_out = 0;
    while call(batch(3)).await.0 == 200 {
        carried_out += 1;
        assert!(carried_out < 20, "batches are not counted");
    }
    assert!(carried_out >= 5, "{carried_out}");
}

/// SPEC GQL-7
#[tokio::test]
async fn the_schema_is_shown_to_those_only_whom_the_setting_allows() {
    let schema = "{ __schema { queryType { name } } }";
    let closed = Studio::open().await;
    let told = closed.refused(schema).await;
    assert!(told["message"].as_str().unwrap().contains("graphql.introspection"), "{told}");
    let wrong = closed.refused("{ mee }").await;
    assert!(!wrong["message"].as_str().unwrap().contains("Did you mean"), "{wrong}");
    let open = Studio::with(&[("graphql.introspection", "true")]).await;
    let answer = open.graph(schema, Value::Null).await;
    assert_eq!(answer["__schema"]["queryType"]["name"], "Query");
}
