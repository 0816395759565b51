//! Blobs at Google, as far as that can be seen without Google: what its addresses bind.

use std::time::Duration;

use rcgen::{KeyPair, PKCS_RSA_SHA256};
use renexus::adapters::blobs::ObjectBlobs;
use renexus::config::BlobSettings;
use renexus::files::blobs::{Blobs, IntakeLink};
use serde_json::json;

use crate::contract;

/// SPEC FILE-27
#[tokio::test]
async fn an_address_of_google_binds_media_type_and_length() {
    let folder = tempfile::tempdir().unwrap();
    let account_file = folder.path().join("account.json");
    let account = json!({
        "type": "service_account",
        "client_email": "team@files.example",
        "private_key_id": "1",
        "private_key": KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap().serialize_pem(),
    });
    std::fs::write(&account_file, account.to_string()).unwrap();
    let settings = BlobSettings {
        url: "gs://files/team".into(),
        account_file,
        presign: true,
        ..Default::default()
    };
    let blobs = ObjectBlobs::open(&settings, folder.path()).unwrap();
    let (key, valid) = (contract::key("taken"), Duration::from_secs(60));
    let IntakeLink { url, headers } = blobs.intake(&key, 5, valid).await.unwrap().unwrap();
    assert!(url.starts_with("https://storage.googleapis.com/files/team/"), "{url}");
    let bound = "X-Goog-SignedHeaders=content-type%3Bhost%3Bx-goog-content-length-range";
    assert!(url.contains(bound), "{url}");
    let sent =
        [("content-type", "application/octet-stream"), ("x-goog-content-length-range", "5,5")];
    assert_eq!(headers, sent.map(|(name, value)| (name, value.to_owned())));
}
