//! `renexus restore`: an empty installation becomes what a backup holds.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::{Source, places, progress};
use crate::copying::archive::ArchiveReader;
use crate::copying::receive;
use crate::db::Database;
use crate::lock::DataLock;

/// Fill an empty installation from a backup, on either engine: the one that the settings name.
#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    source: Source,
    /// The file that `renexus backup` wrote.
    from: PathBuf,
    /// Open every document and read every file afterwards.
    #[arg(long)]
    verify: bool,
}

impl Restore {
    pub(super) fn run(self) -> Result<ExitCode> {
        let settings = self.source.settings()?;
        let archive = ArchiveReader::open(&self.from)?;
        println!("  {} of {}", self.from.display(), archive.made_at());
        let _lock = DataLock::take(&settings.data.folder)?;
        let runtime = places::runtime()?;
        let blobs = places::blobs(&settings)?;
        places::check_empty(&settings, Some(&blobs), &runtime)?;
        let database = Database::open(&settings.database_settings())?;
        let parts = places::parts(&settings, Some(blobs.clone()), &runtime);
        let (bar, watch) = progress::bar()?;
        let received = receive(&database, parts, Box::new(archive), watch);
        let contents = runtime.block_on(received)?;
        bar.finish_and_clear();
        progress::print(&contents);
        let mut is_good = contents.missing.is_empty();
        if self.verify {
            let proof = places::proven(&settings, (&database, &*blobs), &runtime)?;
            progress::print_proof(&proof);
            is_good &= proof.faults.is_empty();
        }
        println!("{}", if is_good { "all is well" } else { "something is wrong, see above" });
        Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
