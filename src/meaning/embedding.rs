//! Asking what texts mean, in the background: of several nodes one does it, and nobody waits for it.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix::Addr;
use chrono::TimeDelta;
use renexus_actors::assistant::{AssistantActor, Embed, Weight};
use renexus_actors::ports::model::{Embedded, ModelError, Usage};
use renexus_tables::rows::search::{NewChunkRow, SearchEntryRow};
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use super::asking::Meanings;
use super::index::Index;
use crate::assistant::{self, Called};
use crate::db::DatabaseError;
use crate::db::queries::members;
use crate::db::queries::search::meanings;
use crate::locks::{Held, Locks};
use crate::search::{chunks, nearness};

/// The lock of whoever asks.
const LOCK: &str = "meanings";
/// How long the lock outlives a node that is gone.
const LOCK_LIVES: Duration = Duration::from_secs(15);
/// Between two looks for texts.
const LOOK: Duration = Duration::from_millis(500);
/// The longest pause after failures, each of which doubles it.
const PAUSE: Duration = Duration::from_secs(60);
/// Entries that are taken at once, and pieces that are asked about in one call.
const ENTRIES: i64 = 16;
const PIECES: usize = 32;
/// How long one call may take.
const WITHIN: Duration = Duration::from_secs(60);

/// Why texts wait.
#[derive(Debug, Error)]
enum WaitError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Model(#[from] ModelError),
    #[error("the assistant does not run")]
    Gone,
}

