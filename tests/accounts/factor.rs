//! The second factor.

use chrono::Utc;
use renexus_load::http::Request;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

use crate::door::Door;
use crate::door::people::{Human, OPEN, PASSWORD};
use crate::problem::problem;

fn authenticator(secret: &str) -> Totp {
    Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap()
}

/// The code of now, or of so many steps after.
fn code(secret: &str, steps: u64) -> String {
    let now = u64::try_from(Utc::now().timestamp()).unwrap();
    authenticator(secret).generate(now + 30 * steps).to_string()
}

async fn log_in(door: &Door, human: &Human, code: Option<&str>) -> renexus_load::http::Response {
    let body = json!({ "email": human.email, "password": PASSWORD, "code": code }).to_string();
    door.ask(Request::post("/api/v1/auth/login").json(&body)).await
}

/// SPEC ACCT-12
#[tokio::test]
async fn with_a_second_factor_a_code_is_needed_and_each_works_once() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let (status, offer) = door.call(&ada, ("POST", "/api/v1/me/totp"), &Value::Null).await;
    assert_eq!(status, 200, "{offer}");
    let secret = offer["secret"].as_str().unwrap();
    assert!(offer["url"].as_str().unwrap().contains(secret));
    assert_eq!(log_in(&door, &ada, None).await.status, 200, "an offer turns nothing on");
    let start = |code: &str, password: &str| json!({ "secret": secret, "code": code, "password": password });
    let path = ("PUT", "/api/v1/me/totp");
    let now = code(secret, 0);
    assert_eq!(door.call(&ada, path, &start("000000", PASSWORD)).await.0, 401);
    assert_eq!(door.call(&ada, path, &start(&now, "wrong")).await.0, 401);
    let (status, codes) = door.call(&ada, path, &start(&now, PASSWORD)).await;
    assert_eq!(status, 200, "{codes}");
    let recovery = codes["codes"].as_array().unwrap();
    assert_eq!(recovery.len(), 10);
    problem(&log_in(&door, &ada, None).await, 401, "code-needed");
    problem(&log_in(&door, &ada, Some(&now)).await, 401, "wrong-credentials");
    let next = code(secret, 1);
    assert_eq!(log_in(&door, &ada, Some(&next)).await.status, 200);
    problem(&log_in(&door, &ada, Some(&next)).await, 401, "wrong-credentials");
    let spare = recovery[0].as_str();
    assert_eq!(log_in(&door, &ada, spare).await.status, 200, "a recovery code stands in");
    problem(&log_in(&door, &ada, spare).await, 401, "wrong-credentials");
    let off = json!({ "password": PASSWORD });
    assert_eq!(door.call(&ada, ("DELETE", "/api/v1/me/totp"), &off).await.0, 204);
    assert_eq!(log_in(&door, &ada, None).await.status, 200);
}
