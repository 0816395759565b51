//! A target file: how a server is started, reached and measured.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::home;
use crate::peer::Protocol;

use super::prepare::Prepare;

/// What a target file says; README explains every key.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetFile {
    /// The file's name without its ending.
    #[serde(skip)]
    pub name: String,
    /// Where the file lies, `{here}` in its strings.
    #[serde(skip)]
    pub here: PathBuf,
    /// `{renexus}` in its strings; looked for when absent.
    #[serde(skip)]
    pub renexus: Option<PathBuf>,
    /// One line about the server.
    pub description: String,
    /// How its programs are installed, for people; told when the start fails.
    #[serde(default)]
    pub install: Option<String>,
    /// Program and arguments; empty for a server that runs already.
    #[serde(default)]
    pub start: Vec<String>,
    /// Environment of the program, on top of one's own.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// When it has started: `tcp`, it takes connections; `/path`, that answers 200.
    #[serde(default = "tcp")]
    pub ready: String,
    /// The port of a server that runs already.
    #[serde(default)]
    pub port: Option<u16>,
    /// Nodes of one server, on as many ports from `{port}` on; clients are spread over them.
    #[serde(default = "one")]
    pub nodes: u16,
    /// Whether all clients of a document sit on one node, as behind a load balancer that goes by the address.
    #[serde(default)]
    pub led: bool,
    /// The process of a server that runs already, for processor time and memory.
    #[serde(default)]
    pub pid: Option<u32>,
    /// Spoken when nothing else is asked for; else the first of `protocols`.
    #[serde(default)]
    pub protocol: Option<Protocol>,
    /// A command that prints a token; empty when none is needed.
    #[serde(default)]
    pub token: Vec<String>,
    /// A request that creates a document before its first client comes.
    #[serde(default)]
    pub prepare: Option<Prepare>,
    /// What its acknowledgement means, in words.
    #[serde(default)]
    pub durable: Option<String>,
    /// Whether it keeps documents, so that a newcomer sees what was written before.
    #[serde(default = "yes")]
    pub stores: bool,
    /// Whether it answers y-sweet's message 102 on y-websocket connections too.
    #[serde(default)]
    pub markers: bool,
    /// The address of a document, in every protocol that it speaks.
    pub protocols: BTreeMap<Protocol, String>,
}

fn one() -> u16 {
    1
}

fn tcp() -> String {
    "tcp".to_owned()
}

fn yes() -> bool {
    true
}

impl TargetFile {
    /// The same with another binary for `{renexus}`, if one is given.
    #[must_use]
    pub fn with_renexus(self, binary: Option<&Path>) -> Self {
        Self { renexus: binary.map(Path::to_owned).or(self.renexus), ..self }
    }

    /// Reads a file and checks what can be checked before a start.
    pub fn load(path: &Path) -> Result<Self> {
        let shown = || format!("target file {}", path.display());
        let text = fs::read_to_string(path).with_context(shown)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        Self::parse(&name, folder.unwrap_or(Path::new(".")), &text).with_context(shown)
    }

    /// The same from its text; `here` is where the file lies.
    pub fn parse(name: &str, here: &Path, text: &str) -> Result<Self> {
        let mut file: Self = toml::from_str(text)?;
        file.name = name.to_owned();
        file.here = here.to_owned();
        file.check()?;
        Ok(file)
    }

    /// A target by the name of a shipped file, or by the path of any file.
    pub fn named(name: &str) -> Result<Self> {
        if name.ends_with(".toml") || name.contains('/') {
            return Self::load(Path::new(name));
        }
        let path = home::folder()?.join("targets").join(format!("{name}.toml"));
        if !path.exists() {
            let known: Vec<_> = shipped()?.into_iter().map(|file| file.name).collect();
            bail!("no target `{name}`; there are {}, or give a path to a file", known.join(", "));
        }
        Self::load(&path)
    }

    /// The protocol to speak: the wanted one, or the file's own.
    pub fn protocol(&self, wanted: Option<Protocol>) -> Result<Protocol> {
        let own = self.protocol.or_else(|| self.protocols.keys().next().copied());
        let protocol = wanted.or(own).context("`protocols` is empty")?;
        if !self.protocols.contains_key(&protocol) {
            let known: Vec<_> = self.protocols.keys().map(Protocol::to_string).collect();
            bail!("target {} does not speak {protocol}, but {}", self.name, known.join(", "));
        }
        Ok(protocol)
    }
}

/// Every target that ships, by name.
pub fn shipped() -> Result<Vec<TargetFile>> {
    let folder = home::folder()?.join("targets");
    let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(TargetFile::load(&path)?);
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}
