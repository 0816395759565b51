//! `renexus token`: prints a token and nothing else.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use chrono::Utc;
use clap::Args;
use renexus_wire::access::{EVERY_DOCUMENT, Level, WorkspaceGrant};
use renexus_wire::id::DocumentId;

use super::Source;
use crate::adapters::clock::{REVOCATION_MEMORY, SystemClock};
use crate::auth::{KeyRing, NewClaims, TokenAuthority};
use crate::server::keys_folder;

/// Print a token, and nothing else.
#[derive(Debug, Args)]
pub(super) struct Token {
    #[command(flatten)]
    source: Source,
    /// A document, or `*` for every one; may be given several times.
    #[arg(long = "document", required_unless_present = "workspace")]
    documents: Vec<String>,
    /// A workspace.
    #[arg(long)]
    workspace: Option<String>,
    /// read, comment, write or manage.
    #[arg(long)]
    level: Level,
    /// The name that others see.
    #[arg(long)]
    name: Option<String>,
    /// The person that the token stands for; the name when missing. One person may take over
    /// their own cursor from another connection, so two people need two subjects.
    #[arg(long)]
    subject: Option<String>,
    /// How long it is valid: a number with s, m, h or d.
    #[arg(long, default_value = "1h", value_parser = parse_ttl)]
    ttl: Duration,
}

impl Token {
    pub(super) fn run(self) -> Result<ExitCode> {
        let settings = self.source.settings()?;
        for document in self.documents.iter().filter(|id| *id != EVERY_DOCUMENT) {
            DocumentId::parse(document).with_context(|| format!("--document {document}"))?;
        }
        let keys = KeyRing::load_or_create(&keys_folder(&settings))?;
        let clock = Arc::new(SystemClock);
        let authority = TokenAuthority::new(
            keys,
            settings.auth.audience.clone(),
            settings.auth.anonymous,
            clock,
        );
        let level = self.level;
        let documents: BTreeMap<_, _> = self.documents.into_iter().map(|id| (id, level)).collect();
        let minted = authority.mint(NewClaims {
            subject: self.subject.or_else(|| self.name.clone()).unwrap_or_else(|| "cli".into()),
            name: self.name,
            documents,
            workspace: self.workspace.map(|id| WorkspaceGrant { id, level }),
            via: Vec::new(),
            login: None,
            expires: Utc::now() + self.ttl,
        })?;
        println!("{}", minted.token);
        Ok(ExitCode::SUCCESS)
    }
}

fn parse_ttl(text: &str) -> Result<Duration> {
    let digits = text.trim_end_matches(|end: char| !end.is_ascii_digit());
    let unit = match text.strip_prefix(digits).unwrap_or_default() {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => bail!("`{text}` needs a number with s, m, h or d, like 1h"),
    };
    let number: u64 = digits
        .parse()
        .with_context(|| format!("`{text}` needs a number with s, m, h or d, like 1h"))?;
    let ttl = Duration::from_secs(number.saturating_mul(unit));
    if ttl.is_zero() || ttl > REVOCATION_MEMORY {
        bail!("`{text}` is not from 1s to 366d");
    }
    Ok(ttl)
}
