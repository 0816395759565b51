//! `renexus migrate`: from one engine to the other, without a file in between.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;

use super::{Source, places, progress};
use crate::config::Settings;
use crate::copying::{Installation, receive};
use crate::db::Database;
use crate::files::blobs::Blobs;
use crate::lock::DataLock;

/// Move everything from one engine to the other while no server runs. What is moved stays where it was, too.
#[derive(Debug, Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    source: Source,
    /// Where from: `sqlite:FOLDER`, a data folder, or `postgres://…`.
    #[arg(long, env = "RENEXUS_MIGRATE_FROM", hide_env_values = true)]
    from: String,
    /// Where to, an empty one: the same forms.
    #[arg(long, env = "RENEXUS_MIGRATE_TO", hide_env_values = true)]
    to: String,
    /// Where files go, as in `blobs.url`; unless it is given, to the data folder of the new side, or they stay.
    #[arg(long)]
    blobs_to: Option<String>,
}

impl Migrate {
    pub(super) fn run(self) -> Result<ExitCode> {
        let settings = self.source.settings()?;
        let from = side(&settings, &self.from)?;
        let mut to = side(&settings, &self.to)?;
        if let Some(url) = &self.blobs_to {
            to.blobs.url.clone_from(url);
            to.check()?;
        }
        if same_rows(&from, &to) {
            bail!("--to: it is the same as --from");
        }
        places::check_there(&from)?;
        let _from = DataLock::take(&from.data.folder)?;
        let is_apart = !same_folder(&from.data.folder, &to.data.folder);
        let _to = is_apart.then(|| DataLock::take(&to.data.folder)).transpose()?;
        let runtime = places::runtime()?;
        // Brings its tables to this version, and refuses when a server uses it.
        let source = Database::open(&from.database_settings())?;
        let moves_blobs = from.blobs.url != to.blobs.url || (is_apart && to.blobs.url.is_empty());
        let there = places::blobs(&to)?;
        let moved = moves_blobs.then_some(&*there);
        places::check_empty(&to, moved, &runtime)?;
        let database = Database::open(&to.database_settings())?;
        let kept: Option<Arc<dyn Blobs>> = match moves_blobs {
            true => Some(places::blobs(&from)?),
            false => None,
        };
        let mut given = places::parts(&from, kept, &runtime);
        let taken: Option<Arc<dyn Blobs>> = match moves_blobs {
            true => Some(there.clone()),
            false => None,
        };
        let mut taking = places::parts(&to, taken, &runtime);
        if !is_apart {
            (given.keys, taking.keys) = (None, None);
        }
        let (bar, watch) = progress::bar()?;
        let installation = Box::new(Installation::new(given)?);
        let contents = runtime.block_on(receive(&database, taking, installation, watch))?;
        bar.finish_and_clear();
        progress::print(&contents);
        let proof = places::proven(&to, (&database, &*there), &runtime)?;
        progress::print_proof(&proof);
        drop(source);
        let is_good = contents.missing.is_empty() && proof.faults.is_empty();
        println!("{}", if is_good { "all is well" } else { "something is wrong, see above" });
        Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// The settings of one side: those of the file and the environment, but for where the rows are.
fn side(settings: &Settings, place: &str) -> Result<Settings> {
    let mut side = settings.clone();
    if let Some(folder) = place.strip_prefix("sqlite:") {
        side.database.url.clear();
        side.data.folder = PathBuf::from(folder);
    } else if place.starts_with("postgres://") || place.starts_with("postgresql://") {
        place.clone_into(&mut side.database.url);
    } else {
        // What it is may hold a password.
        bail!("--from and --to need `sqlite:FOLDER` or `postgres://…`");
    }
    side.check()?;
    Ok(side)
}

fn same_rows(one: &Settings, two: &Settings) -> bool {
    one.database.url == two.database.url
        && (!one.database.url.is_empty() || same_folder(&one.data.folder, &two.data.folder))
}

fn same_folder(one: &Path, two: &Path) -> bool {
    let real = |path: &Path| std::path::absolute(path).and_then(|path| path.canonicalize()).ok();
    one == two || real(one).is_some_and(|found| real(two) == Some(found))
}
