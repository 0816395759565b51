//! Blobs on Azurite, which checks signatures as Azure does.

use std::time::Duration;

use renexus::config::BlobSettings;
use renexus::files::blobs::{Blobs, LinkTerms};

use crate::contract::{self, key, write};
use crate::door::azure::Container;
use crate::stores::{azure, open};

/// SPEC FILE-23
#[tokio::test]
async fn blobs_in_azure_keep_the_contract() {
    contract::run(&open(&azure(&Container::fresh()))).await;
}

/// SPEC FILE-23
#[tokio::test]
async fn a_container_that_is_not_there_is_no_missing_blob() {
    let blobs = open(&azure(&Container::at("never")));
    let told = contract::read(&blobs, &key("one"), None).await.unwrap_err().to_string();
    assert!(told.contains("ContainerNotFound"), "{told}");
}

/// SPEC FILE-25
#[tokio::test]
async fn a_link_of_azure_reads_one_blob_to_be_saved_and_ends() {
    let blobs = open(&BlobSettings { presign: true, ..azure(&Container::fresh()) });
    for name in ["one", "other"] {
        write(&blobs, &key(name), &[name]).await;
    }
    let terms = LinkTerms {
        valid: Duration::from_secs(60),
        media_type: "text/plain; charset=utf-8".into(),
        disposition: "attachment; filename=\"a & b.txt\"; filename*=UTF-8''%C3%A4.txt".into(),
    };
    let link = blobs.link(&key("one"), &terms).await.unwrap().unwrap();
    let answer = reqwest::get(&link).await.unwrap();
    let said = |name| answer.headers()[name].to_str().unwrap();
    assert_eq!(said("content-type"), terms.media_type);
    assert_eq!(said("content-disposition"), terms.disposition);
    assert_eq!(answer.text().await.unwrap(), "one");
    // Nothing else is read there, nothing is changed, and not under other words.
    let client = reqwest::Client::new();
    let refused = async |request: reqwest::RequestBuilder| {
        let status = request.send().await.unwrap().status();
        assert!(status.is_client_error(), "{status}");
    };
    refused(client.get(link.replace("/one?", "/other?"))).await;
    refused(client.get(link.replace("attachment", "inline"))).await;
    refused(client.delete(&link)).await;
    refused(client.put(&link).header("x-ms-blob-type", "BlockBlob").body("words")).await;
    let over = LinkTerms { valid: Duration::ZERO, ..terms };
    refused(client.get(blobs.link(&key("one"), &over).await.unwrap().unwrap())).await;
    // Its signatures bind no length, so bytes are brought past no server.
    assert!(blobs.intake(&key("taken"), 5, Duration::from_secs(60)).await.unwrap().is_none());
}
