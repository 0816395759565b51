//! What other nodes stored and nobody told this one: read from the journal.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix::prelude::*;
use renexus_wire::close::CloseReason;
use tokio::task::spawn_blocking;

use super::actor::DocumentActor;
use super::gathering::Gathering;
use crate::ports::{Seq, StoreError, StoredDocument};

/// How long a hole in the journal may last before it is read: messages of several nodes cross.
const MEND_AFTER: Duration = Duration::from_millis(50);
/// Distance of looks into the journal while the bus is away.
const POLL: Duration = Duration::from_secs(1);
/// How long after the last word of others the journal is looked into: who died between a commit
/// and its word says nothing more.
const QUIET: Duration = Duration::from_secs(3);

/// When the journal is looked into.
#[derive(Debug, Default)]
pub(super) struct Mending {
    /// Whether the timer runs that looks whether a hole is still there.
    armed: bool,
    /// Whether the journal is being read.
    reading: bool,
    /// When others were heard last, and whether the timer runs that looks after them.
    heard_last: Option<Instant>,
    quiet_armed: bool,
}

impl Mending {
    /// Others were heard.
    pub(super) fn heard(&mut self) {
        self.heard_last = Some(Instant::now());
    }
}

impl DocumentActor {
    /// Looks into the journal when nobody has said anything for a while.
    pub(super) fn look_when_quiet(&mut self, ctx: &mut Context<Self>) {
        let Some(across) = &mut self.across else { return };
        let Some(last) = across.mending.heard_last.filter(|_| !across.mending.quiet_armed) else {
            return;
        };
        across.mending.quiet_armed = true;
        ctx.run_later(QUIET.saturating_sub(last.elapsed()), |act, ctx| {
            let Some(across) = &mut act.across else { return };
            across.mending.quiet_armed = false;
            if across.mending.heard_last.is_some_and(|last| last.elapsed() >= QUIET) {
                across.mending.heard_last = None;
                act.mend(ctx);
            } else {
                act.look_when_quiet(ctx);
            }
        });
    }

    /// Reads from the journal what nobody told, if it does not come in a moment.
    pub(super) fn mend_holes(&mut self, ctx: &mut Context<Self>) {
        let Some(across) = &mut self.across else { return };
        if !across.coverage.has_holes() || std::mem::replace(&mut across.mending.armed, true) {
            return;
        }
        ctx.run_later(MEND_AFTER, |act, ctx| {
            let Some(across) = &mut act.across else { return };
            across.mending.armed = false;
            if across.coverage.has_holes() {
                act.mend(ctx);
            }
        });
    }

    /// Looks into the journal again and again while nothing is heard.
    pub(super) fn poll(&mut self, ctx: &mut Context<Self>) {
        let Some(neighbours) = self.room().neighbours.filter(|it| it.away) else { return };
        if std::mem::replace(&mut neighbours.polling, true) {
            return;
        }
        self.mend(ctx);
        ctx.run_later(POLL, |act, ctx| {
            if let Some(neighbours) = act.room().neighbours {
                neighbours.polling = false;
            }
            act.poll(ctx);
        });
    }

    pub(super) fn mend(&mut self, ctx: &mut Context<Self>) {
        let Some(across) = &mut self.across else { return };
        if std::mem::replace(&mut across.mending.reading, true) {
            return;
        }
        let stored = self.around.store.since(Arc::clone(&self.info), across.coverage.known());
        ctx.spawn(stored.into_actor(self).map(|stored, act, ctx| {
            if let Some(across) = &mut act.across {
                across.mending.reading = false;
            }
            match stored {
                Ok(stored) => act.catch_up(stored, ctx),
                Err(StoreError::Deleted) => act.shut(CloseReason::NotFound, ctx),
                Err(StoreError::Damaged(what)) => {
                    log::error!("document.id" = act.info.id.as_str(); "the journal cannot be read: {what}");
                    act.shut(CloseReason::Internal, ctx);
                }
                Err(StoreError::Failing(reason)) => {
                    log::warn!("document.id" = act.info.id.as_str(); "the journal is not read: {reason}");
                    ctx.run_later(POLL, Self::mend);
                }
            }
        }));
    }

    /// Takes what stands in the journal into the replica, away from this thread.
    fn catch_up(&mut self, stored: StoredDocument, ctx: &mut Context<Self>) {
        let head = stored.head;
        if stored.checkpoint.is_none() && stored.tail.is_empty() {
            return self.caught_up(head, None, ctx);
        }
        let Some(mut replica) = self.replica.take() else {
            self.finish_reading(ctx);
            let here = std::future::ready(()).into_actor(self);
            ctx.spawn(here.map(move |(), act, ctx| act.catch_up(stored, ctx)));
            return;
        };
        let applying = spawn_blocking(move || {
            let news = replica.catch_up(&stored);
            (replica, news)
        });
        ctx.wait(applying.into_actor(self).map(move |done, act, ctx| {
            let failure = match done {
                Ok((replica, Ok(news))) => {
                    act.replica = Some(replica);
                    act.caught_up(head, news, ctx);
                    return act.resume(ctx);
                }
                Ok((_, Err(error))) => error.to_string(),
                Err(error) => error.to_string(),
            };
            log::error!("document.id" = act.info.id.as_str(); "the journal cannot be applied: {failure}");
            act.shut(CloseReason::Internal, ctx);
        }));
    }

    fn caught_up(&mut self, head: Seq, news: Option<Vec<u8>>, ctx: &mut Context<Self>) {
        if let Some(news) = news {
            // It is on disk: nothing has to wait for it.
            self.saving.advance_elsewhere(news.len());
            self.turn.add_elsewhere(news.into());
            self.schedule_turn(ctx);
        }
        if let Some(across) = &mut self.across {
            across.coverage.read_up_to(head);
        }
        self.mend_holes(ctx);
    }
}
