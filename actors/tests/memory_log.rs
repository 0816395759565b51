//! The in-memory log passes the contract of logs.

use renexus_actors::testing::{MemoryLog, event_log_contract};

#[tokio::test]
async fn the_memory_log_keeps_the_contract() {
    event_log_contract::run(&MemoryLog::default()).await;
}
