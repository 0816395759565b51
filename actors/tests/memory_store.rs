//! The in-memory store passes the contract of stores.

use renexus_actors::testing::{MemoryStore, store_contract};

#[tokio::test]
async fn the_memory_store_keeps_the_contract() {
    store_contract::run(&MemoryStore::default()).await;
}
