//! A Renexus server as a child process, for tests and runs.

mod child;
mod metrics;
pub(crate) mod output;
mod usage;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::peer::{Protocol, Target};

pub use self::child::ServerProcess;
pub use self::metrics::metric;
pub use self::usage::Memory;

/// Runs `renexus token` and returns the token; `level` is `read`, `comment`,
/// `write` or `manage`, and the document `*` stands for all.
pub fn token(bin: &Path, data_dir: &Path, document: &str, level: &str) -> Result<String> {
    let args = ["token", "--document", document, "--level", level];
    run(bin, data_dir, args)
}

/// Runs a subcommand of the server's binary on a data folder and returns what
/// it prints, without the line end.
pub fn run<I, S>(bin: &Path, data_dir: &Path, args: I) -> Result<String>
where
    I: IntoIterator<Item = S>,
    S: AsRef<OsStr>,
{
    let mut command = Command::new(bin);
    command.args(args).arg("--data").arg(data_dir).stdin(Stdio::null());
    let output = command.output().with_context(|| format!("cannot run {}", bin.display()))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        bail!("{command:?} ended with {}: {told}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}

impl ServerProcess {
    /// A token for this server's documents, see [`token`].
    pub fn token(&self, document: &str, level: &str) -> Result<String> {
        token(self.bin(), self.data_dir(), document, level)
    }

    /// The address of a document on this server, without a token.
    pub fn target(&self, protocol: Protocol, document: &str) -> Target {
        Target::new(self.addr(), protocol, document)
    }
}

/// The server's binary: what the environment variable `RENEXUS_BIN` names, or
/// else `renexus` beside the running binary.
pub fn default_binary() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("RENEXUS_BIN") {
        return Ok(named.into());
    }
    let here = std::env::current_exe().context("cannot tell where this binary is")?;
    let beside = here.with_file_name("renexus");
    if !beside.exists() {
        bail!("no server at {}; name it with --server or RENEXUS_BIN", beside.display());
    }
    Ok(beside)
}
