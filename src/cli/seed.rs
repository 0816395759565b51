//! `renexus seed --demo`: a workspace to try things in, on a stopped server.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, bail};
use chrono::{NaiveDate, Utc};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use renexus_wire::limits::{Limited, Limits};
use renexus_wire::rest::accounts::limit_password;

use super::{Source, block_on};
use crate::accounts::{Passwords, secret};
use crate::adapters::blobs::ObjectBlobs;
use crate::adapters::clock::SystemClock;
use crate::adapters::documents::Documents;
use crate::config::Settings;
use crate::db::Database;
use crate::files::blobs::Blobs;
use crate::indexing::Reader;
use crate::lock::DataLock;
use crate::seeding::{Company, Seeded, evening, finished, seed};

/// Characters of a short name.
const MAX_SLUG: usize = 40;
/// Characters of a password that is made.
const PASSWORD: usize = 16;

/// Fill a stopped server with a workspace to try things in.
#[derive(Debug, Args)]
pub(super) struct Seed {
    #[command(flatten)]
    source: Source,
    /// A company with eight people, two projects and a year of work.
    #[arg(long, required = true)]
    demo: bool,
    /// The short name of the workspace.
    #[arg(long, default_value = "demo")]
    workspace: String,
    /// Everybody's password; made and printed when not given.
    #[arg(long, env = "RENEXUS_DEMO_PASSWORD", hide_env_values = true)]
    password: Option<String>,
    /// The day on which the year of work ends; today when not given.
    #[arg(long)]
    today: Option<NaiveDate>,
    /// Decides everything that looks like chance: the same seed and day make the same year.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// What is checked before anything is made.
struct Wanted<'a> {
    slug: &'a str,
    password: &'a str,
}

impl Limited for Wanted<'_> {
    fn limits(&self, found: &mut Limits) {
        found.slug("--workspace", self.slug, MAX_SLUG);
        limit_password(found, "--password", self.password);
    }
}

impl Seed {
    pub(super) fn run(self) -> Result<ExitCode> {
        let settings = self.source.settings()?;
        let now = Utc::now().naive_utc();
        let today = self.today.unwrap_or_else(|| now.date());
        if !self.demo || today > now.date() {
            bail!("--today: {today} is in the future");
        }
        let password = match self.password {
            Some(password) => password,
            None => secret::fresh()?.chars().take(PASSWORD).collect(),
        };
        let wanted = Wanted { slug: &self.workspace, password: &password };
        if let Some((field, reason)) = Limits::of(&wanted).into_iter().next() {
            bail!("{field}: {reason}");
        }
        let _lock = DataLock::take(&settings.data.folder)?;
        let seeded = block_on(async {
            let passwords = Passwords::new(1)?;
            let company = Company {
                slug: self.workspace.clone(),
                password_hash: passwords.hash(password.clone()).await?,
                seed: self.seed,
                now: evening(today, now),
            };
            fill(&settings, &company).await
        })??;
        print(&settings, &seeded, (&self.workspace, &password));
        println!("  seed      {}, until {today}", self.seed);
        Ok(ExitCode::SUCCESS)
    }
}

/// Makes the demo, and lets everything in it be found.
async fn fill(settings: &Settings, company: &Company) -> Result<Seeded> {
    let folder = &settings.data.folder;
    let database = Database::open(&settings.database_settings())?;
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("  {bar:40} {pos}/{len} {msg}")?);
    let progress = |performed: usize, all: usize| {
        bar.set_length(u64::try_from(all).unwrap_or(u64::MAX));
        bar.set_position(u64::try_from(performed).unwrap_or(u64::MAX));
    };
    bar.set_message("a year of work");
    let blobs: Arc<dyn Blobs> = Arc::new(ObjectBlobs::open(&settings.blobs, folder)?);
    let files = (&**folder, blobs, settings.files.clone());
    let seeded = seed(&database, files, company, progress).await?;
    bar.set_message("reading texts for search");
    let clock = Arc::new(SystemClock);
    let store = Documents::open(database.clone(), &settings.log_settings(), clock.clone()).await?;
    let search = settings.search.clone();
    Reader::new((database, store.clone()), clock, Arc::default(), search).again().await?;
    store.fold().await?;
    finished(folder)?;
    bar.finish_and_clear();
    Ok(seeded)
}

fn print(settings: &Settings, seeded: &Seeded, (slug, password): (&str, &str)) {
    let address = match settings.server.public_url.as_str() {
        "" => format!("http://{}", settings.server.listen),
        url => url.to_owned(),
    };
    let Seeded { people, projects, tasks, documents, files, acts } = seeded;
    println!(
        "\n  Workspace `{slug}`: {} people, {projects} projects, {tasks} tasks, {documents} documents, {files} files; {acts} things happened\n",
        people.len()
    );
    println!("  address   {address} (after `renexus serve`)");
    println!("  password  {password}");
    for login in people {
        println!("  login     {:<28} {:<16} {}", login.email, login.name, login.role.name());
    }
}
