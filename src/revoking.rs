//! What was taken back on one node is refused on all of them: ended logins, keys, links, tokens.
//!
//! The database is the truth, and is read again and again where several nodes may share it; a
//! channel of Redis only makes it quick.

use std::time::Duration;

use actix_web::web;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use renexus_actors::session::Revoke;
use renexus_wire::id::TokenId;
use tokio_util::sync::CancellationToken;

use crate::auth::Revoked;
use crate::db::DatabaseError;
use crate::db::queries::revocations;
use crate::shared::{Heard, Inbox, Redis, Subscriber};
use crate::state::AppState;

/// The channel.
const CHANNEL: &str = "revoked";
/// Revocations that wait to be told; further ones are found in the database.
const WAITING: usize = 10_000;
/// Between two looks into the table: what is in it counts everywhere within a second.
const LOOK: Duration = Duration::from_millis(500);
/// A transaction may commit this long after it took the time, and clocks of nodes differ.
const OVERLAP: TimeDelta = TimeDelta::seconds(60);

/// What is heard of other nodes, if there may be any.
struct Elsewhere {
    redis: Redis,
    _subscriber: Subscriber,
    inbox: Inbox,
}

/// Runs until `stop`.
pub(crate) async fn run(state: web::Data<AppState>, stop: CancellationToken) {
    // A file has one server.
    if state.database.is_file() {
        return;
    }
    let Some(mut own) = state.authority.herald(WAITING) else { return };
    let mut elsewhere = state.redis.clone().and_then(|redis| {
        let (subscriber, inbox) = redis.subscriber().ok()?;
        subscriber.subscribe(CHANNEL);
        Some(Elsewhere { redis, _subscriber: subscriber, inbox })
    });
    let mut seen = state.domain.now() - OVERLAP;
    loop {
        let look = tokio::select! {
            () = stop.cancelled() => return,
            Some(revoked) = own.recv() => {
                if let Some(elsewhere) = &elsewhere {
                    tell(&elsewhere.redis, &revoked).await;
                }
                false
            }
            heard = hear(&mut elsewhere) => match heard {
                Heard::Message { message, .. } => {
                    if let Some((token, until)) = parse(&message) {
                        learn(&state, token, until).await;
                    }
                    false
                }
                Heard::Subscribed(_) | Heard::Missed => true,
                Heard::Lost => false,
            },
            () = tokio::time::sleep(LOOK) => true,
        };
        if look && let Err(error) = catch_up(&state, &mut seen).await {
            log::warn!("what other nodes took back is not known: {error}");
        }
    }
}

async fn hear(elsewhere: &mut Option<Elsewhere>) -> Heard {
    match elsewhere {
        Some(elsewhere) => elsewhere.inbox.next().await,
        None => std::future::pending().await,
    }
}

async fn tell(redis: &Redis, (token, until): &Revoked) {
    let message = format!("{} {}", until.timestamp(), token.0);
    if let Err(error) = redis.publish(CHANNEL, message.as_bytes()).await {
        log::debug!("other nodes find a revocation in the database: {error}");
    }
}

fn parse(message: &[u8]) -> Option<Revoked> {
    let (until, token) = std::str::from_utf8(message).ok()?.split_once(' ')?;
    let until = DateTime::<Utc>::from_timestamp(until.parse().ok()?, 0)?;
    Some((TokenId(token.to_owned()), until + TimeDelta::seconds(1)))
}

/// Refuses a token, and sends away whoever is connected with it.
async fn learn(state: &AppState, token: TokenId, until: DateTime<Utc>) {
    if state.authority.learn(token.clone(), until) {
        // Nobody is connected any more when the roster is gone.
        let _ = state.sessions.send(Revoke { token }).await;
    }
}

/// Reads what was taken back since the last look.
async fn catch_up(state: &AppState, seen: &mut NaiveDateTime) -> Result<(), DatabaseError> {
    let (since, now) = (*seen - OVERLAP, state.domain.now());
    let found = state.database.read(move |connection| revocations::since(connection, since, now));
    for row in found.await? {
        *seen = row.revoked_at.max(*seen);
        learn(state, TokenId(row.token), row.expires_at.and_utc()).await;
    }
    Ok(())
}
