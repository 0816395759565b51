//! Mail that a server for mail takes.

use std::time::Duration;

use renexus_load::http::Request;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::door::people::OPEN;
use crate::door::post::take_mail;
use crate::door::{DEADLINE, Door};

/// SPEC ACCT-11
#[tokio::test]
async fn mail_is_handed_to_the_server_for_mail() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let settings = [OPEN, ("mail.smtp_url", &url), ("mail.from", "Us <us@example.org>")];
    let door = Door::with(&settings);
    let ada = door.human("Ada").await;
    let taken = tokio::spawn(take_mail(listener));
    let forgot = json!({ "email": ada.email }).to_string();
    let asked = door.ask(Request::post("/api/v1/auth/forgot").json(&forgot)).await;
    assert_eq!(asked.status, 202);
    let said = timeout(DEADLINE + Duration::from_secs(5), taken).await.unwrap().unwrap();
    let said = said.join("\n");
    assert!(said.contains("MAIL FROM:<us@example.org>"), "{said}");
    assert!(said.contains("RCPT TO:<ada@example.org>"), "{said}");
    assert!(said.contains("Subject: A new password for Renexus"), "{said}");
    let whole = said.replace("=\n", "");
    assert!(whole.contains("/reset#"), "{said}");
}
