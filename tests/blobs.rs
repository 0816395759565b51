//! Every store of blobs passes one contract.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "blobs/contract.rs"]
mod contract;
mod door;
#[path = "blobs/google.rs"]
mod google;
#[path = "blobs/s3.rs"]
mod s3;

use std::time::Duration;

use renexus::adapters::blobs::ObjectBlobs;
use renexus::config::BlobSettings;
use renexus::files::blobs::{Blobs, LinkTerms};

#[tokio::test]
async fn blobs_in_memory_keep_the_contract() {
    contract::run(&ObjectBlobs::memory()).await;
}

#[tokio::test]
async fn blobs_in_a_folder_keep_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    contract::run(&ObjectBlobs::folder(&folder.path().join("blobs")).unwrap()).await;
}

/// Blobs of before are there when the folder is opened again.
#[tokio::test]
async fn a_folder_keeps_its_blobs() {
    let folder = tempfile::tempdir().unwrap();
    let key = contract::key("kept");
    contract::write(&ObjectBlobs::folder(folder.path()).unwrap(), &key, &["words"]).await;
    let again = ObjectBlobs::folder(folder.path()).unwrap();
    assert_eq!(contract::read(&again, &key, None).await.unwrap(), b"words");
}

/// Nothing is asked of a store before there is a blob; what the settings lack is told at once.
///
/// SPEC FILE-23
#[tokio::test]
async fn azure_and_google_are_opened_by_their_settings() {
    let nowhere = std::path::Path::new("/nowhere");
    let azure = BlobSettings {
        url: "az://files/team".into(),
        access_key: "account".into(),
        secret_key: "a2V5".into(),
        presign: true,
        ..Default::default()
    };
    let blobs = ObjectBlobs::open(&azure, nowhere).unwrap();
    let terms = LinkTerms {
        valid: Duration::from_secs(60),
        media_type: "text/plain".into(),
        disposition: "attachment".into(),
    };
    // Its signatures know no dispositions: links lead to this server.
    assert_eq!(blobs.link(&contract::key("one"), &terms).await.unwrap(), None);
    let google = BlobSettings {
        url: "gs://files/team".into(),
        account_file: "/nowhere/account.json".into(),
        ..Default::default()
    };
    let told = ObjectBlobs::open(&google, nowhere).err().unwrap().to_string();
    assert!(told.contains("/nowhere/account.json"), "{told}");
}
