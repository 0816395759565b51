//! What the server does by itself, now and then: carry mail, forget what is over, delete workspaces.
//!
//! Of several nodes one does it: the one that holds the lock. The others look whether it is free.

use std::time::Duration;

use actix_web::web;
use chrono::TimeDelta;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::db::DatabaseError;
use crate::db::queries::{
    assistant_calls, assistant_jobs, deliveries, forecasts, idempotency, invitations, logins,
    notices, one_time, outbox, reminders, versions,
};
use crate::endings::{self, EndingError};
use crate::locks::Held;
use crate::mail::Postman;
use crate::outlook::scoring;
use crate::state::AppState;
use crate::telling::{self, TellingError};

/// The lock of whoever does the chores.
const LOCK: &str = "chores";
/// How long the lock outlives a node that is gone.
const LOCK_LIVES: Duration = Duration::from_secs(15);
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

/// Why a chore was left for the next time.
#[derive(Debug, Error)]
enum ChoreError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Ending(#[from] EndingError),
}

/// Runs until `stop`; what fails is tried again the next time.
pub(crate) async fn run(state: web::Data<AppState>, postman: Postman, stop: CancellationToken) {
    let mut looks = 0;
    let mut turn: Option<Held> = None;
    loop {
        if looks % LOOKS_PER_SWEEP == 0 {
            state.rates.forget();
        }
        if !turn.as_ref().is_some_and(Held::is_held) {
            turn = Held::take(&state.locks, LOCK, LOCK_LIVES).await.unwrap_or_else(|error| {
                log::debug!("chores wait: {error}");
                None
            });
            if turn.is_some() {
                // When the last one swept, nobody knows.
                looks = 0;
            }
        }
        if let Some(turn) = &turn {
            duties(&state, &postman, turn, looks % LOOKS_PER_SWEEP == 0).await;
        }
        looks = looks.wrapping_add(1);
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(MAIL) => {}
        }
    }
    if let Some(turn) = turn {
        turn.release().await;
    }
}

/// Each in its turn, for as long as it is ours.
async fn duties(state: &web::Data<AppState>, postman: &Postman, turn: &Held, sweeps: bool) {
    if let Err(error) = postman.round(LOCK, turn.fence()).await {
        log::warn!("mail was not carried: {error}");
    }
    if turn.is_held()
        && let Err(error) = tell(state).await
    {
        log::warn!("people were not told: {error}");
    }
    if sweeps
        && turn.is_held()
        && let Err(error) = sweep(state).await
    {
        log::warn!("what is over was not swept away: {error}");
    }
    if turn.is_held()
        && let Err(error) = scoring::score(&state.domain).await
    {
        log::warn!("forecasts were not scored: {error}");
    }
}

/// Reminds people, and writes digests to those who have not read what they were told.
async fn tell(state: &AppState) -> Result<(), TellingError> {
    let settings = &state.settings.notifications;
    telling::remind(&state.domain, settings.due_soon()).await?;
    telling::digests(&state.domain, settings.digest(), &state.links).await
}

async fn sweep(state: &web::Data<AppState>) -> Result<(), ChoreError> {
    let now = state.domain.now();
    let kept = state.settings.notifications.kept();
    let deliveries_kept = state.settings.webhooks.kept();
    let jobs_kept = TimeDelta::days(state.settings.assistant.kept_days.into());
    let versions_kept = TimeDelta::days(state.settings.versions.kept_days.into());
    let forecasts_kept = TimeDelta::days(state.settings.insight.kept_days);
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
            forecasts::forget(connection, now - forecasts_kept)?,
            assistant_calls::forget(connection, now - jobs_kept)?,
            assistant_jobs::forget(connection, now - jobs_kept)?,
            versions::forget(connection, now - versions_kept)?,
            reminders::forget(connection, now.date() - TimeDelta::days(REMINDER_DAYS))?,
        ];
        Ok::<_, DatabaseError>(swept.iter().sum::<usize>())
    });
    let forgotten = forgotten.await?;
    if forgotten > 0 {
        log::debug!("{forgotten} rows were over");
    }
    endings::sweep(state).await?;
    Ok(())
}
