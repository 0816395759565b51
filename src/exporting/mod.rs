//! Everything of a workspace in one archive, to take along.
//!
//! The database is read page by page, so that others are served between two pages; the archive
//! grows in a file without a name that is gone when its last reader is. What changes while it is
//! written may be in it or not: `workspace.json` says from which event on one has to look.

mod archive;
mod around;
mod documents;
mod error;
mod files;
mod forms;
mod talk;
mod versions;

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use renexus_tables::rows::workspaces::WorkspaceRow;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use self::archive::Archive;
pub use self::error::ExportError;
use crate::access::{Action, Person};
use crate::db::Database;
use crate::db::queries::tasks::{self as task_rows, history as history_rows, links};
use crate::db::queries::{
    cycles as cycle_rows, events, members, milestones as milestone_rows, statuses as status_rows,
};
use crate::domain::{Domain, DomainError, View};
use crate::filing::Filing;
use crate::planning::telling::{self, Keys};
use crate::planning::{
    cycles, history, labels, linking, milestones, projects, statuses, trash, views,
};

/// The form of the archive; it changes when a reader of it would have to.
const FORMAT: &str = "renexus-workspace/1";
/// Rows of one page; after each others are served.
const PAGE: i64 = 200;

/// Bounds of archives.
#[derive(Clone, Copy, Debug)]
pub struct ExportLimits {
    /// Archives that are written at once; more wait.
    pub at_once: usize,
    /// Most bytes of one archive.
    pub bytes: u64,
}

/// Writes archives.
#[derive(Clone)]
pub struct Exporter {
    domain: Domain,
    database: Database,
    filing: Arc<Filing>,
    folder: PathBuf,
    limits: ExportLimits,
    turns: Arc<Semaphore>,
}

impl Exporter {
    /// An exporter whose archives grow in a folder.
    pub(crate) fn new(
        domain: Domain,
        filing: Arc<Filing>,
        folder: PathBuf,
        limits: ExportLimits,
    ) -> Self {
        let database = domain.database().clone();
        let turns = Arc::new(Semaphore::new(limits.at_once.max(1)));
        Self { domain, database, filing, folder, limits, turns }
    }

    /// Writes the archive of a workspace; the file stands at its beginning.
    pub async fn export(&self, person: &Person, workspace: &str) -> Result<File, ExportError> {
        let allowed = self.domain.read(person, workspace, |look| {
            look.require(Action::Export)?;
            Ok(look.workspace.id.clone())
        });
        let workspace = allowed.await?;
        let _turn = self.turns.acquire().await.map_err(|_| ExportError::Stopping)?;
        let job = Job { exporter: self, person, workspace };
        let archive = Archive::begin(&self.folder, self.limits.bytes).await?;
        let archive = job.catalogue(archive).await?;
        let archive = job.tasks(archive).await?;
        let archive = job.trash(archive).await?;
        let archive = talk::write(&job, archive).await?;
        let archive = around::write(&job, archive).await?;
        let archive = job.events(archive).await?;
        let archive = files::write(&job, archive).await?;
        documents::write(&self.database, &job.workspace, archive).await?.finish().await
    }
}

/// One export.
struct Job<'a> {
    exporter: &'a Exporter,
    person: &'a Person,
    workspace: String,
}

