//! Every store of blobs passes one contract.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "blobs/contract.rs"]
mod contract;
mod door;
#[path = "blobs/proxy.rs"]
mod proxy;
#[path = "blobs/s3.rs"]
mod s3;

use renexus::adapters::blobs::ObjectBlobs;

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
