//! Writes down who edits what, and takes versions of what became quiet. Of several nodes one takes them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{NaiveDateTime, TimeDelta};
use tokio_util::sync::CancellationToken;

use super::error::VersionError;
use super::snapshot::{self, Snapshot};
use super::taking::{by_itself, told};
use super::writers::Writers;
use crate::adapters::documents::Documents;
use crate::config::VersionSettings;
use crate::db::DatabaseError;
use crate::db::queries::{edits, fences};
use crate::domain::{Domain, DomainError, Happened};
use crate::locks::{Held, Locks};

/// The lock of whoever takes versions.
const LOCK: &str = "versions";
/// How long the lock outlives a node that is gone.
const LOCK_LIVES: Duration = Duration::from_secs(15);
/// Between two times at which it is written down who edited what.
const NOTES: Duration = Duration::from_secs(2);
/// Between two looks at what became quiet. Both are less where less quiet is asked for.
const LOOK: Duration = Duration::from_secs(15);
/// Documents that are looked for at once.
const AT_ONCE: usize = 50;

/// Takes versions of documents.
pub(crate) struct Keeper {
    domain: Domain,
    store: Documents,
    writers: Arc<Writers>,
    settings: VersionSettings,
}

impl Keeper {
    /// A keeper of what is in a store.
    pub(crate) fn new(
        domain: Domain,
        store: Documents,
        writers: Arc<Writers>,
        settings: VersionSettings,
    ) -> Self {
        Self { domain, store, writers, settings }
    }

    /// Through which versions are changed.
    pub(super) fn domain(&self) -> &Domain {
        &self.domain
    }

    /// Bounds.
    pub(crate) fn settings(&self) -> &VersionSettings {
        &self.settings
    }

    /// A document as it is on disk now, with all that was acknowledged before; none where there is none.
    pub(crate) async fn snapshot(&self, document: &str) -> Result<Option<Snapshot>, VersionError> {
        let now = self.domain.now();
        self.write_down().await?;
        snapshot::read((self.domain.database(), &self.store), document, now).await
    }

    /// Writes down what was noted.
    pub(crate) async fn write_down(&self) -> Result<(), DatabaseError> {
        let noted = self.writers.take();
        if noted.is_empty() {
            return Ok(());
        }
        let written = noted.clone();
        let written =
            self.domain.database().write(move |connection| written.write(connection)).await;
        if written.is_err() {
            self.writers.give_back(noted);
        }
        written
    }

    /// Takes versions of what is due; how many documents that was.
    async fn round(&self, turn: &Held) -> Result<usize, VersionError> {
        let now = self.domain.now();
        let ago = |time: Duration| now - TimeDelta::from_std(time).unwrap_or(TimeDelta::zero());
        let (quiet, worked) = (ago(self.settings.quiet()), ago(self.settings.every()));
        let due = self
            .domain
            .database()
            .read(move |connection| edits::due(connection, (quiet, worked), AT_ONCE));
        let due: Vec<String> = due.await?;
        let many = due.len();
        for document in due {
            if !turn.is_held() {
                break;
            }
            if let Err(error) = self.take(&document, turn.fence()).await {
                log::warn!("document.id" = document.as_str(); "no version was taken: {error}");
                self.put_off(document, now).await?;
            }
        }
        Ok(many)
    }

    async fn take(&self, document: &str, fence: i64) -> Result<(), VersionError> {
        let Some(snapshot) = self.snapshot(document).await? else {
            let (gone, now) = (document.to_owned(), self.domain.now());
            let forgotten = self
                .domain
                .database()
                .write(move |connection| edits::settle(connection, &gone, now));
            return Ok(forgotten.await?);
        };
        let (workspace, settings) = (snapshot.workspace.clone(), self.settings.clone());
        let taken = self.domain.tend(&workspace, move |connection, now| {
            let mut happened = Happened::new();
            if !fences::pass(connection, LOCK, fence)? {
                return Err(DomainError::Conflict("another node takes versions"));
            }
            if let Some(row) = by_itself(connection, &snapshot, (now, &settings))? {
                happened.push(("version.taken", told(&row.document, &row.id)));
            }
            Ok(((), happened))
        });
        Ok(taken.await?)
    }

    /// What fails is tried again after another quiet time.
    async fn put_off(&self, document: String, now: NaiveDateTime) -> Result<(), DatabaseError> {
        let off = self
            .domain
            .database()
            .write(move |connection| edits::put_off(connection, &document, now));
        off.await
    }
}

/// Runs until `stop`; what fails is tried again.
pub(crate) async fn run(keeper: Arc<Keeper>, locks: Arc<dyn Locks>, stop: CancellationToken) {
    let soon = keeper.settings.quiet() / 8;
    let (notes, look) = (NOTES.min(soon), LOOK.min(soon));
    let mut looked: Option<Instant> = None;
    let takes = keeper.settings.automatic;
    let mut turn: Option<Held> = None;
    loop {
        if let Err(error) = keeper.write_down().await {
            log::warn!("who edits what was not written down: {error}");
        }
        if takes && !turn.as_ref().is_some_and(Held::is_held) {
            turn = Held::take(&locks, LOCK, LOCK_LIVES).await.unwrap_or(None);
        }
        let mut more = false;
        if let Some(turn) = &turn
            && looked.is_none_or(|at| at.elapsed() >= look)
        {
            looked = Some(Instant::now());
            match keeper.round(turn).await {
                Ok(many) => more = many >= AT_ONCE && !stop.is_cancelled(),
                Err(error) => log::warn!("versions were not taken: {error}"),
            }
        }
        if more {
            looked = None;
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(notes) => {}
        }
    }
    if let Some(turn) = turn {
        turn.release().await;
    }
}
