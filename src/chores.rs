//! What the server does by itself, now and then: carry mail, forget what is over, delete workspaces.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use chrono::TimeDelta;
use renexus_actors::registry::Delete;
use renexus_actors::session::{Concerned, RightsChanged};
use renexus_wire::id::DocumentId;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::db::DatabaseError;
use crate::db::queries::{
    deliveries, documents, idempotency, invitations, logins, notices, one_time, outbox, reminders,
    workspaces,
};
use crate::mail::Postman;
use crate::state::AppState;
use crate::telling::{self, TellingError};

/// Between two looks into the outbox.
const MAIL: Duration = Duration::from_secs(2);
/// Looks into the outbox between two sweeps: a minute.
const LOOKS_PER_SWEEP: u32 = 30;
/// How long logins that are over, and refresh tokens that were used up, are remembered, for those who ask what happened.
const LOGIN_DAYS: i64 = 30;
/// How long answers are kept for requests that are sent again.
const ANSWER_HOURS: i64 = 24;
/// How long mail stays in the outbox; every link in it is over by then.
const MAIL_DAYS: i64 = 7;
/// How long it is remembered that people were reminded of a date that is over.
const REMINDER_DAYS: i64 = 7;
/// Workspaces that are deleted in one sweep.
const WORKSPACES: i64 = 10;
/// Documents of a workspace that are deleted at once.
const DOCUMENTS: i64 = 100;

/// Why a chore was left for the next time.
#[derive(Debug, Error)]
enum ChoreError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("the registry is gone")]
    Stopping(#[from] actix::MailboxError),
    #[error("a document cannot be deleted: {0}")]
    Document(String),
}

/// Runs until `stop`; what fails is tried again the next time.
pub(crate) async fn run(state: web::Data<AppState>, postman: Postman, stop: CancellationToken) {
    let mut looks = 0;
    loop {
        if let Err(error) = postman.round().await {
            log::warn!("mail was not carried: {error}");
        }
        if let Err(error) = tell(&state).await {
            log::warn!("people were not told: {error}");
        }
        if looks % LOOKS_PER_SWEEP == 0
            && let Err(error) = sweep(&state).await
        {
            log::warn!("what is over was not swept away: {error}");
        }
        looks = looks.wrapping_add(1);
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(MAIL) => {}
        }
    }
}

/// Reminds people, and writes digests to those who have not read what they were told.
async fn tell(state: &AppState) -> Result<(), TellingError> {
    let settings = &state.settings.notifications;
    telling::remind(&state.domain, settings.due_soon()).await?;
    telling::digests(&state.domain, settings.digest(), &state.links).await
}

async fn sweep(state: &AppState) -> Result<(), ChoreError> {
    state.rates.forget();
    let now = state.domain.now();
    let kept = state.settings.notifications.kept();
    let deliveries_kept = state.settings.webhooks.kept();
    let forgotten = state.database.write(move |connection| {
        let swept = [
            logins::forget(connection, now - TimeDelta::days(LOGIN_DAYS))?,
            logins::forget_spent(connection, now - TimeDelta::days(LOGIN_DAYS))?,
            one_time::forget(connection, now)?,
            invitations::forget(connection, now)?,
            idempotency::forget(connection, now - TimeDelta::hours(ANSWER_HOURS))?,
            outbox::forget(connection, now - TimeDelta::days(MAIL_DAYS))?,
            notices::forget(connection, now - kept)?,
            deliveries::forget(connection, now - deliveries_kept)?,
            reminders::forget(connection, now.date() - TimeDelta::days(REMINDER_DAYS))?,
        ];
        Ok::<_, DatabaseError>(swept.iter().sum::<usize>())
    });
    let forgotten = forgotten.await?;
    if forgotten > 0 {
        log::debug!("{forgotten} rows were over");
    }
    let over = state.database.read(move |connection| workspaces::over(connection, now, WORKSPACES));
    for workspace in over.await? {
        delete(state, workspace).await?;
    }
    Ok(())
}

/// Deletes a workspace whose grace is over: its documents first, one by one, then everything else.
async fn delete(state: &AppState, workspace: String) -> Result<(), ChoreError> {
    loop {
        let of = workspace.clone();
        let found = state
            .database
            .read(move |connection| documents::of_workspace(connection, &of, DOCUMENTS));
        let found: Vec<String> = found.await?;
        if found.is_empty() {
            break;
        }
        for id in found {
            let document =
                DocumentId::parse(&id).map_err(|error| ChoreError::Document(error.to_string()))?;
            let deleted = state.registry.send(Delete { document }).await?;
            deleted.map_err(|error| ChoreError::Document(error.to_string()))?;
        }
    }
    log::info!("workspace.id" = workspace.as_str(); "the grace of a workspace is over: it is deleted");
    let whose = Arc::new(Concerned::Workspace(workspace.clone()));
    let gone = state.database.commit(move |connection| workspaces::delete(connection, &workspace));
    gone.await?;
    // Whoever is still in its channel is asked out.
    state.sessions.send(RightsChanged { whose }).await?;
    Ok(())
}
