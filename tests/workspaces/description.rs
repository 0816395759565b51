//! The description of everything below `/api/v1`.

use std::collections::BTreeSet;

use renexus_load::http::Request;

use crate::door::Door;
use crate::problem::problem;

/// SPEC API-9
#[tokio::test]
async fn every_operation_is_described_and_refuses_strangers() {
    let door = Door::with(&[("rates.enter_burst", "0")]);
    let described = door.ask(Request::get("/api/openapi.json")).await.json().unwrap();
    let document_token = door.token("*", "manage");
    let mut ids = BTreeSet::new();
    for (path, operations) in described["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let route = format!("{} {path}", method.to_uppercase());
            assert!(operation["responses"]["default"].is_object(), "{route}");
            if !path.starts_with("/api/v1/") {
                continue;
            }
            let id = operation["operationId"].as_str().unwrap();
            let plain = |c: char| c.is_ascii_lowercase() || c == '_';
            assert!(id.contains('_') && id.chars().all(plain), "{route}: {id}");
            assert!(ids.insert(id.to_owned()), "{route}: {id} is given twice");
            assert!(
                operation["summary"].as_str().is_some_and(|words| !words.is_empty()),
                "{route}"
            );
            let trace = Request::new("TRACE", path);
            let answer = door.ask(trace).await;
            let allow = answer.header("allow").unwrap_or_default().to_owned();
            assert!(allow.contains(&method.to_uppercase()), "{route}: {allow}");
            problem(&answer, 405, "no-method");
            if operation["security"].is_null() {
                continue;
            }
            let place = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
            let place = place.collect::<Vec<_>>().join("/");
            let request = || Request::new(&method.to_uppercase(), &place).json("{}");
            for request in
                [request(), request().bearer("nonsense"), request().bearer(&document_token)]
            {
                let refused = door.ask(request).await;
                if method == "head" {
                    assert_eq!((refused.status, refused.body.len()), (401, 0), "{route}");
                } else {
                    problem(&refused, 401, "unauthorized");
                }
            }
        }
    }
    assert!(ids.contains("workspaces_create") && ids.len() > 30, "{ids:?}");
}
