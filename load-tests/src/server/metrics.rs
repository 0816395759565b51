//! What a running server counts, from `/metrics`.

use std::net::SocketAddr;
use std::str::FromStr;

use anyhow::{Result, ensure};

use crate::http::Request;

use super::ServerProcess;

impl ServerProcess {
    /// The value of a metric without labels; `None` while it is not listed.
    pub async fn metric<T: FromStr>(&self, name: &str) -> Result<Option<T>> {
        metric(self.addr(), name).await
    }
}

/// The same for a server by its address.
pub async fn metric<T: FromStr>(addr: SocketAddr, name: &str) -> Result<Option<T>> {
    let answer = Request::get("/metrics").send(addr).await?;
    ensure!(answer.status == 200, "/metrics answered {}", answer.status);
    let text = answer.text();
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    Ok(value.and_then(|value| value.trim().parse().ok()))
}
