//! `renexus health`: for container health checks, without curl.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Ask a running server whether it is ready.
#[derive(Debug, Args)]
pub(super) struct Health {
    /// The server's address.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: String,
}

impl Health {
    pub(super) fn run(self) -> Result<ExitCode> {
        let Some(host) = self.url.strip_prefix("http://").map(|rest| rest.trim_end_matches('/'))
        else {
            bail!("--url {}: needs http://HOST:PORT", self.url);
        };
        let mut stream =
            TcpStream::connect(host).with_context(|| format!("cannot reach {host}"))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        write!(stream, "GET /health/ready HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        println!("{}", answer.lines().last().unwrap_or_default());
        Ok(if answer.starts_with("HTTP/1.1 200") { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
