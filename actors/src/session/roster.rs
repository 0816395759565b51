//! Every session of this node.

use std::collections::HashMap;

use actix::prelude::*;
use renexus_wire::close::CloseReason;
use renexus_wire::id::SessionId;
use tokio::sync::oneshot;

use super::messages::{Dismiss, Drain, Enter, Leave, Revoke, Revoked, RightsChanged};

/// Knows every session, to end them when their rights or the server do.
pub struct SessionsActor {
    sessions: HashMap<SessionId, Present>,
    /// Most connections at once; further ones are closed with 1013.
    most: usize,
    /// Answered when the last session is gone; set once the server is draining.
    draining: Option<Vec<oneshot::Sender<()>>>,
}

struct Present {
    dismiss: Recipient<Dismiss>,
    revoked: Recipient<Revoked>,
    rights_changed: Recipient<RightsChanged>,
}

impl SessionsActor {
    /// A roster that admits `most` sessions.
    pub fn new(most: usize) -> Self {
        Self { sessions: HashMap::new(), most, draining: None }
    }

    fn drained_if_empty(&mut self) {
        if self.sessions.is_empty() {
            for answer in self.draining.iter_mut().flat_map(|answers| answers.drain(..)) {
                // Whoever asked may be gone.
                let _ = answer.send(());
            }
        }
    }
}

impl Actor for SessionsActor {
    type Context = Context<Self>;
}

impl Handler<Enter> for SessionsActor {
    type Result = ();

    fn handle(&mut self, enter: Enter, _: &mut Self::Context) {
        if self.draining.is_some() {
            enter.dismiss.do_send(Dismiss { reason: CloseReason::Draining });
        } else if self.sessions.len() >= self.most {
            enter.dismiss.do_send(Dismiss { reason: CloseReason::Overloaded });
        }
        let Enter { id, dismiss, revoked, rights_changed } = enter;
        self.sessions.insert(id, Present { dismiss, revoked, rights_changed });
    }
}

impl Handler<Leave> for SessionsActor {
    type Result = ();

    fn handle(&mut self, leave: Leave, _: &mut Self::Context) {
        self.sessions.remove(&leave.id);
        self.drained_if_empty();
    }
}

impl Handler<Revoke> for SessionsActor {
    type Result = ();

    fn handle(&mut self, revoke: Revoke, _: &mut Self::Context) {
        for present in self.sessions.values() {
            present.revoked.do_send(Revoked { token: revoke.token.clone() });
        }
    }
}

impl Handler<RightsChanged> for SessionsActor {
    type Result = ();

    fn handle(&mut self, changed: RightsChanged, _: &mut Self::Context) {
        for present in self.sessions.values() {
            present.rights_changed.do_send(changed.clone());
        }
    }
}

impl Handler<Drain> for SessionsActor {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, drain: Drain, ctx: &mut Self::Context) -> Self::Result {
        let (answer, answered) = oneshot::channel();
        self.draining.get_or_insert_default().push(answer);
        let count = u32::try_from(self.sessions.len()).unwrap_or(u32::MAX).max(1);
        for (index, id) in (0..count).zip(self.sessions.keys().copied().collect::<Vec<_>>()) {
            ctx.run_later(drain.over * index / count, move |act, _| {
                if let Some(present) = act.sessions.get(&id) {
                    present.dismiss.do_send(Dismiss { reason: CloseReason::Draining });
                }
            });
        }
        self.drained_if_empty();
        Box::pin(async move {
            let _ = answered.await;
        })
    }
}
