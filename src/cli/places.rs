//! Where the parts of an installation are, for commands that copy one.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use tokio::runtime::{Builder, Runtime};

use crate::adapters::blobs::ObjectBlobs;
use crate::adapters::clock::SystemClock;
use crate::adapters::documents::Documents;
use crate::config::Settings;
use crate::copying::proving::{Proof, prove};
use crate::copying::{CopyError, Parts};
use crate::db::Database;
use crate::files::blobs::Blobs;
use crate::server::keys_folder;

/// Waits for stores of objects while others work.
pub(super) fn runtime() -> Result<Runtime> {
    Ok(Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}

/// The parts of the installation that the settings describe. Keys that lie elsewhere are looked
/// after by whoever put them there.
pub(super) fn parts(
    settings: &Settings,
    blobs: Option<Arc<dyn Blobs>>,
    runtime: &Runtime,
) -> Parts {
    Parts {
        database: settings.database_settings(),
        log: settings.log_settings(),
        keys: settings.auth.keys.as_os_str().is_empty().then(|| keys_folder(settings)),
        blobs,
        runtime: runtime.handle().clone(),
    }
}

/// The blobs of the settings.
pub(super) fn blobs(settings: &Settings) -> Result<Arc<ObjectBlobs>> {
    Ok(Arc::new(ObjectBlobs::open(&settings.blobs, &settings.data.folder)?))
}

/// Fails when nothing is there that could be copied; nothing is made of a wrong name.
pub(super) fn check_there(settings: &Settings) -> Result<()> {
    let folder = &settings.data.folder;
    if settings.database.url.is_empty() && !folder.join("renexus.db").is_file() {
        bail!("{}: there is no installation", folder.display());
    }
    Ok(())
}

/// Fails unless nothing is there that a copy would meet; what the database holds, it tells itself.
pub(super) fn check_empty(
    settings: &Settings,
    blobs: Option<&ObjectBlobs>,
    runtime: &Runtime,
) -> Result<()> {
    let journal = settings.data.folder.join("journal");
    if settings.database.url.is_empty() && holds_something(&journal) {
        bail!(CopyError::NotEmpty(journal.display().to_string()));
    }
    if let Some(blobs) = blobs
        && !runtime.block_on(blobs.is_empty()).context("looking for files")?
    {
        bail!(CopyError::NotEmpty("the place of files".into()));
    }
    Ok(())
}

fn holds_something(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut entries| entries.next().is_some())
}

/// Opens every document of a copy, and reads every file.
pub(super) fn proven(
    settings: &Settings,
    (database, blobs): (&Database, &dyn Blobs),
    runtime: &Runtime,
) -> Result<Proof> {
    let log = settings.log_settings();
    let proof = runtime.block_on(async {
        let store = Documents::view(database.clone(), &log, Arc::new(SystemClock)).await?;
        prove(database, &store, blobs).await
    });
    Ok(proof?)
}
