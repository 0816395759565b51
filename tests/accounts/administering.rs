//! What administrators of the server do with people.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::Door;
use crate::door::people::{OPEN, PASSWORD, entered};
use crate::problem::problem;

/// SPEC ACCT-14
#[tokio::test]
async fn administrators_see_people_end_their_logins_and_keep_them_out() {
    let door = Door::with(&[OPEN]);
    let link = door.setup_secret().await;
    let body = json!({ "email": "root@example.org", "name": "Root", "password": PASSWORD, "invitation": link });
    let root = door.ask(Request::post("/api/v1/auth/register").json(&body.to_string())).await;
    let root = entered(&root);
    let (ada, eve) = (door.human("Ada").await, door.human("Eve").await);
    let people = ("GET", "/api/v1/people");
    assert_eq!(door.call(&ada, people, &Value::Null).await.0, 403);
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/people?limit=2&after={after}");
        let (status, page) = door.call(&root, ("GET", &path), &Value::Null).await;
        assert_eq!(status, 200, "{page}");
        let items = page["items"].as_array().unwrap().iter();
        seen.extend(items.map(|item| item["email"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    assert_eq!(seen, ["ada@example.org", "eve@example.org", "root@example.org"]);
    let of = |id: &str, more: &str| format!("/api/v1/people/{id}{more}");
    let sessions = of(&eve.id, "/sessions");
    let (_, list) = door.call(&root, ("GET", &sessions), &Value::Null).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(door.call(&root, ("DELETE", &sessions), &Value::Null).await.0, 204);
    assert_eq!(door.call(&eve, ("GET", "/api/v1/me"), &Value::Null).await.0, 401);
    let out = json!({ "active": false });
    let (status, view) = door.call(&root, ("PATCH", &of(&ada.id, "")), &out).await;
    assert_eq!(status, 200);
    assert!(view["deactivated_at"].is_string());
    assert_eq!(door.call(&ada, ("GET", "/api/v1/me"), &Value::Null).await.0, 401);
    let body = json!({ "email": ada.email, "password": PASSWORD }).to_string();
    let log_in = Request::post("/api/v1/auth/login").json(&body);
    problem(&door.ask(log_in.clone()).await, 401, "unauthorized");
    let refresh = Request::post("/api/v1/auth/refresh").header("cookie", &ada.cookie);
    problem(&door.ask(refresh).await, 401, "unauthorized");
    let (status, _) =
        door.call(&root, ("PATCH", &of(&ada.id, "")), &json!({ "active": true })).await;
    assert_eq!((status, door.ask(log_in).await.status), (200, 200));
    let (status, _) = door.call(&root, ("PATCH", &of(&root.id, "")), &out).await;
    assert_eq!(status, 409, "the last administrator stays");
    let (status, _) =
        door.call(&root, ("PATCH", &of(&root.id, "")), &json!({ "administrator": false })).await;
    assert_eq!(status, 409);
    let promoted =
        door.call(&root, ("PATCH", &of(&eve.id, "")), &json!({ "administrator": true })).await;
    assert_eq!(promoted.1["administrator"], true);
    assert_eq!(door.call(&root, ("PATCH", &of("nobody", "")), &out).await.0, 404);
}
