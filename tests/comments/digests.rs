//! What the server tells by itself: due dates, and digests by mail.

use chrono::{TimeDelta, Utc};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::door::post::take_mail;
use crate::door::{DEADLINE, until};
use crate::talking::Company;

/// SPEC NTF-7
#[tokio::test]
async fn people_are_reminded_once_of_what_is_due_soon() {
    let company = Company::open().await;
    let (eve, bob) = (&company.eve, &company.bob);
    let day = |days| (Utc::now() + TimeDelta::days(days)).date_naive().to_string();
    company.studio.task("Later", json!({ "assignees": [eve.id], "due": day(9) })).await;
    company.studio.task("Soon", json!({ "assignees": [eve.id, bob.id], "due": day(1) })).await;
    let reminded = async |human| {
        let told = company.notices(human, "").await;
        told.into_iter().filter(|one| one["kind"] == "due_soon").collect::<Vec<_>>()
    };
    until("both are reminded", async || {
        !reminded(eve).await.is_empty() && !reminded(bob).await.is_empty()
    })
    .await;
    // A second round finds nothing: another task that it reminds of shows that it ran.
    company.studio.task("Also", json!({ "assignees": [eve.id], "due": day(0) })).await;
    until("a second round", async || reminded(eve).await.len() > 1).await;
    let titles: Vec<_> =
        reminded(eve).await.iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect();
    assert_eq!(titles, ["REN-3 Also", "REN-2 Soon"]);
    assert_eq!(reminded(bob).await[0]["actor"], json!(null));
}

/// SPEC NTF-8
#[tokio::test]
async fn what_waits_unread_goes_out_in_one_mail() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let settings = [("notifications.digest_seconds", "3"), ("mail.smtp_url", url.as_str())];
    let company = Company::with(&settings).await;
    let taken = tokio::spawn(take_mail(listener));
    let (ada, eve, bob) = (&company.studio.ada, &company.eve, &company.bob);
    company.studio.task("One", json!({ "assignees": [eve.id, bob.id] })).await;
    let begun = company.begin(ada, "REN-1", "@eve <script>alert(1)</script>").await;
    let begun = begun["id"].as_str().unwrap();
    // Whoever reads in time gets no mail; comments come in the app alone.
    company.studio.door.call(bob, ("POST", "/api/v1/me/notifications/read"), &json!(null)).await;
    let said = timeout(DEADLINE, taken).await.expect("a mail").unwrap().join("\n");
    let whole = said.replace("=\n", "");
    assert!(whole.contains("RCPT TO:<eve@example.org>"), "{said}");
    assert!(whole.contains("Subject: 2 notifications on Renexus"), "{said}");
    assert!(whole.contains("Ada assigned REN-1 One to you"), "{said}");
    // Each line leads to its place, and to what was said there.
    let task = company.studio.read("tasks/REN-1").await;
    let place = format!("/w/studio/tasks/{}", task["id"].as_str().unwrap());
    let thread = format!("{place}?thread=3D{begun}");
    assert!(whole.contains(&thread) && whole.matches(&place).count() > 2, "{said}");
    assert!(whole.contains("multipart/alternative") && whole.contains("text/html"), "{said}");
    let (_, html) = whole.split_once("text/html").unwrap();
    assert!(!html.contains("<script"), "{html}");
}
