//! The database store passes the contract of stores.

use std::sync::Arc;

use renexus::adapters::clock::SystemClock;
use renexus::adapters::store::DatabaseStore;
use renexus::db::{Database, DatabaseSettings};
use renexus_actors::testing::store_contract;

#[tokio::test]
async fn the_sqlite_store_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let settings =
        DatabaseSettings { folder: folder.path().into(), readers: 1, accept_loss: false };
    let database = Database::open(&settings).unwrap();
    store_contract::run(&DatabaseStore::new(database, Arc::new(SystemClock))).await;
}
