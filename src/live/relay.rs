//! What is committed on one node, on the others: their open sockets hear of it like of their own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix::prelude::*;
use bytes::Bytes;
use renexus_actors::bus::{Bus, Heard, Listener, Listening, Topic};
use renexus_actors::session::{Concerned, RightsChanged, SessionsActor};
use renexus_actors::workspace::{Whisper, WorkspacesActor};
use renexus_tables::rows::notices::NotificationRow;
use renexus_wire::event::Event;
use serde::{Deserialize, Serialize};

use super::announcer::whisper;
use crate::domain::{EventSink, PersonSink};
use crate::outlook::shelf::Shelf;

/// Events of one message; more are told in several.
const TOGETHER: usize = 50;
/// Distance of looks at everybody's rights while nothing is heard.
const POLL: Duration = Duration::from_secs(5);

/// What one node tells all others.
#[derive(Debug, Serialize, Deserialize)]
struct News {
    /// Who tells it.
    node: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    /// Events of one workspace were committed.
    Events(Vec<Event>),
    /// A person is told something.
    Whisper { workspace: String, person: String, text: String },
}

/// Tells the other nodes of what was committed here.
pub(crate) struct Teller {
    bus: Arc<dyn Bus>,
    node: String,
}

impl Teller {
    /// A node that draws its name by lot.
    pub(crate) fn new(bus: Arc<dyn Bus>) -> Self {
        Self { bus, node: uuid::Uuid::now_v7().to_string() }
    }

    fn tell(&self, what: What) {
        match serde_json::to_vec(&News { node: self.node.clone(), what }) {
            Ok(news) => self.bus.tell(&Topic::Nodes, news.into()),
            Err(error) => log::error!("other nodes were not told: {error}"),
        }
    }
}

impl EventSink for Teller {
    fn committed(&self, events: &[Event]) {
        for events in events.chunks(TOGETHER) {
            self.tell(What::Events(events.to_vec()));
        }
    }
}

impl PersonSink for Teller {
    fn told(&self, notifications: &[NotificationRow]) {
        for Whisper { workspace, person, text } in notifications.iter().filter_map(whisper) {
            self.tell(What::Whisper { workspace, person, text });
        }
    }
}

/// Hears of what was committed on other nodes.
pub(crate) struct RelayActor {
    parts: RelayParts,
    listening: Option<Listening>,
    /// Whether nothing is heard now.
    away: bool,
    /// Whether the timer of the next look runs.
    polling: bool,
    /// When everything was looked at last.
    looked: Option<Instant>,
}

/// Whom a relay tells.
pub(crate) struct RelayParts {
    /// This node, which hears itself.
    pub(crate) teller: Arc<Teller>,
    /// The same that hear of commits of this node.
    pub(crate) sinks: Vec<Arc<dyn EventSink>>,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) workspaces: Addr<WorkspacesActor>,
    pub(crate) sessions: Addr<SessionsActor>,
}

impl RelayActor {
    /// It listens from its start.
    pub(crate) fn new(parts: RelayParts) -> Self {
        Self { parts, listening: None, away: false, polling: false, looked: None }
    }

    fn hear(&self, said: &Bytes) {
        let news: News = match serde_json::from_slice(said) {
            Ok(news) => news,
            Err(error) => return log::warn!("news of another node are not read: {error}"),
        };
        if news.node == self.parts.teller.node {
            return;
        }
        match news.what {
            What::Events(events) => self.parts.sinks.iter().for_each(|it| it.committed(&events)),
            What::Whisper { workspace, person, text } => {
                self.parts.workspaces.do_send(Whisper { workspace, person, text });
            }
        }
    }

    /// Something may have been missed: nothing that was known is trusted.
    fn look_again(&mut self) {
        self.looked = Some(Instant::now());
        self.parts.shelf.forget_all();
        self.parts.sessions.do_send(RightsChanged { whose: Arc::new(Concerned::Everybody) });
    }

    /// The same, unless it was a moment ago.
    fn look_now_and_then(&mut self) {
        if self.looked.is_none_or(|looked| looked.elapsed() >= POLL) {
            self.look_again();
        }
    }

    fn poll(&mut self, ctx: &mut Context<Self>) {
        if !self.away || std::mem::replace(&mut self.polling, true) {
            return;
        }
        self.look_again();
        ctx.run_later(POLL, |act, ctx| {
            act.polling = false;
            act.poll(ctx);
        });
    }
}

impl Actor for RelayActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        // What this node tells carries its name.
        let listener = Listener { told: ctx.address().recipient(), own: Bytes::new() };
        let listening = self.parts.teller.bus.listen(Topic::Nodes, listener);
        ctx.spawn(listening.into_actor(self).map(|listening, act, _| {
            act.listening = Some(listening);
            act.look_again();
        }));
    }
}

impl Handler<Heard> for RelayActor {
    type Result = ();

    fn handle(&mut self, heard: Heard, ctx: &mut Self::Context) {
        match heard {
            Heard::Said(said) => self.hear(&said),
            Heard::Away => {
                self.away = true;
                self.poll(ctx);
            }
            Heard::Apart => self.look_now_and_then(),
            Heard::Back => {
                self.away = false;
                self.look_again();
            }
        }
    }
}