impl Job<'_> {
    fn read<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut View<'_>) -> Result<R, DomainError> + Send + 'static,
    ) -> impl Future<Output = Result<R, DomainError>> + Send + 'static {
        self.exporter.domain.read(self.person, &self.workspace, job)
    }

    /// The workspace, its people, and its projects with what their tasks are planned into.
    async fn catalogue(&self, archive: Archive) -> Result<Archive, ExportError> {
        let head = self.read(head).await?;
        let mut archive = archive.file("workspace.json", pretty(&head)?).await?;
        let mut after = None;
        archive = archive.file("members.jsonl", Vec::new()).await?;
        loop {
            let from = after.clone();
            let page = self.read(move |look| people(look, from.as_deref())).await?;
            let Some(last) = page.last() else { break };
            after = last.get("person").and_then(Value::as_str).map(str::to_owned);
            archive = archive.append(lines(&page)?).await?;
        }
        let all = self.read(projects::readable).await?;
        for (project, _) in all {
            let name = format!("projects/{}.json", project.key);
            let id = project.id;
            let told = self.read(move |look| whole_project(look, &id)).await?;
            archive = archive.file(&name, pretty(&told)?).await?;
        }
        Ok(archive)
    }

    /// Every task with its links and its history, one in a line.
    async fn tasks(&self, archive: Archive) -> Result<Archive, ExportError> {
        let all = self.read(projects::readable).await?;
        let keys = Arc::new(telling::keys(all.iter().map(|(row, _)| row)));
        let mut archive = archive.file("tasks.jsonl", Vec::new()).await?;
        let mut after = String::new();
        loop {
            let (from, keys) = (after.clone(), Arc::clone(&keys));
            let (last, page) = self.read(move |look| whole_tasks(look, &from, &keys)).await?;
            let Some(last) = last else { return Ok(archive) };
            after = last;
            archive = archive.append(lines(&page)?).await?;
        }
    }

    /// Deleted tasks that can be restored, one in a line.
    async fn trash(&self, archive: Archive) -> Result<Archive, ExportError> {
        let mut archive = archive.file("trash.jsonl", Vec::new()).await?;
        let mut after: Option<String> = None;
        loop {
            let from = after.clone();
            let page = self.read(move |look| trash::whole(look, from.as_deref(), PAGE)).await?;
            let Some((last, _)) = page.last() else { return Ok(archive) };
            after = Some(last.clone());
            let page: Vec<_> = page.into_iter().map(|(_, whole)| whole).collect();
            archive = archive.append(lines(&page)?).await?;
        }
    }

    /// The log, as far as it is kept.
    async fn events(&self, archive: Archive) -> Result<Archive, ExportError> {
        let mut archive = archive.file("events.jsonl", Vec::new()).await?;
        let mut after = 0;
        loop {
            let page = self.read(move |look| {
                Ok(events::after(look.connection, &look.workspace.id, after, PAGE)?)
            });
            let page = page.await?;
            let Some(last) = page.last() else { return Ok(archive) };
            after = last.seq;
            archive = archive.append(lines(&page)?).await?;
        }
    }
}

fn head(look: &mut View<'_>) -> Result<Value, DomainError> {
    let WorkspaceRow { id, slug, name, event_head, created_at, .. } = look.workspace.clone();
    Ok(json!({
        "format": FORMAT,
        "exported_at": look.now.and_utc(),
        "seq": event_head,
        "workspace": { "id": id, "slug": slug, "name": name, "created_at": created_at.and_utc() },
        "labels": labels::list(look)?,
        "views": views::list(look)?,
    }))
}

fn people(look: &mut View<'_>, after: Option<&str>) -> Result<Vec<Value>, DomainError> {
    let page = members::list(look.connection, &look.workspace.id, after, PAGE)?;
    let told = page.into_iter().map(|(member, person)| {
        json!({
            "person": person.id,
            "email": person.email,
            "name": person.name,
            "handle": person.handle,
            "role": member.role,
            "joined_at": member.joined_at.and_utc(),
        })
    });
    Ok(told.collect())
}

fn whole_project(look: &mut View<'_>, id: &str) -> Result<Value, DomainError> {
    let project = projects::to_read(look, id)?;
    let connection = &mut *look.connection;
    let statuses = status_rows::of_project(connection, id)?.into_iter().map(statuses::view);
    let cycles = cycle_rows::all(connection, id)?.into_iter().map(cycles::view);
    let milestones = milestone_rows::all(connection, id)?.into_iter().map(milestones::view);
    Ok(json!({
        "project": projects::view(project),
        "statuses": statuses.collect::<Vec<_>>(),
        "cycles": cycles.collect::<Vec<_>>(),
        "milestones": milestones.collect::<Vec<_>>(),
    }))
}

/// A page of tasks behind an id, each with what hangs on it, and the last id.
fn whole_tasks(
    look: &mut View<'_>,
    after: &str,
    keys: &Keys,
) -> Result<(Option<String>, Vec<Value>), DomainError> {
    let rows = task_rows::after(look.connection, &look.workspace.id, after, PAGE)?;
    let last = rows.last().map(|row| row.id.clone());
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let links = links::from(look.connection, &ids)?;
    let changes = history_rows::of_tasks(look.connection, &ids)?;
    let tasks = telling::views(look.connection, rows, keys)?;
    let told = tasks.into_iter().map(|task| {
        let own = links.iter().filter(|link| link.source == task.id).cloned();
        let links: Vec<_> = own.map(linking::view).collect();
        let own = changes.iter().filter(|change| change.task == task.id).cloned();
        let history: Vec<_> = own.map(history::view).collect();
        json!({ "task": task, "links": links, "history": history })
    });
    Ok((last, told.collect()))
}

fn pretty(value: &Value) -> Result<Vec<u8>, ExportError> {
    Ok(serde_json::to_vec_pretty(value)?)
}

/// One value in a line.
fn lines(values: &[impl serde::Serialize]) -> Result<Vec<u8>, ExportError> {
    let mut lines = Vec::new();
    for value in values {
        serde_json::to_writer(&mut lines, value)?;
        lines.push(b'\n');
    }
    Ok(lines)
}
