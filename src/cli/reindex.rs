//! `renexus reindex`: what can be found, read again from what there is.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use clap::Args;

use super::{Source, block_on};
use crate::adapters::clock::SystemClock;
use crate::adapters::documents::Documents;
use crate::db::Database;
use crate::indexing::{Reader, Stirred};
use crate::lock::DataLock;

/// Build the search index of a stopped server anew.
#[derive(Debug, Args)]
pub(super) struct Reindex {
    #[command(flatten)]
    source: Source,
}

impl Reindex {
    pub(super) fn run(self) -> Result<ExitCode> {
        let settings = self.source.settings()?;
        let _lock = DataLock::take(&settings.data.folder)?;
        let many = block_on(async {
            let database = Database::open(&settings.database_settings())?;
            let clock = Arc::new(SystemClock);
            let log = settings.log_settings();
            let store = Documents::view(database.clone(), &log, clock.clone()).await?;
            let stirred = Arc::new(Stirred::default());
            let reader = Reader::new((database, store), clock, stirred, settings.search.clone());
            Ok::<_, anyhow::Error>(reader.again().await?)
        })??;
        println!("{many} things can be found");
        Ok(ExitCode::SUCCESS)
    }
}
