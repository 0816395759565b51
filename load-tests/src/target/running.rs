//! A server that runs: documents are opened on it, and it may be killed and restarted.

use std::collections::{HashMap, HashSet};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use crate::home;
use crate::http::Request;
use crate::peer::{Protocol, escaped};
use crate::server::default_binary;

use super::address::Address;
use super::file::TargetFile;
use super::placeholder;
use super::port;
use super::prepare::Prepare;
use super::process::Process;

/// A server that is not ready by then is given up.
const READY_DEADLINE: Duration = Duration::from_secs(60);

/// Between two looks whether it is ready.
const LOOK: Duration = Duration::from_millis(2);

/// A target with its process, if it has one. Dropping it kills the process.
#[derive(Debug)]
pub struct RunningTarget {
    file: TargetFile,
    data: PathBuf,
    /// The first node's; kept over restarts.
    port: Option<u16>,
    /// None while it is killed, and for a server that ran before.
    process: Option<Process>,
    /// Addresses handed out: as many as a run has documents.
    known: Mutex<Known>,
}

/// What is asked of a server once.
#[derive(Debug, Default)]
struct Known {
    addresses: HashMap<(Protocol, String), Address>,
    /// By token command, so that one token for all documents is made once.
    tokens: HashMap<Vec<String>, String>,
    /// Requests that were sent, by address and body.
    prepared: HashSet<(String, String)>,
}

impl TargetFile {
    /// Starts the server on a data folder and waits until it is ready; a server
    /// without a start command is taken as it is.
    pub async fn start(&self, data: &Path) -> Result<RunningTarget> {
        let port = if self.start.is_empty() { self.port } else { Some(port::free(self.nodes)?) };
        let mut target = RunningTarget {
            file: self.clone(),
            data: data.to_owned(),
            port,
            process: None,
            known: Mutex::default(),
        };
        target.launch().await?;
        Ok(target)
    }
}

impl RunningTarget {
    /// The target's name.
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// What its file says.
    pub fn file(&self) -> &TargetFile {
        &self.file
    }

