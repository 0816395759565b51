//! `renexus backup`: everything in one file, while a server runs or not.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use chrono::Utc;
use clap::Args;
use indicatif::HumanBytes;

use super::{Source, places, progress};
use crate::copying::archive::ArchiveWriter;
use crate::copying::{Installation, Source as _};

/// Write everything into one file, also beside a running server: documents, rows, files, keys.
#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    source: Source,
    /// The file, which must not be there yet; or a folder, in which it is named after the moment.
    to: PathBuf,
}

impl Backup {
    pub(super) fn run(self) -> Result<ExitCode> {
        let settings = self.source.settings()?;
        let path = if self.to.is_dir() {
            self.to.join(Utc::now().format("renexus-%Y%m%d-%H%M%S.zip").to_string())
        } else {
            self.to
        };
        places::check_there(&settings)?;
        let runtime = places::runtime()?;
        let blobs = places::blobs(&settings)?;
        let parts = places::parts(&settings, Some(blobs), &runtime);
        let mut installation = Installation::new(parts)?;
        let (bar, watch) = progress::bar()?;
        let mut archive = ArchiveWriter::create(&path)?;
        let contents = installation.pour(&mut archive, &watch)?;
        let size = archive.finish(&contents)?;
        bar.finish_and_clear();
        progress::print(&contents);
        println!("  {}: {}", path.display(), HumanBytes(size));
        Ok(if contents.missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
