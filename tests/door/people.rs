//! People at the door: registered, logged in, with a token for each request.

use renexus_load::http::{Request, Response};
use serde_json::{Value, json};

use super::Door;

/// What everybody's password is.
pub const PASSWORD: &str = "a password for tests";

/// Settings under which everybody may register.
pub const OPEN: (&str, &str) = ("accounts.registration", "open");

/// A person who is logged in.
#[derive(Clone, Debug)]
pub struct Human {
    pub id: String,
    pub email: String,
    pub token: String,
    /// The refresh cookie as `name=value`.
    pub cookie: String,
}

impl Door {
    /// Registers a person on a server with [`OPEN`].
    pub async fn human(&self, name: &str) -> Human {
        let email = format!("{}@example.org", name.to_lowercase());
        let body = json!({ "email": email, "name": name, "password": PASSWORD });
        let answer = self.ask(Request::post("/api/v1/auth/register").json(&body.to_string())).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        entered(&answer)
    }

    /// The secret of the link that the first start prints.
    pub async fn setup_secret(&self) -> String {
        let secret = || {
            let said = self.server.output().join("\n");
            let (_, rest) = said.split_once("/setup#")?;
            rest.split_whitespace().next().map(str::to_owned)
        };
        super::until("the banner shows the link", async || secret().is_some()).await;
        secret().expect("it was there")
    }

    /// Sends a person's request with a body, and reads the JSON of the answer.
    pub async fn call(
        &self,
        human: &Human,
        (method, path): (&str, &str),
        body: &Value,
    ) -> (u16, Value) {
        let request = Request::new(method, path).bearer(&human.token);
        let request = if body.is_null() { request } else { request.json(&body.to_string()) };
        let answer = self.ask(request).await;
        (answer.status, answer.json().unwrap_or_default())
    }

    /// Makes a workspace of a person; returns its id.
    pub async fn workspace(&self, owner: &Human, slug: &str) -> String {
        let body = json!({ "name": slug, "slug": slug });
        let (status, made) = self.call(owner, ("POST", "/api/v1/workspaces"), &body).await;
        assert_eq!(status, 201, "{made}");
        made["id"].as_str().expect("an id").to_owned()
    }
}

/// Reads what an answer to registering, logging in or refreshing gave.
pub fn entered(answer: &Response) -> Human {
    let body = answer.json().expect("JSON");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let cookie = answer.header("set-cookie").expect("a cookie");
    Human {
        id: text(&body["person"]["id"]),
        email: text(&body["person"]["email"]),
        token: text(&body["access_token"]),
        cookie: cookie.split(';').next().expect("a pair").to_owned(),
    }
}

impl Door {
    /// Invites a person into a workspace with a role, and lets them accept.
    pub async fn join(&self, owner: &Human, workspace: &str, guest: &Human, role: &str) {
        let path = format!("/api/v1/workspaces/{workspace}/invitations");
        let (status, made) = self.call(owner, ("POST", &path), &json!({ "role": role })).await;
        assert_eq!(status, 201, "{made}");
        let body = json!({ "secret": made["secret"] });
        let (status, joined) =
            self.call(guest, ("POST", "/api/v1/invitations/accept"), &body).await;
        assert_eq!((status, &joined["role"]), (200, &json!(role)), "{joined}");
    }
}
