//! Who ends a GraphQL connection from outside: it enters the roster of sessions like any other.

use std::sync::{Arc, Mutex, PoisonError};

use actix::prelude::*;
use renexus_actors::ports::Gauge;
use renexus_actors::session::{
    Concerned, Dismiss, Enter, Leave, Revoked, RightsChanged, SessionParts,
};
use renexus_wire::close::CloseReason;
use renexus_wire::id::{SessionId, TokenId};
use tokio::sync::watch;

/// Who came in on a connection.
#[derive(Debug, Default)]
pub(super) struct Bearer {
    /// Ends the connection when one of them is taken back.
    pub(super) tokens: Vec<TokenId>,
    /// The person's id.
    pub(super) person: String,
}

/// What the connection hears of its warden.
pub(super) struct Watched {
    /// Who came in; nobody before the connection is opened.
    pub(super) bearer: Arc<Mutex<Option<Bearer>>>,
    /// Why it has to end.
    pub(super) ended: watch::Receiver<Option<CloseReason>>,
    /// Grows when the person's rights may have changed.
    pub(super) rights: watch::Receiver<u64>,
    /// Its actor, which ends with the connection.
    warden: Addr<Warden>,
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.warden.do_send(Off);
    }
}

/// Hears for one connection what is told to all sessions.
pub(super) struct Warden {
    id: SessionId,
    parts: Arc<SessionParts>,
    bearer: Arc<Mutex<Option<Bearer>>>,
    ended: watch::Sender<Option<CloseReason>>,
    rights: watch::Sender<u64>,
}

/// The connection is over.
#[derive(Message)]
#[rtype(result = "()")]
struct Off;

impl Warden {
    /// Begins to watch over a connection.
    pub(super) fn watch(id: SessionId, parts: Arc<SessionParts>) -> Watched {
        let bearer = Arc::new(Mutex::new(None));
        let (end, ended) = watch::channel(None);
        let (change, rights) = watch::channel(0);
        let warden =
            Self { id, parts, bearer: Arc::clone(&bearer), ended: end, rights: change }.start();
        Watched { bearer, ended, rights, warden }
    }

    /// Whether something is true of who came in.
    fn is(&self, what: impl FnOnce(&Bearer) -> bool) -> bool {
        let bearer = self.bearer.lock().unwrap_or_else(PoisonError::into_inner);
        bearer.as_ref().is_some_and(what)
    }
}

impl Actor for Warden {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        self.parts.meter.gauge(Gauge::Connections, 1);
        self.parts.sessions.do_send(Enter {
            id: self.id,
            dismiss: ctx.address().recipient(),
            revoked: ctx.address().recipient(),
            rights_changed: ctx.address().recipient(),
        });
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.parts.meter.gauge(Gauge::Connections, -1);
        self.parts.sessions.do_send(Leave { id: self.id });
    }
}

impl Handler<Off> for Warden {
    type Result = ();

    fn handle(&mut self, _: Off, ctx: &mut Self::Context) {
        ctx.stop();
    }
}

impl Handler<Dismiss> for Warden {
    type Result = ();

    fn handle(&mut self, dismiss: Dismiss, _: &mut Self::Context) {
        self.ended.send_replace(Some(dismiss.reason));
    }
}

impl Handler<Revoked> for Warden {
    type Result = ();

    fn handle(&mut self, revoked: Revoked, _: &mut Self::Context) {
        if self.is(|bearer| bearer.tokens.contains(&revoked.token)) {
            self.ended.send_replace(Some(CloseReason::Unauthorized));
        }
    }
}

impl Handler<RightsChanged> for Warden {
    type Result = ();

    fn handle(&mut self, changed: RightsChanged, _: &mut Self::Context) {
        let concerned = match &*changed.whose {
            Concerned::Person(person) => self.is(|bearer| bearer.person == *person),
            Concerned::Workspace(_) | Concerned::Everybody => true,
            Concerned::Document(_) => false,
        };
        if concerned {
            self.rights.send_modify(|seen| *seen = seen.wrapping_add(1));
        }
    }
}
