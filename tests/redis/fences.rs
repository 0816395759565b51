//! Fences in the database, on both engines.

use renexus::db::queries::fences;
use renexus::db::{Database, DatabaseError, DatabaseSettings, PostgresSettings};

use crate::door::engine;

async fn passes(database: &Database, name: &'static str, fence: i64) -> bool {
    let asked = database.commit(move |connection| fences::pass(connection, name, fence));
    asked.await.map_err(|error: DatabaseError| error.to_string()).unwrap()
}

/// SPEC REDIS-5
#[tokio::test]
async fn who_held_a_lock_before_does_not_write_under_it_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = PostgresSettings {
        url: engine::fresh(),
        authorities: std::path::PathBuf::new(),
        statement: std::time::Duration::from_secs(10),
        pause: std::time::Duration::from_secs(10),
    };
    for (engine, postgres) in [("SQLite", None), ("PostgreSQL", Some(postgres))] {
        let settings = DatabaseSettings {
            folder: folder.path().into(),
            postgres,
            readers: 1,
            ..Default::default()
        };
        let database = Database::open(&settings).unwrap();
        assert!(passes(&database, "a", 5).await, "{engine}: the first");
        assert!(passes(&database, "a", 5).await, "{engine}: the same holder again");
        assert!(passes(&database, "a", 9).await, "{engine}: the next holder");
        assert!(!passes(&database, "a", 5).await, "{engine}: a holder of before");
        assert!(!passes(&database, "a", 8).await, "{engine}: one in between");
        assert!(passes(&database, "b", 1).await, "{engine}: another lock");
        println!("fences on {engine}: 6 rules");
    }
}
