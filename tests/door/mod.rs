//! The way in for tests: the real binary on a folder of its own, and what one
//! needs at its door. Everything here fails with a panic that says what was
//! missing; a [`Door`] that is dropped takes server and folder along.

#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

pub mod azure;
pub mod blobs;
pub mod engine;
pub mod forge;
pub mod line;
pub mod people;
pub mod post;
pub mod postgres;
pub mod proxy;
pub mod raw;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use renexus_load::http::{Request, Response};
use renexus_load::{Peer, PeerError, Protocol, ServerProcess, Target, server};
use tempfile::TempDir;

/// Long enough for a noisy machine; nothing that passes waits so long.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// Within this time an ended token ends its sockets; the figure itself is measured elsewhere.
pub const CUT_OFF: Duration = Duration::from_secs(5);

/// How often a look at something is repeated that tells nobody of its changes.
const LOOK: Duration = Duration::from_millis(20);

/// The binary under test.
pub fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_renexus"))
}

/// A running server, and the folder that it keeps its data in.
pub struct Door {
    /// Before the folder: it must be gone when the folder goes.
    pub server: ServerProcess,
    folder: TempDir,
    /// Made once: each token is a run of the binary.
    everything: OnceLock<String>,
}

impl Door {
    /// A server with every setting at its default.
    pub fn open() -> Self {
        Self::with(&[])
    }

    /// A server with some settings, by their names in `config.toml`:
    /// `("session.documents", "3")`.
    pub fn with(settings: &[(&str, &str)]) -> Self {
        Self::on(tempfile::tempdir().expect("a folder"), settings)
    }

    /// A server on a folder that was made before.
    pub fn on(folder: TempDir, settings: &[(&str, &str)]) -> Self {
        let server = start(folder.path(), settings);
        Self { server, folder, everything: OnceLock::new() }
    }