/// Asks about all that changed and was quiet for a while, until `stop`. What fails is tried again.
pub(crate) async fn run(asking: Arc<Meanings>, locks: Arc<dyn Locks>, stop: CancellationToken) {
    let Some(worker) = asking.worker().cloned() else { return };
    let mut turn: Option<Held> = None;
    let mut index = Index::new(asking.domain.database());
    let mut failures = 0_u32;
    loop {
        let mut pause = LOOK;
        if !turn.as_ref().is_some_and(Held::is_held) {
            turn = Held::take(&locks, LOCK, LOCK_LIVES).await.unwrap_or(None);
            if turn.is_some() {
                asking.begin().await;
                index.begin().await;
            }
        }
        if turn.is_some() {
            if index.follow().await {
                pause = Duration::ZERO;
            }
            match asking.round(&worker).await {
                Ok(0) => failures = 0,
                Ok(_) => {
                    (failures, pause) = (0, Duration::ZERO);
                    index.is_behind();
                }
                // It has other things to do, and will have time.
                Err(WaitError::Model(ModelError::Busy { after: None })) => {}
                Err(error) => {
                    log::warn!("texts wait to be asked about: {error}");
                    pause = LOOK.saturating_mul(2_u32.saturating_pow(failures.min(10))).min(PAUSE);
                    failures += 1;
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(pause) => {}
        }
    }
    if let Some(turn) = turn {
        turn.release().await;
    }
}

/// An entry, and what is known of its pieces.
struct Asked {
    entry: SearchEntryRow,
    kept: Vec<i64>,
    new: Vec<String>,
}

impl Meanings {
    /// What another model was asked about has to be asked about again.
    async fn begin(&self) {
        let model = self.meaning_model().to_owned();
        let stirred = self
            .domain
            .database()
            .write(move |connection| meanings::stir_others(connection, &model));
        match stirred.await {
            Ok(0) => {}
            Ok(many) => log::info!("{many} texts are asked about again, for the model is another"),
            Err(error) => log::error!("texts of another model were not looked for: {error}"),
        }
    }

    /// Asks about some texts of each workspace in which it may; how many.
    async fn round(&self, worker: &Addr<AssistantActor>) -> Result<usize, WaitError> {
        let (now, allowed) = (self.domain.now(), self.allowed.clone());
        let workspaces = self.domain.database().read(move |connection| {
            let mut open = Vec::new();
            for workspace in meanings::stirred(connection)? {
                let owner = members::owners(connection, &workspace)?.into_iter().next();
                let checked = assistant::check(connection, (&workspace, now), &allowed)?;
                open.extend(owner.filter(|_| checked.is_ok()).map(|owner| (workspace, owner)));
            }
            Ok::<_, DatabaseError>(open)
        });
        let mut many = 0;
        for (workspace, owner) in workspaces.await? {
            let asked = self.due(&workspace).await?;
            many += asked.len();
            let new: usize = asked.iter().map(|asked| asked.new.len()).sum();
            // Small ones together, a large one on its own.
            if new <= PIECES {
                self.ask(worker, (&workspace, &owner), asked).await?;
            } else {
                for one in asked {
                    self.ask(worker, (&workspace, &owner), vec![one]).await?;
                }
            }
        }
        Ok(many)
    }

    /// Texts of a workspace that are due.
    async fn due(&self, workspace: &str) -> Result<Vec<Asked>, WaitError> {
        let quiet = TimeDelta::from_std(self.settings.quiet()).unwrap_or(TimeDelta::MAX);
        let quiet = self.domain.now() - quiet;
        let (workspace, model) = (workspace.to_owned(), self.meaning_model().to_owned());
        let due = self.domain.database().read(move |connection| {
            let due = meanings::due(connection, (&workspace, quiet), ENTRIES)?;
            let with_pieces = due.into_iter().map(|entry| {
                let known = meanings::known(connection, (entry.key, &model))?;
                let mut seen = HashSet::new();
                let (mut kept, mut new) = (Vec::new(), Vec::new());
                for piece in chunks::chunks(&entry.title, &entry.body) {
                    match known.get(&piece) {
                        Some(key) => kept.push(*key),
                        None if seen.insert(piece.clone()) => new.push(piece),
                        None => {}
                    }
                }
                Ok::<_, DatabaseError>(Asked { entry, kept, new })
            });
            with_pieces.collect::<Result<Vec<_>, _>>()
        });
        Ok(due.await?)
    }

    /// Asks about texts, and writes down what they mean.
    async fn ask(
        &self,
        worker: &Addr<AssistantActor>,
        whose: (&str, &str),
        asked: Vec<Asked>,
    ) -> Result<(), WaitError> {
        let texts: Vec<String> = asked.iter().flat_map(|asked| asked.new.clone()).collect();
        let mut vectors = Vec::with_capacity(texts.len());
        for some in texts.chunks(PIECES) {
            vectors.extend(self.embed(worker, whose, some.to_vec()).await?.vectors);
        }
        let (model, mut vectors) = (self.meaning_model().to_owned(), vectors.into_iter());
        let settled: Vec<(SearchEntryRow, Vec<i64>, Vec<NewChunkRow>)> = asked
            .into_iter()
            .map(|Asked { entry, kept, new }| {
                let rows = new.into_iter().zip(vectors.by_ref()).filter_map(|(text, vector)| {
                    let vector = nearness::normal(&vector)?;
                    Some(NewChunkRow {
                        workspace: entry.workspace.clone(),
                        entry: entry.key,
                        text,
                        model: model.clone(),
                        dimensions: i32::try_from(vector.len()).unwrap_or(i32::MAX),
                        vector: nearness::to_bytes(&vector),
                    })
                });
                let rows = rows.collect();
                (entry, kept, rows)
            })
            .collect();
        let written = self.domain.database().write(move |connection| {
            for (entry, kept, new) in &settled {
                meanings::settle(connection, entry, (kept, new))?;
            }
            Ok::<_, DatabaseError>(())
        });
        Ok(written.await?)
    }

    /// One call, which stands on record in the name of who answers for the workspace.
    async fn embed(
        &self,
        worker: &Addr<AssistantActor>,
        (workspace, owner): (&str, &str),
        texts: Vec<String>,
    ) -> Result<Embedded, WaitError> {
        let (prompt, began) = (texts.join("\n\n"), Instant::now());
        let embed = Embed { texts, within: WITHIN, weight: Weight::Aside };
        let told = worker.send(embed).await.map_err(|_| WaitError::Gone)?;
        if !matches!(told, Err(ModelError::Busy { .. })) {
            let guess = Usage::guess(prompt.len(), 0);
            let recorded = self.record(Called {
                workspace: workspace.to_owned(),
                person: owner.to_owned(),
                purpose: "meanings",
                about: None,
                model: self.meaning_model().to_owned(),
                outcome: told.as_ref().map_or_else(ModelError::word, |_| "answered"),
                usage: told.as_ref().map_or(guess, |told| told.usage),
                took: began.elapsed(),
                prompt,
            });
            // The next look at what was used counts it.
            if let Some(recorded) = recorded {
                let _ = recorded.await;
            }
        }
        Ok(told?)
    }
}
