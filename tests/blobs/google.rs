//! Blobs at Google, as far as that can be seen without Google: over the XML API, which it shares with S3, at a server
//! that asks nobody who they are; and what its addresses bind.

use std::time::Duration;

use renexus::config::BlobSettings;
use renexus::files::blobs::{Blobs, IntakeLink, LinkTerms};
use serde_json::json;

use crate::contract;
use crate::stores::{google, google_account, open};

/// SPEC FILE-23
#[tokio::test]
async fn blobs_in_google_keep_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    contract::run(&open(&google(folder.path()))).await;
}

/// SPEC FILE-25, FILE-27
#[tokio::test]
async fn an_address_of_google_binds_what_was_agreed() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = open(&BlobSettings {
        url: "gs://files/team".into(),
        presign: true,
        ..google_account(folder.path(), json!({}))
    });
    let (key, valid) = (contract::key("taken"), Duration::from_secs(60));
    let IntakeLink { url, headers } = blobs.intake(&key, 5, valid).await.unwrap().unwrap();
    assert!(url.starts_with("https://storage.googleapis.com/files/team/"), "{url}");
    let bound = "X-Goog-SignedHeaders=content-type%3Bhost%3Bx-goog-content-length-range";
    assert!(url.contains(bound), "{url}");
    let sent =
        [("content-type", "application/octet-stream"), ("x-goog-content-length-range", "5,5")];
    assert_eq!(headers, sent.map(|(name, value)| (name, value.to_owned())));
    let terms =
        LinkTerms { valid, media_type: "text/plain".into(), disposition: "attachment".into() };
    let link = blobs.link(&key, &terms).await.unwrap().unwrap();
    for part in ["response-content-disposition=attachment", "response-content-type=text%2Fplain"] {
        assert!(link.contains(part), "{link}");
    }
    assert!(link.contains("X-Goog-Expires=60"), "{link}");
}
