//! The model service of `tests/model-server`.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use renexus_load::http::Request;
use serde_json::Value;

/// A running service. Dropping it kills the process.
pub(crate) struct Service {
    child: Child,
    addr: SocketAddr,
}

impl Service {
    pub(crate) fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model-server/server.mjs");
        let mut command = Command::new("node");
        command.arg(script).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("Node runs the model service");
        let mut line = String::new();
        let said = child.stdout.take().expect("it is piped");
        BufReader::new(said).read_line(&mut line).expect("it says where it listens");
        let addr = line.trim().strip_prefix("listening on http://").map(str::parse);
        let addr = addr.and_then(Result::ok).unwrap_or_else(|| panic!("no address: {line}"));
        Self { child, addr }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/v1", self.addr)
    }

    /// Every request that came in.
    pub(crate) async fn seen(&self) -> Vec<Value> {
        let answer = Request::get("/seen").send(self.addr).await.expect("an answer");
        answer.json().unwrap().as_array().unwrap().clone()
    }

    /// Ends the process at once.
    pub(crate) fn kill(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.kill();
    }
}
