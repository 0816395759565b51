//! Every store of blobs passes one contract.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "blobs/azure.rs"]
mod azure;
#[path = "blobs/contract.rs"]
mod contract;
mod door;
#[path = "blobs/google.rs"]
mod google;
#[path = "blobs/s3.rs"]
mod s3;
#[path = "blobs/stores.rs"]
mod stores;

use renexus::adapters::blobs::ObjectBlobs;
use renexus::config::BlobSettings;

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

/// What the settings lack is told at once.
///
/// SPEC FILE-23
#[tokio::test]
async fn what_an_account_lacks_is_told_at_once() {
    let nowhere = std::path::Path::new("/nowhere");
    let google = BlobSettings {
        url: "gs://files/team".into(),
        account_file: "/nowhere/account.json".into(),
        ..Default::default()
    };
    let told = ObjectBlobs::open(&google, nowhere).err().unwrap().to_string();
    assert!(told.contains("/nowhere/account.json"), "{told}");
}
