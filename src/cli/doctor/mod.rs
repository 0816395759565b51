//! `renexus doctor`: settings, disk, engines, and every stored document.

mod files;
mod postgres;
mod redis;
mod replicas;
mod report;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use renexus_actors::ports::{DocumentInfo, DocumentStore};
use renexus_actors::replica::Replica;
use renexus_wire::id::DocumentId;

use self::report::Report;
use super::{Source, block_on};
use crate::adapters::clock::SystemClock;
use crate::adapters::documents::Documents;
use crate::auth::KeyRing;
use crate::config::Settings;
use crate::db::queries::{documents, quarantine};
use crate::db::{Database, DatabaseSettings};
use crate::lock::DataLock;
use crate::server::keys_folder;
use crate::wal::WalSettings;

/// Check settings, disk, database, the place of files, and every stored document.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    source: Source,
    /// Go on with the database as it is although acknowledged commits are missing.
    #[arg(long)]
    accept_loss: bool,
}

impl Doctor {
    pub(super) fn run(self) -> Result<ExitCode> {
        let mut report = Report::default();
        let settings = self.source.unchecked()?;
        match settings.check() {
            Ok(()) => report.good("settings", "fine"),
            Err(error) => report.bad("settings", error),
        }
        check_disk(&settings.data.folder, &mut report);
        match KeyRing::load(&keys_folder(&settings)) {
            Err(_) if !keys_folder(&settings).exists() => report.good("keys", "none yet"),
            Ok(_) => report.good("keys", keys_folder(&settings).display()),
            Err(error) => report.bad("keys", error),
        }
        if let Some(shared) = settings.redis.shared() {
            block_on(redis::check(shared, &mut report))??;
        }
        if !settings.blobs.url.is_empty() || settings.data.folder.is_dir() {
            block_on(files::check(&settings, &mut report))?;
        }
        let database = settings.database_settings();
        let is_there = match database.postgres {
            Some(_) => postgres::check(&database, &mut report),
            None => settings.data.folder.join("renexus.db").exists(),
        };
        replicas::check(&database, &mut report);
        if is_there {
            self.check_database(&settings, &mut report)?;
        } else if database.postgres.is_none() {
            report.good("database", "none yet");
        }
        println!(
            "{}",
            if report.wrong == 0 { "all is well" } else { "something is wrong, see above" }
        );
        Ok(if report.wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn check_database(&self, settings: &Settings, report: &mut Report) -> Result<()> {
        // A running server is looked at as it is; only a stopped one may be told to accept a loss.
        let _lock = self.accept_loss.then(|| DataLock::take(&settings.data.folder)).transpose()?;
        let opened = Database::open(&DatabaseSettings {
            only_looks: !self.accept_loss,
            accept_loss: self.accept_loss,
            ..settings.database_settings()
        });
        match opened {
            Ok(database) => block_on(self.check_store(database, settings, report))?,
            Err(error) => {
                report.bad("database", error);
                Ok(())
            }
        }
    }

    async fn check_store(
        &self,
        database: Database,
        settings: &Settings,
        report: &mut Report,
    ) -> Result<()> {
        let (log, clock) = (settings.log_settings(), Arc::new(SystemClock));
        let opened = if self.accept_loss {
            let log = WalSettings { accept_loss: true, ..log };
            Documents::open(database.clone(), &log, clock).await
        } else {
            Documents::view(database.clone(), &log, clock).await
        };
        match opened {
            Ok(store) => check_documents(&database, &store, report).await,
            Err(error) => {
                report.bad("journal", error);
                Ok(())
            }
        }
    }
}

fn check_disk(folder: &Path, report: &mut Report) {
    let Ok(metadata) = fs::metadata(folder) else {
        return report.good("disk", format!("{} will be created", folder.display()));
    };
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        report.bad(
            "disk",
            format!("{}: mode is {mode:o}, others can look in (chmod 700)", folder.display()),
        );
    }
    match time_sync(folder) {
        Ok(milliseconds) => report.good(
            "disk",
            format!("{}: a synced write takes {milliseconds:.2} ms", folder.display()),
        ),
        Err(error) => report.bad("disk", format!("{}: {error}", folder.display())),
    }
}

fn time_sync(folder: &Path) -> std::io::Result<f64> {
    let path = folder.join("doctor.tmp");
    let started = Instant::now();
    let file = fs::File::create(&path)?;
    file.set_len(4_096)?;
    file.sync_all()?;
    let taken = started.elapsed().as_secs_f64() * 1_000.0;
    fs::remove_file(path)?;
    Ok(taken)
}

async fn check_documents(
    database: &Database,
    store: &Documents,
    report: &mut Report,
) -> Result<()> {
    let rows = match database.read(documents::all).await {
        Ok(rows) => rows,
        Err(error) => {
            report.bad("documents", error);
            return Ok(());
        }
    };
    let (mut sound, mut updates) = (0usize, 0usize);
    let count = rows.len();
    for (key, id) in rows {
        let info = DocumentInfo { key, id: DocumentId::parse(&id)?, workspace: None };
        match store.load(Arc::new(info)).await {
            Ok(stored) => match Replica::restore(&stored) {
                Ok(restored) => {
                    sound += 1;
                    updates += stored.tail.len();
                    for offender in restored.offenders {
                        report.bad(
                            "document",
                            format!(
                                "key {key}: an update makes the library fail: {}",
                                offender.reason
                            ),
                        );
                    }
                }
                Err(error) => report.bad("document", format!("key {key}: {error}")),
            },
            Err(error) => report.bad("document", error),
        }
    }
    report.good(
        "documents",
        format!("{sound} of {} are sound, {updates} updates in journals", count),
    );
    for (id, reason, bytes) in database.read(quarantine::list).await? {
        println!("note   quarantine   `{id}`: {bytes} bytes set aside: {reason}");
    }
    Ok(())
}
