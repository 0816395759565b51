//! A standby that follows the PostgreSQL of `tools/services`, for one test.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::Duration;

use crate::door::engine;

/// Runs until the test ends.
pub(crate) struct Standby {
    folder: tempfile::TempDir,
    port: u16,
    database: String,
    bin: PathBuf,
}

impl Standby {
    /// A standby of the server with this database, which may be read when this returns.
    pub(crate) fn of(database: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        if let Some(user) = unprivileged() {
            chown(folder.path(), Some(user), None).unwrap();
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (server, name) = database.rsplit_once('/').unwrap();
        let standby = Self { folder, port, database: name.to_owned(), bin: bin() };
        let data = standby.data();
        standby.run(
            "pg_basebackup",
            &["-d", server, "-D", &data, "-R", "-X", "stream", "-c", "fast", "--no-sync"],
        );
        standby.start();
        standby
    }

    /// The address of the database on the standby.
    pub(crate) fn url(&self) -> String {
        format!("postgres://renexus@127.0.0.1:{}/{}", self.port, self.database)
    }

    /// Starts it, also again after it was killed.
    pub(crate) fn start(&self) {
        let folder = self.folder.path().display();
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off \
             -c max_connections=400",
            self.port
        );
        let log = format!("{folder}/log");
        self.run("pg_ctl", &["-D", &self.data(), "-l", &log, "-w", "-o", &options, "start"]);
        let deadline = std::time::Instant::now() + crate::door::DEADLINE;
        while engine::statement(&self.url(), "SELECT 1").is_err() {
            assert!(std::time::Instant::now() < deadline, "{}", fs::read_to_string(&log).unwrap());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it at once.
    pub(crate) fn kill(&mut self) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let output = self.output(program, arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{program}: {said}");
    }

    /// PostgreSQL does not run as root. What it says goes to a file: a server that stays would hold a pipe open.
    fn output(&self, program: &str, arguments: &[&str]) -> Output {
        let program = self.bin.join(program);
        let said = self.folder.path().join("said");
        let file = fs::File::create(&said).unwrap();
        let mut command = Command::new(&program);
        if let Some(user) = unprivileged() {
            use std::os::unix::process::CommandExt;
            command.uid(user).env("HOME", "/tmp");
        }
        let done =
            command.args(arguments).current_dir("/").stdout(file.try_clone().unwrap()).stderr(file);
        let status = done.status().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        Output { status, stdout: Vec::new(), stderr: fs::read(said).unwrap() }
    }
}

impl Drop for Standby {
    fn drop(&mut self) {
        self.output("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }
}

/// The user for PostgreSQL where the tests run as root: the owner of the server that they were given.
fn unprivileged() -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    let root = fs::metadata("/proc/self").unwrap().uid() == 0;
    root.then(|| {
        let users = fs::read_to_string("/etc/passwd").unwrap();
        let line =
            users.lines().find(|line| line.starts_with("postgres:")).expect("a user `postgres`");
        line.split(':').nth(2).unwrap().parse().unwrap()
    })
}

/// The newest PostgreSQL of this machine.
fn bin() -> PathBuf {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = installed.map(|entry| entry.path().join("bin")).collect();
    folders.sort();
    folders.pop().unwrap_or_default()
}