    /// The process, when it is known and runs; it may have children.
    pub fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(Process::pid).or(self.file.pid)
    }

    /// The port on loopback, when there is one.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// The folder with its data.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Whether it keeps documents, so that a newcomer sees what was written before.
    pub fn stores(&self) -> bool {
        self.file.stores
    }

    /// The protocol to speak: the wanted one, or the target's own.
    pub fn protocol(&self, wanted: Option<Protocol>) -> Result<Protocol> {
        self.file.protocol(wanted)
    }

    /// Where a document is. Creates it and asks for a token, if the target says how.
    pub async fn open(&self, protocol: Protocol, document: &str) -> Result<Address> {
        let protocol = self.protocol(Some(protocol))?;
        let mut known = self.known.lock().await;
        let key = (protocol, document.to_owned());
        if let Some(address) = known.addresses.get(&key) {
            return Ok(address.clone());
        }
        let opened = self.open_first(&mut known, protocol, document).await;
        let address = opened.with_context(|| format!("target {}", self.name()))?;
        known.addresses.insert(key, address.clone());
        Ok(address)
    }

    async fn open_first(
        &self,
        known: &mut Known,
        protocol: Protocol,
        document: &str,
    ) -> Result<Address> {
        if let Some(prepare) = &self.file.prepare {
            let prepare = self.request(prepare, document)?;
            let key = (prepare.url.clone(), prepare.body.clone());
            if !known.prepared.contains(&key) {
                prepare.send().await?;
                known.prepared.insert(key);
            }
        }
        let token = self.token(known, document).await.context("`token`")?;
        let template = self.file.protocols.get(&protocol).context("no address")?;
        let url = placeholder::expand(template, |name| match name {
            "document" => Ok(escaped(document)),
            "token" => Ok(escaped(token.as_deref().unwrap_or_default())),
            other => self.value(other),
        })?;
        let markers = match protocol {
            Protocol::Hocuspocus => false,
            Protocol::YSweet => true,
            Protocol::YWebsocket => self.file.markers,
        };
        Ok(Address { url, token: token.filter(|_| protocol.sends_token()), markers })
    }

    /// `kill -9`: nothing that waits in memory is saved.
    pub fn kill9(&mut self) -> Result<()> {
        let process = self.process.take();
        let mut process = process.with_context(|| self.not_ours("killed"))?;
        process.kill9()
    }

    /// Starts it again on its port and data.
    pub async fn restart(&mut self) -> Result<()> {
        ensure!(!self.file.start.is_empty(), self.not_ours("restarted"));
        self.stop().await?;
        self.launch().await
    }

    /// Lets it end by itself.
    pub async fn stop(&mut self) -> Result<()> {
        match self.process.take() {
            Some(mut process) => process.stop().await,
            None => Ok(()),
        }
    }

    fn not_ours(&self, what: &str) -> String {
        format!("target {} has no `start`, so it cannot be {what}", self.name())
    }

    async fn launch(&mut self) -> Result<()> {
        if self.file.start.is_empty() {
            return Ok(());
        }
        let launched = self.launch_ready().await;
        launched.map_err(|error| {
            let install = self.file.install.as_deref();
            let hint = install.map(|line| format!("\ninstall it with: {line}"));
            anyhow!("target {} does not start: {error:#}{}", self.name(), hint.unwrap_or_default())
        })
    }

    async fn launch_ready(&mut self) -> Result<()> {
        let argv =
            self.file.start.iter().map(|text| placeholder::expand(text, |name| self.value(name)));
        let argv: Vec<_> = argv.collect::<Result<_>>().context("`start`")?;
        let (program, arguments) = argv.split_first().context("`start` is empty")?;
        let mut command = Command::new(program);
        command.args(arguments);
        for (key, text) in &self.file.env {
            let value = placeholder::expand(text, |name| self.value(name));
            command.env(key, value.with_context(|| format!("`env.{key}`"))?);
        }
        let mut process =
            Process::spawn(&mut command).with_context(|| format!("cannot run {program}"))?;
        self.wait_ready(&mut process).await?;
        self.process = Some(process);
        Ok(())
    }

    async fn wait_ready(&self, process: &mut Process) -> Result<()> {
        let port = self.port.context("no port")?;
        let started = Instant::now();
        for port in port..port + self.file.nodes {
            let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            self.wait_for(addr, process, started).await?;
        }
        Ok(())
    }

    async fn wait_for(
        &self,
        addr: SocketAddr,
        process: &mut Process,
        started: Instant,
    ) -> Result<()> {
        while !self.is_ready(addr).await {
            if let Some(status) = process.ended()? {
                bail!("it ended with {status} and wrote:\n{}", process.output());
            }
            if started.elapsed() > READY_DEADLINE {
                let wrote = process.output();
                bail!("not ready on {addr} after {READY_DEADLINE:?}; it wrote:\n{wrote}");
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    async fn is_ready(&self, addr: SocketAddr) -> bool {
        if self.file.ready == "tcp" {
            return TcpStream::connect(addr).await.is_ok();
        }
        let answer = Request::get(&self.file.ready).send(addr).await;
        answer.is_ok_and(|answer| answer.status == 200)
    }

    async fn token(&self, known: &mut Known, document: &str) -> Result<Option<String>> {
        let argv = self.file.token.iter().map(|text| self.about(text, document));
        let argv: Vec<_> = argv.collect::<Result<_>>()?;
        let Some((program, arguments)) = argv.split_first() else { return Ok(None) };
        if let Some(token) = known.tokens.get(&argv) {
            return Ok(Some(token.clone()));
        }
        let output = tokio::process::Command::new(program).args(arguments).output().await;
        let output = output.with_context(|| format!("cannot run {program}"))?;
        let told = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{program} ended with {}: {told}", output.status);
        let token = String::from_utf8(output.stdout).context("the token is not text")?;
        let token = token.trim().to_owned();
        known.tokens.insert(argv, token.clone());
        Ok(Some(token))
    }

    fn request(&self, prepare: &Prepare, document: &str) -> Result<Prepare> {
        let url = placeholder::expand(&prepare.url, |name| match name {
            "document" => Ok(escaped(document)),
            other => self.value(other),
        });
        Ok(Prepare {
            method: prepare.method.clone(),
            url: url.context("`prepare.url`")?,
            body: self.about(&prepare.body, document).context("`prepare.body`")?,
        })
    }

    fn about(&self, text: &str, document: &str) -> Result<String> {
        placeholder::expand(text, |name| match name {
            "document" => Ok(document.to_owned()),
            other => self.value(other),
        })
    }

    fn value(&self, name: &str) -> Result<String> {
        let shown = |path: PathBuf| Ok(path.display().to_string());
        match name {
            "port" => Ok(self.port.context("there is no port")?.to_string()),
            "nodes" => Ok(self.file.nodes.to_string()),
            "data" => shown(self.data.clone()),
            "here" => shown(self.file.here.clone()),
            "peers" => shown(home::folder()?.join("peers")),
            "renexus" => shown(self.file.renexus.clone().map_or_else(default_binary, Ok)?),
            "load" => shown(load_binary()?),
            other => bail!("the unknown placeholder {{{other}}}"),
        }
    }
}

/// This program, for targets that it contains itself. A test is another
/// program, in a folder below.
fn load_binary() -> Result<PathBuf> {
    const NAME: &str = "renexus-load";
    let here = std::env::current_exe().context("cannot tell where this binary is")?;
    let folders = here.ancestors().skip(1).take(2);
    let found = folders.map(|folder| folder.join(NAME)).find(|path| path.is_file());
    found.with_context(|| format!("no {NAME} beside {}", here.display()))
}
