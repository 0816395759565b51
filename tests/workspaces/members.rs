//! Invitations, roles, and who may change them.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::Door;
use crate::door::people::{OPEN, PASSWORD, entered};
use crate::problem::problem;

/// SPEC WS-5
#[tokio::test]
async fn an_invitation_lets_in_as_often_as_it_says() {
    let door = Door::with(&[OPEN]);
    let (ada, eve, bob) =
        (door.human("Ada").await, door.human("Eve").await, door.human("Bob").await);
    door.workspace(&ada, "studio").await;
    let path = "/api/v1/workspaces/studio/invitations";
    let (status, made) = door.call(&ada, ("POST", path), &json!({ "role": "member" })).await;
    assert_eq!(status, 201, "{made}");
    let secret = json!({ "secret": made["secret"] });
    assert!(made["url"].as_str().unwrap().ends_with(made["secret"].as_str().unwrap()));
    let preview = Request::post("/api/v1/invitations/preview").json(&secret.to_string());
    let seen = door.ask(preview.clone()).await.json().unwrap();
    assert_eq!((&seen["workspace"], &seen["invited_by"]), (&json!("studio"), &json!("Ada")));
    let accept = ("POST", "/api/v1/invitations/accept");
    let (status, joined) = door.call(&eve, accept, &secret).await;
    assert_eq!((status, &joined["role"]), (200, &json!("member")), "{joined}");
    let (status, told) = door.call(&bob, accept, &secret).await;
    assert_eq!((status, &told["type"]), (404, &json!("/problems/void")), "it worked once");
    problem(&door.ask(preview).await, 404, "void");
    let (status, _) = door.call(&eve, ("POST", path), &json!({ "role": "guest" })).await;
    assert_eq!(status, 403, "members do not invite");
    let (status, told) = door.call(&ada, ("POST", path), &json!({ "role": "owner" })).await;
    assert_eq!(status, 409, "{told}");
    let (_, link) = door.call(&ada, ("POST", path), &json!({ "role": "guest", "uses": 2 })).await;
    let (_, list) = door.call(&ada, ("GET", path), &Value::Null).await;
    assert_eq!(list["items"][0]["id"], link["invitation"]["id"]);
    let one = format!("{path}/{}", link["invitation"]["id"].as_str().unwrap());
    assert_eq!(door.call(&ada, ("DELETE", &one), &Value::Null).await.0, 204);
    let (status, _) = door.call(&bob, accept, &json!({ "secret": link["secret"] })).await;
    assert_eq!(status, 404, "it was withdrawn");
}

/// SPEC WS-5, ACCT-1, ACCT-11
#[tokio::test]
async fn an_invitation_by_mail_is_for_its_address_and_registers() {
    let mut door = Door::with(&[OPEN]);
    let (ada, eve) = (door.human("Ada").await, door.human("Eve").await);
    door.workspace(&ada, "studio").await;
    // By default only those who were invited register.
    door.restart(&[]);
    let path = "/api/v1/workspaces/studio/invitations";
    let body = json!({ "role": "member", "email": "Bob@Example.org" });
    let (status, made) = door.call(&ada, ("POST", path), &body).await;
    assert_eq!(status, 201, "{made}");
    let secret = made["secret"].clone();
    let accept = ("POST", "/api/v1/invitations/accept");
    let (status, _) = door.call(&eve, accept, &json!({ "secret": secret })).await;
    assert_eq!(status, 403, "it is for somebody else");
    let register = |email: &str, secret: &Value| {
        let body =
            json!({ "email": email, "name": "Bob", "password": PASSWORD, "invitation": secret });
        Request::post("/api/v1/auth/register").json(&body.to_string())
    };
    problem(&door.ask(register("bob@example.org", &Value::Null)).await, 403, "forbidden");
    problem(&door.ask(register("bob@example.org", &json!("nonsense"))).await, 404, "void");
    problem(&door.ask(register("other@example.org", &secret)).await, 403, "forbidden");
    let answer = door.ask(register("bob@example.org", &secret)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.json().unwrap()["person"]["verified"], true);
    let bob = entered(&answer);
    let (_, mine) = door.call(&bob, ("GET", "/api/v1/workspaces"), &Value::Null).await;
    assert_eq!(mine["items"][0]["slug"], "studio");
}

/// SPEC WS-6, WS-7
#[tokio::test]
async fn roles_are_given_by_admins_and_ownership_by_transfer() {
    let door = Door::with(&[OPEN]);
    let (ada, eve, bob) =
        (door.human("Ada").await, door.human("Eve").await, door.human("Bob").await);
    door.workspace(&ada, "studio").await;
    door.join(&ada, "studio", &eve, "admin").await;
    door.join(&ada, "studio", &bob, "guest").await;
    let of = |id: &str| format!("/api/v1/workspaces/studio/members/{id}");
    let role = |role: &str| json!({ "role": role });
    let (status, changed) = door.call(&eve, ("PATCH", &of(&bob.id)), &role("member")).await;
    assert_eq!((status, &changed["role"]), (200, &json!("member")));
    assert_eq!(door.call(&bob, ("PATCH", &of(&eve.id)), &role("guest")).await.0, 403);
    assert_eq!(door.call(&eve, ("PATCH", &of(&ada.id)), &role("guest")).await.0, 409);
    assert_eq!(door.call(&eve, ("PATCH", &of(&bob.id)), &role("owner")).await.0, 409);
    assert_eq!(door.call(&eve, ("PATCH", &of("nobody")), &role("guest")).await.0, 404);
    let (_, list) =
        door.call(&bob, ("GET", "/api/v1/workspaces/studio/members"), &Value::Null).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 3);
    let transfer = ("POST", "/api/v1/workspaces/studio/transfer");
    let to = json!({ "person": eve.id });
    assert_eq!(door.call(&bob, transfer, &to).await.0, 403);
    let leave = ("POST", "/api/v1/workspaces/studio/leave");
    assert_eq!(door.call(&ada, leave, &Value::Null).await.0, 409, "the owner stays");
    assert_eq!(door.call(&ada, transfer, &to).await.0, 204);
    assert_eq!(door.call(&ada, leave, &Value::Null).await.0, 204);
    assert_eq!(door.call(&ada, ("GET", "/api/v1/workspaces/studio"), &Value::Null).await.0, 404);
    assert_eq!(door.call(&eve, ("DELETE", &of(&bob.id)), &Value::Null).await.0, 204);
    assert_eq!(door.call(&bob, ("GET", "/api/v1/workspaces/studio"), &Value::Null).await.0, 404);
}
