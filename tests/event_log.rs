//! The log in the database passes the contract of logs.

#![allow(clippy::unwrap_used)]

#[path = "event_log/shelf.rs"]
mod shelf;

use renexus::db::{Database, DatabaseSettings};
use renexus_actors::ports::EventLog;
use renexus_actors::testing::event_log_contract;

use shelf::Shelf;

#[tokio::test]
async fn the_sqlite_log_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let settings = DatabaseSettings {
        folder: folder.path().into(),
        readers: 1,
        ..DatabaseSettings::default()
    };
    let database = Database::open(&settings).unwrap();
    let shelf = Shelf::of(database);
    event_log_contract::run(&shelf).await;
    let by_slug = shelf.range("order".into()).await.unwrap();
    assert_eq!(by_slug, None, "a channel is named by the id alone");
}
