//! Redis servers: those that `tools/services` started, and own ones that a test may kill.

#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use renexus::shared::{Redis, RedisSettings};
use tempfile::TempDir;

/// Long enough for a noisy machine; nothing that passes waits so long.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// An address that `tools/services` gives.
pub fn given(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is missing; `tools/services` sets it"))
}

/// The addresses of all three kinds, by name.
pub fn every_kind() -> [(&'static str, String); 3] {
    [
        ("single", given("RENEXUS_TEST_REDIS")),
        ("cluster", given("RENEXUS_TEST_REDIS_CLUSTER")),
        ("sentinel", given("RENEXUS_TEST_REDIS_SENTINEL")),
    ]
}

/// Settings with a prefix of their own: nobody else sees these keys.
pub fn settings(url: &str) -> RedisSettings {
    RedisSettings {
        url: url.to_owned(),
        authorities: std::path::PathBuf::new(),
        prefix: format!("test-{}:", uuid::Uuid::now_v7().simple()),
        connect: Duration::from_secs(2),
        response: Duration::from_secs(1),
        retry: Duration::from_millis(200),
        pool: 4,
        inbox_bytes: 1 << 20,
    }
}

/// A handle that is connected.
pub async fn connected(settings: RedisSettings) -> Redis {
    let redis = Redis::open(settings).unwrap();
    assert!(redis.is_there_within(DEADLINE).await, "Redis is not there");
    redis
}

/// A server of this test alone.
pub struct OwnServer {
    pub port: u16,
    child: Child,
    arguments: Vec<String>,
    program: &'static str,
    folder: TempDir,
}

impl OwnServer {
    /// A Redis that keeps nothing when it is killed.
    pub fn redis(more: &[&str]) -> Self {
        let port = free_port();
        let mut arguments = vec!["--port".to_owned(), port.to_string()];
        let plain = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        arguments.extend(plain.iter().chain(more).map(|word| (*word).to_owned()));
        Self::start("redis-server", port, arguments)
    }

    /// A Sentinel that watches a server, and calls it `own`.
    pub fn sentinel(watched: u16) -> Self {
        let port = free_port();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sentinel.conf");
        let lines = format!(
            "port {port}\nbind 127.0.0.1\nsentinel monitor own 127.0.0.1 {watched} 1\n\
             sentinel down-after-milliseconds own 500\nsentinel failover-timeout own 2000\n"
        );
        std::fs::write(&file, lines).unwrap();
        let arguments = vec![file.to_str().unwrap().to_owned()];
        Self::start_in(folder, "redis-sentinel", port, arguments)
    }

    fn start(program: &'static str, port: u16, arguments: Vec<String>) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), program, port, arguments)
    }

    fn start_in(folder: TempDir, program: &'static str, port: u16, arguments: Vec<String>) -> Self {
        let child = spawn(program, &folder, &arguments);
        let server = Self { port, child, arguments, program, folder };
        server.wait_until_it_answers();
        server
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Kills it with -9.
    pub fn kill9(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again, empty, on the same port.
    pub fn start_again(&mut self) {
        self.child = spawn(self.program, &self.folder, &self.arguments);
        self.wait_until_it_answers();
    }

    /// Stops it where it stands, or lets it go on: it is there and says nothing.
    pub fn signal(&self, signal: &str) {
        let told = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(told.unwrap().success());
    }

    /// What it says to a command.
    pub fn says(&self, words: &[&str]) -> String {
        let output =
            Command::new("redis-cli").args(["-p", &self.port.to_string()]).args(words).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    }

    fn wait_until_it_answers(&self) {
        let deadline = std::time::Instant::now() + DEADLINE;
        while !self.says(&["ping"]).contains("PONG") {
            assert!(std::time::Instant::now() < deadline, "{} does not start", self.program);
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(program: &str, folder: &TempDir, arguments: &[String]) -> Child {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder.path());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap_or_else(|error| panic!("{program}: {error}; see `tools/need redis`"))
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
