//! `renexus export` and `renexus import`: documents in and out of a stopped server's data.

use std::fs;
use std::io::{Read, Write, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use clap::{Args, ValueEnum};
use renexus_actors::ports::{DocumentStore, JournalEntry, Seq};
use renexus_actors::replica::export;
use renexus_actors::replica::{Applied, Replica};
use renexus_wire::event::is_reserved;
use renexus_wire::id::DocumentId;
use renexus_wire::rich::ROOT;
use renexus_wire::update::UpdateLimits;

use super::{Source, block_on};
use crate::adapters::clock::SystemClock;
use crate::adapters::documents::Documents;
use crate::db::{Database, DatabaseSettings};
use crate::lock::DataLock;
use crate::rich::{from_markdown, html_of, markdown_of};

/// A form of a document outside of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FileFormat {
    /// One Yjs update (v1).
    Update,
    /// JSON by root type; export only.
    Json,
    /// What people read, as HTML; export only.
    Html,
    /// What people read, as Markdown; going in it becomes a rich text.
    Markdown,
    /// Plain text.
    Text,
}

/// Write a document to standard output or a file.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    source: Source,
    /// The document.
    #[arg(long)]
    document: String,
    /// The form.
    #[arg(long, value_enum, default_value = "update")]
    format: FileFormat,
    /// Where to; standard output when missing.
    #[arg(long)]
    output: Option<PathBuf>,
}

/// Apply a Yjs update to a document, or create one from Markdown or plain text.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    source: Source,
    /// The document; it is created when there is none.
    #[arg(long)]
    document: String,
    /// The form; Markdown and text go into a new document only.
    #[arg(long, value_enum, default_value = "update")]
    format: FileFormat,
    /// The root type that text goes into.
    #[arg(long, default_value = "text")]
    root: String,
    /// Where from; standard input when missing.
    #[arg(long)]
    input: Option<PathBuf>,
}

impl Export {
    pub(super) fn run(self) -> Result<ExitCode> {
        let settings = self.source.settings()?;
        let id = DocumentId::parse(&self.document)?;
        let replica = block_on(async {
            let looking = DatabaseSettings { only_looks: true, ..settings.database_settings() };
            let (database, log) = (Database::open(&looking)?, settings.log_settings());
            let store = Documents::view(database, &log, Arc::new(SystemClock)).await?;
            let info = store
                .find(id)
                .await?
                .with_context(|| format!("there is no document `{}`", self.document))?;
            let stored = store.load(Arc::new(info)).await?;
            anyhow::Ok(Replica::restore(&stored)?.replica)
        })??;
        let bytes = match self.format {
            FileFormat::Update => replica.state()?,
            FileFormat::Json => {
                serde_json::to_vec_pretty(&replica.read(|txn| export::to_json(txn, usize::MAX)))?
            }
            FileFormat::Html => html_of(&replica.read(export::prose)).into_bytes(),
            FileFormat::Markdown => markdown_of(&replica.read(export::prose)).into_bytes(),
            FileFormat::Text => replica.read(export::to_text).into_bytes(),
        };
        match &self.output {
            Some(path) => fs::write(path, bytes).with_context(|| path.display().to_string())?,
            None => stdout().write_all(&bytes)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Import {
    pub(super) fn run(self) -> Result<ExitCode> {
        let settings = self.source.settings()?;
        let _lock = DataLock::take(&settings.data.folder)?;
        let limits = settings.document.limits(&settings.presence).update;
        let content = self.content()?;
        let id = DocumentId::parse(&self.document)?;
        if is_reserved(&id) {
            bail!("names that begin with `workspace/` are channels");
        }
        block_on(async {
            let database = Database::open(&settings.database_settings())?;
            let log = settings.log_settings();
            let store = Documents::open(database, &log, Arc::new(SystemClock)).await?;
            self.import(&store, id, content, &limits).await?;
            anyhow::Ok(store.fold().await?)
        })??;
        Ok(ExitCode::SUCCESS)
    }

    async fn import(
        &self,
        store: &Documents,
        id: DocumentId,
        content: Vec<u8>,
        limits: &UpdateLimits,
    ) -> Result<()> {
        let info = Arc::new(store.create(id, None).await?);
        let stored = store.load(Arc::clone(&info)).await?;
        let mut replica = Replica::restore(&stored)?.replica;
        let update = match self.format {
            FileFormat::Update => content,
            FileFormat::Json | FileFormat::Html => {
                bail!("JSON and HTML go out only; import a Yjs update, Markdown or text")
            }
            _ if stored.head > 0 => {
                bail!("text goes into a new document only; `{}` has content", self.document)
            }
            FileFormat::Markdown => {
                Replica::from_rich(ROOT, &from_markdown(&String::from_utf8(content)?))?
            }
            FileFormat::Text => Replica::from_text(&self.root, &String::from_utf8(content)?)?,
        };
        match replica.apply(&update, limits) {
            Applied::New => {}
            Applied::Nothing => {
                eprintln!("`{}` has all of it already", self.document);
                return Ok(());
            }
            Applied::Missing { .. } => {
                bail!("the update builds on updates that the document does not have")
            }
            Applied::Refused(reason) => bail!("the update is invalid: {reason}"),
            Applied::Panicked(reason) => bail!("the update makes the CRDT library fail: {reason}"),
        }
        let seq: Seq = stored.head + 1;
        let entry = JournalEntry {
            document: info,
            seq,
            updates: vec![Bytes::from(update)],
            writers: Vec::new(),
        };
        store.append(Arc::new(vec![entry])).await?;
        eprintln!("`{}` is at {seq}", self.document);
        Ok(())
    }

    fn content(&self) -> Result<Vec<u8>> {
        match &self.input {
            Some(path) => fs::read(path).with_context(|| path.display().to_string()),
            None => {
                let mut content = Vec::new();
                stdin().read_to_end(&mut content)?;
                Ok(content)
            }
        }
    }
}