    /// A server that a test started by itself; its folder is elsewhere.
    pub fn around(server: ServerProcess) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { server, folder, everything: OnceLock::new() }
    }

    /// Kills the server at once and starts it again on the same folder.
    pub fn restart(&mut self, settings: &[(&str, &str)]) {
        self.server.kill9().expect("the server can be killed");
        self.server = start(self.folder.path(), settings);
    }

    /// Ends the server in order, and keeps its folder.
    pub fn shut(self) -> TempDir {
        let Self { mut server, folder, .. } = self;
        server.terminate().expect("the server can be told to end");
        let status = server.wait(DEADLINE).expect("the server ends");
        assert!(status.success(), "the server ended with {status}: {}", server.output().join("\n"));
        folder
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A token from `renexus token`; `*` is every document.
    pub fn token(&self, document: &str, level: &str) -> String {
        self.server.token(document, level).expect("a token")
    }

    /// A token of a person; `extra` are further arguments, like `["--ttl", "2s"]`.
    pub fn token_of(&self, person: &str, document: &str, extra: &[&str]) -> String {
        let args = ["token", "--level", "write", "--document", document, "--subject", person];
        let args = args.into_iter().chain(["--name", person]).chain(extra.iter().copied());
        server::run(binary(), self.folder(), args).expect("a token")
    }

    /// Where a document is, with a token.
    pub fn target(&self, protocol: Protocol, document: &str, token: &str) -> Target {
        self.server.target(protocol, document).with_token(token)
    }

    /// An editor in a document, synced.
    pub async fn peer(&self, protocol: Protocol, document: &str, token: &str) -> Peer {
        let peer = self.connect(protocol, document, token).await.expect("the socket opens");
        peer.synced().await.unwrap_or_else(|error| panic!("{protocol} in {document}: {error}"));
        peer
    }

    /// An editor whose fate is not known yet.
    pub async fn connect(
        &self,
        protocol: Protocol,
        document: &str,
        token: &str,
    ) -> Result<Peer, PeerError> {
        Peer::connect(self.target(protocol, document, token)).await
    }

    /// A synced editor with a token for every document, which it may create.
    pub async fn writer(&self, protocol: Protocol, document: &str) -> Peer {
        self.peer(protocol, document, self.everything()).await
    }

    /// A token that may write, and make, every document.
    pub fn everything(&self) -> &str {
        self.everything.get_or_init(|| self.token("*", "write"))
    }

    /// Asks the REST API something.
    pub async fn ask(&self, request: Request) -> Response {
        request.send(self.server.addr()).await.expect("an answer")
    }

    /// The words of a document, as REST tells them.
    pub async fn text(&self, document: &str) -> String {
        let token = self.token("*", "read");
        let answer =
            self.ask(Request::get(&format!("/api/documents/{document}/text")).bearer(&token)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }

    /// Everything that the server counts.
    pub async fn metrics(&self) -> String {
        let answer = self.ask(Request::get("/metrics")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }

    /// Where one count stands, by its name with its labels.
    pub async fn figure(&self, name: &str) -> u64 {
        let metrics = self.metrics().await;
        let found = metrics.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(' '));
        found.unwrap_or_else(|| panic!("no {name} in {metrics}")).parse().unwrap()
    }
}

fn start(folder: &Path, settings: &[(&str, &str)]) -> ServerProcess {
    let (database, kept) = (engine::database(folder), blobs::Kept::of(folder));
    let kept = kept.map(|kept| kept.settings()).unwrap_or_default();
    let shared = engine::shared(folder);
    let kept = kept.iter().map(|(key, value)| (variable(key), value.as_str()));
    let shared = shared.iter().map(|(key, value)| (variable(key), value.as_str()));
    // What a test says itself counts.
    let settings = settings.iter().map(|(key, value)| (variable(key), *value));
    let settings: Vec<_> =
        kept.chain(shared).chain(settings).chain(engine::setting(&database)).collect();
    let env: Vec<_> = settings.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    ServerProcess::start(binary(), folder, &env).unwrap_or_else(|error| panic!("{error:#}"))
}

/// The environment variable of a setting.
pub fn variable(key: &str) -> String {
    format!("RENEXUS__{}", key.to_uppercase().replace('.', "__"))
}

/// Runs the binary to its end on a folder, with settings as in [`Door::with`].
pub fn run(folder: &Path, args: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut command = Command::new(binary());
    command.args(args).arg("--data").arg(folder).stdin(Stdio::null());
    command.envs(settings.iter().map(|(key, value)| (variable(key), *value)));
    command.envs(engine::setting(&engine::database(folder)));
    command.output().expect("the binary runs")
}

/// Starts a server that must not come up: what it says to that.
pub fn refused_start(folder: &Path, listen: &str, settings: &[(&str, &str)]) -> String {
    let mut command = Command::new(binary());
    command.args(["serve", "--listen", listen, "--data"]).arg(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.envs(settings.iter().map(|(key, value)| (variable(key), *value)));
    command.envs(engine::setting(&engine::database(folder)));
    let mut child = command.spawn().expect("the binary runs");
    let started = std::time::Instant::now();
    while child.try_wait().expect("a child has a state").is_none() {
        if started.elapsed() > DEADLINE {
            child.kill().expect("a running child can be killed");
            let told = child.wait_with_output().expect("it ended");
            panic!("the server came up: {}", String::from_utf8_lossy(&told.stdout));
        }
        std::thread::sleep(LOOK);
    }
    let told = child.wait_with_output().expect("it ended");
    assert!(!told.status.success(), "it ended well: {}", String::from_utf8_lossy(&told.stdout));
    String::from_utf8_lossy(&told.stderr).into_owned()
}

/// Repeats a look at something that tells nobody of its changes, until it is as expected.
pub async fn until(what: &str, mut look: impl AsyncFnMut() -> bool) {
    let started = tokio::time::Instant::now();
    while !look().await {
        assert!(started.elapsed() < DEADLINE, "not within {DEADLINE:?}: {what}");
        tokio::time::sleep(LOOK).await;
    }
}

/// The folder of signing keys of a data folder.
pub fn keys(folder: &Path) -> PathBuf {
    folder.join("keys")
}

/// A Yjs update: `text` at the beginning of the shared text `text`, by a client
/// that never wrote before.
pub fn words(client: u64, text: &str) -> Vec<u8> {
    use renexus_wire::lib0::{write_var_string, write_var_uint};
    // One client with one block.
    let mut out = vec![1, 1];
    write_var_uint(&mut out, client);
    // From clock 0: a string, in a root type that is named next.
    out.extend([0, 4, 1]);
    write_var_string(&mut out, renexus_load::peer::TEXT);
    write_var_string(&mut out, text);
    // Nothing is deleted.
    out.push(0);
    out
}
