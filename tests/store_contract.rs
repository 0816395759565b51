//! The document stores pass the contract of stores.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use renexus::adapters::clock::SystemClock;
use renexus::adapters::logged::LoggedStore;
use renexus::adapters::store::DatabaseStore;
use renexus::db::{Database, DatabaseSettings};
use renexus::wal::WalSettings;
use renexus_actors::testing::store_contract;

fn database(folder: &Path) -> Database {
    let settings =
        DatabaseSettings { folder: folder.into(), readers: 1, ..DatabaseSettings::default() };
    Database::open(&settings).unwrap()
}

#[tokio::test]
async fn the_sqlite_store_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let store = DatabaseStore::new(database(folder.path()), Arc::new(SystemClock));
    store_contract::run(&store).await;
}

/// Segments of one byte: every commit ends one, so what is read is spread over log and tables.
#[tokio::test]
async fn the_store_with_a_log_keeps_the_contract_wherever_updates_stand() {
    for segment_bytes in [1, 1 << 20] {
        let folder = tempfile::tempdir().unwrap();
        let log = WalSettings {
            folder: folder.path().into(),
            segment_bytes,
            segments: 100,
            accept_loss: false,
        };
        let clock = Arc::new(SystemClock);
        let store = LoggedStore::open(database(folder.path()), &log, clock).await.unwrap();
        store_contract::run(&store).await;
        store.fold().await.unwrap();
    }
}
