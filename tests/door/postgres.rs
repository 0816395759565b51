//! A PostgreSQL of one test alone, which it may kill: alone, or with a standby.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use tempfile::TempDir;

use super::DEADLINE;

/// A server, and its rows.
pub struct OwnPostgres {
    /// Before the folder: it must be gone when the folder goes.
    child: Child,
    port: u16,
    folder: TempDir,
    more: Vec<String>,
}

impl OwnPostgres {
    /// An empty server with a database `renexus`, and further settings like `fsync=off`.
    pub fn start(more: &[&str]) -> Self {
        let folder = folder();
        let rows = folder.path().join("rows");
        let plain = ["-U", "renexus", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
        run(program("initdb").arg("-D").arg(&rows).args(plain));
        let server = Self::on(folder, more);
        super::engine::statement(&server.at("postgres"), "CREATE DATABASE renexus").unwrap();
        server
    }

    /// A standby of this server, called `standby`, that has everything which the server commits.
    pub fn standby(&self) -> Self {
        let folder = folder();
        let rows = folder.path().join("rows");
        let from = format!("{} application_name=standby", self.place());
        let mut copy = program("pg_basebackup");
        copy.arg("-D").arg(&rows).args(["-d", &from, "-R", "-X", "stream", "-c", "fast", "-N"]);
        run(&mut copy);
        Self::on(folder, &[])
    }

    fn on(folder: TempDir, more: &[&str]) -> Self {
        let port = free_port();
        let more: Vec<String> = more.iter().map(|word| (*word).to_owned()).collect();
        let child = spawn(folder.path(), port, &more);
        let mut server = Self { child, port, folder, more };
        server.wait_until_it_answers();
        server
    }

    /// Where the database is.
    pub fn url(&self) -> String {
        self.at("renexus")
    }

    /// The host and the port.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn at(&self, database: &str) -> String {
        format!("postgres://renexus@127.0.0.1:{}/{database}", self.port)
    }

    fn place(&self) -> String {
        format!("host=127.0.0.1 port={} user=renexus dbname=postgres", self.port)
    }

    /// Kills it with -9, and its processes for single connections: they would still commit what reaches them.
    pub fn kill9(&mut self) {
        let pid = self.child.id();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
        self.child.kill().unwrap();
        // Some may be gone by themselves.
        let mut kill = Command::new("kill");
        kill.arg("-9").args(children.split_whitespace()).stderr(Stdio::null());
        kill.status().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again on the same port.
    pub fn start_again(&mut self) {
        self.child = spawn(self.folder.path(), self.port, &self.more);
        self.wait_until_it_answers();
    }

    /// Makes the standby a server of its own.
    pub fn promote(&self) {
        run(program("pg_ctl")
            .arg("-D")
            .arg(self.folder.path().join("rows"))
            .args(["-w", "promote"]));
    }

    /// Runs a statement.
    pub fn does(&self, query: &str) {
        super::engine::statement(&self.at("postgres"), query).unwrap();
    }

    fn wait_until_it_answers(&mut self) {
        let started = Instant::now();
        while super::engine::statement(&self.at("postgres"), "SELECT 1").is_err() {
            assert!(started.elapsed() < DEADLINE, "PostgreSQL does not start: {}", self.log());
            // What is left of a killed one may still be ending.
            if self.child.try_wait().unwrap().is_some() {
                self.child = spawn(self.folder.path(), self.port, &self.more);
            }
            std::thread::sleep(super::LOOK);
        }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for OwnPostgres {
    /// The processes of single connections end with it, before the folder goes.
    fn drop(&mut self) {
        let stop = Command::new("kill").args(["-QUIT", &self.child.id().to_string()]).status();
        if stop.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// A folder of the user that runs the server.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    if let Some(user) = other_user() {
        std::os::unix::fs::chown(folder.path(), Some(user), None).unwrap();
    }
    folder
}

/// PostgreSQL does not run as root: then it is the user `postgres` that runs it.
fn other_user() -> Option<u32> {
    let id = |of: &[&str]| -> u32 {
        let told = Command::new("id").args(of).output().unwrap().stdout;
        String::from_utf8(told).unwrap().trim().parse().unwrap()
    };
    (id(&["-u"]) == 0).then(|| id(&["-u", "postgres"]))
}

fn program(name: &str) -> Command {
    let mut command = Command::new(binaries().join(name));
    if let Some(user) = other_user() {
        command.uid(user);
    }
    // It looks for its folder from where it is started.
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// Where Debian puts them, or wherever the path leads.
fn binaries() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.map(|version| version.path().join("bin")).max().unwrap_or_default()
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn spawn(folder: &Path, port: u16, more: &[String]) -> Child {
    let log = std::fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
    let mut command = program("postgres");
    command.arg("-D").arg(folder.join("rows")).args(["-p", &port.to_string()]);
    let sockets = format!("unix_socket_directories={}", folder.display());
    let plain =
        ["listen_addresses=127.0.0.1", sockets.as_str(), "fsync=off", "restart_after_crash=off"];
    for setting in plain.iter().copied().chain(more.iter().map(String::as_str)) {
        command.args(["-c", setting]);
    }
    command.stderr(log).spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
