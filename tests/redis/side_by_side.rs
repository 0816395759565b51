//! Every port's contract on every adapter, side by side.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use renexus::adapters::blobs::ObjectBlobs;
use renexus::adapters::bus::RedisBus;
use renexus::adapters::clock::SystemClock;
use renexus::adapters::logged::LoggedStore;
use renexus::adapters::store::DatabaseStore;
use renexus::cache::{MemoryCache, RedisCache};
use renexus::config::BlobSettings;
use renexus::db::{Database, DatabaseSettings, PostgresSettings};
use renexus::locks::{MemoryLocks, RedisLocks};
use renexus::rates::{MemoryRates, RedisRates};
use renexus::wal::WalSettings;
use renexus_actors::testing::bus_contract::{self, Nodes};
use renexus_actors::testing::{
    MemoryBus, MemoryLog, MemoryStore, event_log_contract, store_contract,
};

use crate::blob_stores::{azure, google, open, s3};
use crate::door::azure::Container;
use crate::door::blobs::Bucket;
use crate::door::engine;
use crate::servers::{connected, every_kind, settings};
use crate::shelf::Shelf;
use crate::{blob_contract, cache, locks, rates};

/// Cases that were held, by port and adapter.
#[derive(Default)]
struct Table(BTreeMap<&'static str, Vec<(String, usize)>>);

impl Table {
    fn held(&mut self, port: &'static str, adapter: impl Into<String>, cases: usize) {
        self.0.entry(port).or_default().push((adapter.into(), cases));
    }
}

/// No adapter passes fewer cases than another one of its port.
#[actix_rt::test]
async fn every_adapter_of_a_port_passes_the_same_cases() {
    let mut table = Table::default();
    rows(&mut table).await;
    shared(&mut table).await;
    blobs(&mut table).await;
    println!("{:<8} {:<22} cases", "port", "adapter");
    for (port, adapters) in &table.0 {
        for (adapter, cases) in adapters {
            println!("{port:<8} {adapter:<22} {cases}");
        }
        let (_, first) = &adapters[0];
        assert!(adapters.len() > 1 && *first > 0, "{port} has nobody to compare with");
        assert!(adapters.iter().all(|(_, cases)| cases == first), "{port}: {adapters:?}");
    }
}

fn file(folder: &Path) -> Database {
    let settings =
        DatabaseSettings { folder: folder.into(), readers: 1, ..DatabaseSettings::default() };
    Database::open(&settings).unwrap()
}

fn postgres() -> Database {
    let postgres = PostgresSettings {
        url: engine::fresh(),
        authorities: std::path::PathBuf::new(),
        statement: Duration::from_secs(10),
        pause: Duration::from_secs(10),
    };
    let settings =
        DatabaseSettings { postgres: Some(postgres), readers: 2, ..DatabaseSettings::default() };
    Database::open(&settings).unwrap()
}

async fn rows(table: &mut Table) {
    let clock = Arc::new(SystemClock);
    let folder = tempfile::tempdir().unwrap();
    table.held("store", "memory", store_contract::run(&MemoryStore::default()).await);
    let store = DatabaseStore::new(file(folder.path()), clock.clone());
    table.held("store", "SQLite", store_contract::run(&store).await);
    let store = DatabaseStore::new(postgres(), clock.clone());
    table.held("store", "PostgreSQL", store_contract::run(&store).await);
    let folder = tempfile::tempdir().unwrap();
    let log = WalSettings {
        folder: folder.path().into(),
        segment_bytes: 1 << 20,
        segments: 100,
        accept_loss: false,
    };
    let store = LoggedStore::open(file(folder.path()), &log, clock).await.unwrap();
    table.held("store", "SQLite with a log", store_contract::run(&store).await);
    let folder = tempfile::tempdir().unwrap();
    table.held("events", "memory", event_log_contract::run(&MemoryLog::default()).await);
    let shelf = Shelf::of(file(folder.path()));
    table.held("events", "SQLite", event_log_contract::run(&shelf).await);
    let shelf = Shelf::of(postgres());
    table.held("events", "PostgreSQL", event_log_contract::run(&shelf).await);
}

async fn shared(table: &mut Table) {
    const LONG: Duration = Duration::from_secs(60);
    let bus = MemoryBus::default();
    let nodes = Nodes { one: &bus, other: &bus.clone() };
    table.held("bus", "memory", bus_contract::run(nodes).await);
    table.held("cache", "memory", cache::contract(Arc::new(MemoryCache::new(99, 9_999))).await);
    table.held("locks", "memory", locks::contract(Arc::new(MemoryLocks::default())).await);
    table.held("rates", "memory", rates::contract(&MemoryRates::new(rates::rates())).await);
    for (kind, url) in every_kind() {
        let name = format!("Redis ({kind})");
        println!("{name}");
        let one = connected(settings(&url)).await;
        table.held("cache", &name, cache::contract(Arc::new(RedisCache::new(one, LONG))).await);
        let one = connected(settings(&url)).await;
        table.held("locks", &name, locks::contract(Arc::new(RedisLocks(one))).await);
        let one = connected(settings(&url)).await;
        table.held("rates", &name, rates::contract(&RedisRates::new(one, rates::rates())).await);
        let both = settings(&url);
        let one = RedisBus::start(&connected(both.clone()).await, 999).unwrap();
        let other = RedisBus::start(&connected(both).await, 999).unwrap();
        let nodes = Nodes { one: &one, other: &other };
        table.held("bus", &name, bus_contract::run(nodes).await);
    }
}

async fn blobs(table: &mut Table) {
    let folder = tempfile::tempdir().unwrap();
    table.held("blobs", "memory", blob_contract::run(&ObjectBlobs::memory()).await);
    let files = ObjectBlobs::folder(&folder.path().join("blobs")).unwrap();
    table.held("blobs", "folder", blob_contract::run(&files).await);
    let bucket = s3(&Bucket::fresh());
    let signing = BlobSettings { presign: true, ..s3(&Bucket::fresh()) };
    let (azure, google) = (azure(&Container::fresh()), google(folder.path()));
    for (name, settings) in
        [("S3", bucket), ("S3, signing", signing), ("Azure", azure), ("Google", google)]
    {
        table.held("blobs", name, blob_contract::run(&open(&settings)).await);
    }
}
