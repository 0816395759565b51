//! What webhooks never reach.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::people::OPEN;
use crate::door::{Door, until};
use crate::problem::problem;
use crate::receiver::Receiver;
use crate::{HOOKS, Studio};

/// SPEC HOOK-8
#[tokio::test]
async fn addresses_of_this_machine_and_its_networks_are_refused() {
    let door = Door::with(&[OPEN, ("webhooks.insecure_http", "true")]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let post = async |url: &str| {
        let body = json!({ "url": url }).to_string();
        door.ask(Request::post(HOOKS).bearer(&ada.token).json(&body)).await
    };
    for url in [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a00:1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2001:0:1::1]/",
        "http://[ff02::1]/",
        "http://127.0.0.1.:80/",
        "http://user:word@1.1.1.1/",
        "http://[::1",
    ] {
        problem(&post(url).await, 409, "conflict");
    }
    for url in
        ["", "ftp://example.org/", "example.org", "http://exa mple.org/", "javascript:alert(1)"]
    {
        problem(&post(url).await, 400, "invalid");
    }
    assert_eq!(post("http://example.org/hook").await.status, 201);
}

/// SPEC HOOK-8
#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_not_followed() {
    let studio = Studio::with(&[("webhooks.private_hosts", "10.0.0.1")]).await;
    let receiver = Receiver::start([]).await;
    let url = receiver.url.replace("127.0.0.1", "localhost");
    let (id, _) = studio.hook(&url, &["label.created"]).await;
    let ping = studio.done(("POST", &format!("{HOOKS}/{id}/ping")), Value::Null).await;
    assert_eq!((&ping["state"], &ping["status"]), (&json!("failed"), &Value::Null), "{ping}");
    assert!(ping["problem"].as_str().unwrap().contains("not on the internet"), "{ping}");
    studio.label("one").await;
    until("it was tried", async || studio.show(&id).await["failures"].as_i64() > Some(1)).await;
    assert!(receiver.received().is_empty());
}

/// SPEC HOOK-8
#[tokio::test]
async fn without_encryption_nothing_is_told() {
    let studio = Studio::with(&[("webhooks.insecure_http", "false")]).await;
    let body = json!({ "url": "http://example.org/hook" });
    let (status, told) = studio.door.call(&studio.ada, ("POST", HOOKS), &body).await;
    assert_eq!(status, 409, "{told}");
    assert!(told["detail"].as_str().unwrap().contains("https"), "{told}");
}
