//! What is found by its meaning where PostgreSQL has pgvector. `tools/services` starts one.

use crate::door::engine;
use crate::meaning::Meaningful;

/// All pieces in an index, and room for three of 256 numbers in memory.
const SMALL: [(&str, &str); 2] = [("search.exact_chunks", "0"), ("search.index_bytes", "1000")];

/// SPEC AI-16
#[tokio::test]
async fn an_extension_that_comes_later_takes_over_and_may_go_again() {
    let url = engine::fresh_on("RENEXUS_TEST_PGVECTOR");
    let settings = [&SMALL[..], &[("database.url", url.as_str())]].concat();
    let mut here = Meaningful::open("wide", &settings).await;
    here.studio.task("Sell the automobile").await;
    here.until("car", &["Sell the automobile"]).await;
    for fruit in ["apple", "banana", "cherry", "damson"] {
        here.studio.task(&format!("{fruit} orchard")).await;
        here.until(&format!("{fruit} grove"), &[&format!("{fruit} orchard")]).await;
    }
    // Of what does not fit into memory, the newest are held.
    here.until("car", &[]).await;

    engine::statement(&url, "CREATE EXTENSION vector").unwrap();
    here.restart("wide", &settings);
    here.until("car", &["Sell the automobile"]).await;
    here.studio.task("Vehicle").await;
    here.until("car", &["Vehicle", "Sell the automobile"]).await;

    engine::statement(&url, "DROP EXTENSION vector CASCADE").unwrap();
    here.until("car", &["Vehicle"]).await;
    here.restart("wide", &settings);
    here.studio.task("Buy a vehicle").await;
    here.until("car", &["Vehicle", "Buy a vehicle"]).await;
}
