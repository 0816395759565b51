//! Mail that a server for mail takes.

use std::time::Duration;

use renexus_load::http::Request;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::door::people::OPEN;
use crate::door::post::{Encryption, own_certificate, take_mail, take_mail_by};
use crate::door::{DEADLINE, Door, until};
use crate::hand::Hand;

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

/// SPEC ACCT-15: encrypted from the first byte, or when both agree upon it; with an authority of one's own.
#[tokio::test]
async fn mail_is_handed_on_encrypted() {
    let folder = tempfile::tempdir().unwrap();
    let (acceptor, authority) = own_certificate(folder.path());
    for (scheme, wish, encryption) in [
        ("smtps", "", Encryption::Implicit(acceptor.clone())),
        ("smtp", "?tls=required", Encryption::StartTls(acceptor.clone())),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{scheme}://{}{wish}", listener.local_addr().unwrap());
        let authority = authority.to_str().unwrap();
        let door = Door::with(&[OPEN, ("mail.smtp_url", &url), ("mail.ca_file", authority)]);
        let ada = door.human("Ada").await;
        let taken = tokio::spawn(take_mail_by(listener, encryption));
        let forgot = json!({ "email": ada.email }).to_string();
        let asked = door.ask(Request::post("/api/v1/auth/forgot").json(&forgot)).await;
        assert_eq!(asked.status, 202);
        let said = timeout(DEADLINE + Duration::from_secs(5), taken).await.unwrap().unwrap();
        let said = said.expect("encryption").join("\n");
        assert!(said.contains("RCPT TO:<ada@example.org>"), "{url}: {said}");
        assert!(said.replace("=\n", "").contains("/reset#"), "{url}: {said}");
    }
}

/// SPEC ACCT-15
#[tokio::test]
async fn mail_is_not_handed_to_who_cannot_show_who_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let (acceptor, _) = own_certificate(folder.path());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtps://{}", listener.local_addr().unwrap());
    let door = Door::with(&[OPEN, ("mail.smtp_url", &url)]);
    let ada = door.human("Ada").await;
    let taken = tokio::spawn(take_mail_by(listener, Encryption::Implicit(acceptor)));
    let forgot = json!({ "email": ada.email }).to_string();
    assert_eq!(door.ask(Request::post("/api/v1/auth/forgot").json(&forgot)).await.status, 202);
    let ended = timeout(DEADLINE, taken).await.unwrap().unwrap();
    assert!(ended.is_err(), "{ended:?}");
    let waiting = "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND problem IS NOT NULL";
    until("the mail waits with its reason", async || {
        Hand::in_folder(door.folder()).number(waiting) > 0
    })
    .await;
}
