//! A workspace that looks like one in which people have worked for a year: for trials and pictures.
//!
//! The year is thought out first (`history`, plain functions of a seed and a day), and then
//! performed through the domain with a clock that shows each moment. So the log, the history of
//! tasks, notifications and search agree with the rows, as they do where people worked themselves.

mod acts;
mod belongings;
mod cast;
mod chance;
mod history;
mod life;
mod opening;
mod pictures;
mod projects;
mod stage;
mod talk;
mod unfinished;
mod words;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use renexus_wire::id::fresh;
use renexus_wire::role::Role;
use thiserror::Error;

pub use unfinished::{clear, finished};
pub use words::{DUPLICATES, every_title};

use self::belongings::Belongings;
use self::stage::{Stage, StageClock};
use self::unfinished::Begun;
use crate::config::FileSettings;
use crate::db::queries::{notices, workspaces};
use crate::db::{Database, DatabaseError};
use crate::domain::{Domain, DomainError};
use crate::files::FileError;
use crate::files::blobs::{BlobError, Blobs};
use crate::filing::{Filing, FilingError};

/// Days for which what people were told stays unread.
const UNREAD: i64 = 3;

/// Why the demo could not be made.
#[derive(Debug, Error)]
pub enum SeedingError {
    /// There is something with this name.
    #[error("there is a workspace `{0}` already; choose another name with --workspace")]
    Taken(String),
    /// The domain refused it.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// The database could not do it.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A file was not taken.
    #[error("a file of the demo was not taken: {0}")]
    Filing(#[from] FilingError),
    /// A file has a name that is none.
    #[error("a file of the demo was not taken: {0}")]
    File(#[from] FileError),
    /// Files cannot be kept.
    #[error("files: {0}")]
    Blobs(#[from] BlobError),
    /// The mark that it is not finished cannot be set, read or taken away.
    #[error("the mark of an unfinished demo: {0}")]
    Mark(#[from] std::io::Error),
    /// The script names something that it did not make before.
    #[error("the script of the demo is wrong: it names {0} that is not there")]
    Script(&'static str),
}

/// What the demo is to be like.
#[derive(Clone, Debug)]
pub struct Company {
    /// The short name of its workspace.
    pub slug: String,
    /// The hash of everybody's password.
    pub password_hash: String,
    /// What everything that looks like chance comes from.
    pub seed: u64,
    /// The moment at which the history ends.
    pub now: NaiveDateTime,
}

/// Somebody who can log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The mail address.
    pub email: String,
    /// The name.
    pub name: &'static str,
    /// What they are in the workspace.
    pub role: Role,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Seeded {
    /// Who can log in.
    pub people: Vec<Login>,
    /// How many projects, tasks, comments, documents and files there are.
    pub projects: usize,
    /// Tasks.
    pub tasks: usize,
    /// Acts that were performed.
    pub acts: usize,
    /// Documents beside descriptions.
    pub documents: usize,
    /// Files.
    pub files: usize,
}

/// Makes the demo in a data folder that no server uses; `progress` hears how many of all acts are performed.
/// It counts once it is `finished`; until then the next look clears it away.
pub async fn seed(
    database: &Database,
    (folder, blobs, settings): (&Path, Arc<dyn Blobs>, FileSettings),
    company: &Company,
    progress: impl Fn(usize, usize),
) -> Result<Seeded, SeedingError> {
    unfinished::clear(folder, database).await?;
    let slug = company.slug.clone();
    let there = database.read(move |connection| workspaces::find(connection, &slug));
    let there: Result<_, DatabaseError> = there.await;
    if there?.is_some() {
        return Err(SeedingError::Taken(company.slug.clone()));
    }
    let clock = StageClock::default();
    let domain = Domain::new(database.clone(), Arc::new(clock.clone()), Vec::new());
    let filing = Filing::new(domain.clone(), blobs, settings);
    let begin = company.now.date() - Days::new(projects::DAYS);
    clock.set(opening::first_morning(begin));
    let mut stage = Stage {
        domain,
        clock,
        workspace: fresh(),
        people: cast::CAST.iter().map(|_| stage::acting(&fresh())).collect(),
        projects: Vec::new(),
        labels: HashMap::new(),
        tasks: HashMap::new(),
        talks: HashMap::new(),
    };
    let people = stage.people.iter().map(|person| person.id.clone()).collect();
    unfinished::begin(folder, &Begun { workspace: stage.workspace.clone(), people })?;
    opening::people(&mut stage, company).await?;
    belongings::portraits(&stage, &filing, company.seed).await?;
    opening::catalogue(&mut stage, begin).await?;
    let acts = history::history(company.seed, company.now);
    let mut belongings = Belongings::new(&filing, company.seed, company.now);
    let all = acts.len();
    for (performed, act) in acts.into_iter().enumerate() {
        progress(performed, all);
        belongings.until(&stage, act.at).await?;
        stage.perform(act).await?;
    }
    belongings.until(&stage, company.now).await?;
    let (documents, files) = belongings.count();
    settle(&stage, company.now).await?;
    progress(all, all);
    Ok(Seeded {
        people: logins(&company.slug),
        projects: stage.projects.len(),
        tasks: stage.tasks.len(),
        acts: all,
        documents,
        files,
    })
}

/// What people were told long ago they have read.
async fn settle(stage: &Stage, now: NaiveDateTime) -> Result<(), SeedingError> {
    let (workspace, before) = (stage.workspace.clone(), now - TimeDelta::days(UNREAD));
    let read = stage
        .domain
        .database()
        .commit(move |connection| notices::read_before(connection, &workspace, before));
    let read: Result<(), DatabaseError> = read.await;
    Ok(read?)
}

fn logins(slug: &str) -> Vec<Login> {
    let login = |member: &cast::Member| Login {
        email: opening::address(member, slug),
        name: member.name,
        role: member.role,
    };
    cast::CAST.iter().map(login).collect()
}

/// The last moment of a history that ends on a day: the evening, or now when that is earlier.
pub fn evening(day: NaiveDate, now: NaiveDateTime) -> NaiveDateTime {
    (day.and_time(chrono::NaiveTime::MIN) + TimeDelta::hours(18)).min(now)
}
