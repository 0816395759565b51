//! The engine that tests run on: a file in the folder of each server, or, with
//! `RENEXUS_TEST_ENGINE=postgres`, a database of its own on the server at `RENEXUS_TEST_POSTGRES`; with `pgvector` on that
//! at `RENEXUS_TEST_PGVECTOR`, with the extension.

use std::path::Path;

/// The address of the database of a server's folder, made at first use; `None` is SQLite.
pub fn database(folder: &Path) -> Option<String> {
    let engine = std::env::var("RENEXUS_TEST_ENGINE").ok()?;
    let path = folder.join("test-database");
    if let Ok(address) = std::fs::read_to_string(&path) {
        return Some(address);
    }
    let address = match engine.as_str() {
        "sqlite" => return None,
        "postgres" => fresh(),
        "pgvector" => fresh_with_vectors(),
        other => {
            panic!("RENEXUS_TEST_ENGINE is one of sqlite, postgres, pgvector, and not {other}")
        }
    };
    std::fs::write(path, &address).expect("the folder is ours");
    Some(address)
}

/// The address of an empty database on the server that the tests were given.
pub fn fresh() -> String {
    fresh_on("RENEXUS_TEST_POSTGRES")
}

/// The same with the extension pgvector.
pub fn fresh_with_vectors() -> String {
    let address = fresh_on("RENEXUS_TEST_PGVECTOR");
    statement(&address, "CREATE EXTENSION vector").expect("the extension is there");
    address
}

/// The address of an empty database on the server at the address in a variable.
pub fn fresh_on(variable: &str) -> String {
    let server = std::env::var(variable).unwrap_or_else(|_| {
        panic!("{variable} is the address of PostgreSQL; `tools/services` starts one")
    });
    let name = format!("test_{}", uuid::Uuid::now_v7().simple());
    create(&server, &name);
    format!("{server}/{name}")
}

/// With `RENEXUS_TEST_SHARED=redis`: the settings under which a server shares what it can in the
/// Redis at `RENEXUS_TEST_REDIS`, under a prefix of its own.
pub fn shared(folder: &Path) -> Vec<(&'static str, String)> {
    if !std::env::var("RENEXUS_TEST_SHARED").is_ok_and(|shared| shared == "redis") {
        return Vec::new();
    }
    let url = std::env::var("RENEXUS_TEST_REDIS")
        .expect("RENEXUS_TEST_REDIS is the address of Redis; `tools/services` starts one");
    let name = folder.file_name().and_then(|name| name.to_str()).expect("a folder has a name");
    vec![("redis.url", url), ("redis.prefix", format!("test{name}:"))]
}

/// The setting that names a database.
pub fn setting(database: &Option<String>) -> Option<(String, &str)> {
    database.as_deref().map(|address| ("RENEXUS__DATABASE__URL".to_owned(), address))
}

fn create(server: &str, name: &str) {
    let made = statement(&format!("{server}/postgres"), &format!("CREATE DATABASE {name}"));
    made.unwrap_or_else(|error| panic!("PostgreSQL: {error}"));
}

/// Runs a statement on a database.
pub fn statement(url: &str, query: &str) -> Result<(), tokio_postgres::Error> {
    let (url, query) = (url.to_owned(), query.to_owned());
    // Some tests have a runtime of their own around them.
    let done = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async move {
            let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await?;
            tokio::spawn(connection);
            client.batch_execute(&query).await
        })
    });
    done.join().expect("a thread ends")
}

/// A session of the database that keeps what it locked until it is dropped.
pub struct Held(Option<std::sync::mpsc::Sender<()>>, Option<std::thread::JoinHandle<()>>);

impl Held {
    /// Runs statements and stays.
    pub fn of(url: &str, query: &str) -> Self {
        let (url, query) = (url.to_owned(), query.to_owned());
        let (ready, taken) = std::sync::mpsc::channel();
        let (end, ends) = std::sync::mpsc::channel::<()>();
        let holding = std::thread::spawn(move || {
            let mut runtime = tokio::runtime::Builder::new_multi_thread();
            let runtime = runtime.worker_threads(1).enable_all().build().expect("a runtime");
            let client = runtime.block_on(async {
                let connected = tokio_postgres::connect(&url, tokio_postgres::NoTls).await;
                let (client, connection) = connected.expect("PostgreSQL");
                tokio::spawn(connection);
                client.batch_execute(&query).await.expect("a statement");
                client
            });
            ready.send(()).expect("a test");
            // An error is the end, too.
            let _ = ends.recv();
            drop(client);
        });
        taken.recv().expect("the lock");
        Self(Some(end), Some(holding))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0 = None;
        if let Some(holding) = self.1.take() {
            let _ = holding.join();
        }
    }
}
