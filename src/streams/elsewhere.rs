//! Requests whose connection lives on another node: a load balancer may lead them anywhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix::{Actor, ActorFutureExt, Addr, AsyncContext, Context, Handler, WrapFuture};
use actix_rt::ArbiterHandle;
use bytes::Bytes;
use renexus_actors::bus::{Bus, Heard, Listener, Listening, Topic};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::brought::{Brought, Outcome, Turn};
use super::letters::Letter;
use super::{Open, REQUEST_WITHIN, turn};

/// The numbers of requests.
const NUMBERS: u64 = (1 << 53) - 1;
/// How long a connection is looked for.
const LOOK_WITHIN: Duration = Duration::from_secs(2);

/// The other nodes, as requests see them.
#[derive(Clone)]
pub(crate) struct Elsewhere {
    bus: Arc<dyn Bus>,
    desk: Addr<Desk>,
    /// By which this node is answered; drawn by lot.
    name: String,
    waiting: Waiting,
}

/// Requests that wait for answers, by number; each belongs to a connection of HTTP, which are counted.
type Waiting = Arc<Mutex<HashMap<u64, mpsc::Sender<Letter>>>>;

/// A request on its way to another node; it may bring its body.
pub(crate) struct Errand {
    elsewhere: Elsewhere,
    /// Who has the connection, once that is known.
    node: String,
    request: u64,
    answers: mpsc::Receiver<Letter>,
}

impl Elsewhere {
    /// Answers for the connections of this node, and brings what belongs to others.
    pub(crate) fn start(bus: Arc<dyn Bus>, thread: &ArbiterHandle, open: Open) -> Self {
        let name = uuid::Uuid::now_v7().to_string();
        let waiting = Waiting::default();
        let desk = Desk {
            bus: Arc::clone(&bus),
            name: name.clone(),
            open,
            waiting: Arc::clone(&waiting),
            turns: HashMap::new(),
            listening: None,
        };
        let desk = Desk::start_in_arbiter(thread, move |_| desk);
        Self { bus, desk, name, waiting }
    }

    /// Hears of requests for a connection of this node as long as the answer lives.
    pub(super) async fn listen(&self, hash: &str) -> Listening {
        let listener = Listener { told: self.desk.clone().recipient(), own: Bytes::new() };
        self.bus.listen(Topic::Private(hash.into()), listener).await
    }

    /// Looks for a connection on the other nodes.
    pub(super) async fn find(&self, hash: String) -> Result<Errand, Outcome> {
        // Bits that are drawn by lot, as many as every reader of numbers takes.
        let request = uuid::Uuid::now_v7().as_u64_pair().1 & NUMBERS;
        let (sender, answers) = mpsc::channel(2);
        lock(&self.waiting).insert(request, sender);
        let mut errand = Errand { elsewhere: self.clone(), node: String::new(), request, answers };
        let topic = Topic::Private(hash.as_str().into());
        self.bus.tell(&topic, Letter::Knock { request, hash, from: self.name.clone() }.write());
        match timeout(LOOK_WITHIN, errand.answers.recv()).await {
            Ok(Some(Letter::Here { node, .. })) => {
                errand.node = node;
                Ok(errand)
            }
            Ok(Some(Letter::Over { outcome, .. })) => Err(outcome),
            _ => Err(Outcome::Gone),
        }
    }
}

impl Errand {
    /// Brings what the request brought.
    pub(crate) async fn go(mut self, brought: Brought) -> Outcome {
        let body = Letter::Body { request: self.request, brought };
        self.elsewhere.bus.tell(&Topic::Private(self.node.as_str().into()), body.write());
        match self.answers.recv().await {
            Some(Letter::Over { outcome, .. }) => outcome,
            _ => Outcome::Gone,
        }
    }
}

impl Drop for Errand {
    fn drop(&mut self) {
        lock(&self.elsewhere.waiting).remove(&self.request);
    }
}

fn lock(waiting: &Waiting) -> MutexGuard<'_, HashMap<u64, mpsc::Sender<Letter>>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hears what other nodes write to this one.
struct Desk {
    bus: Arc<dyn Bus>,
    name: String,
    open: Open,
    waiting: Waiting,
    /// Connections that wait for the body of a request, and whom to tell what became of it.
    turns: HashMap<u64, (Turn, String)>,
    listening: Option<Listening>,
}

impl Desk {
    fn hear(&mut self, letter: Letter, ctx: &mut Context<Self>) {
        match letter {
            Letter::Knock { request, hash, from } => {
                // Not its own, when the connection went meanwhile.
                let Some(way) = self.open.find(&hash) else { return };
                match turn(way) {
                    Some(turn) => {
                        self.turns.insert(request, (turn, from.clone()));
                        ctx.run_later(REQUEST_WITHIN, move |act, _| {
                            drop(act.turns.remove(&request))
                        });
                        let node = self.name.clone();
                        self.tell(&from, &Letter::Here { request, node });
                    }
                    None => self.tell(&from, &Letter::Over { request, outcome: Outcome::Busy }),
                }
            }
            Letter::Body { request, brought } => {
                let Some((turn, from)) = self.turns.remove(&request) else { return };
                let going = async move { timeout(REQUEST_WITHIN, brought.go(&turn)).await };
                ctx.spawn(going.into_actor(self).map(move |went, act, _| {
                    // Whoever asked does not wait for longer either.
                    let Ok(outcome) = went else { return };
                    act.tell(&from, &Letter::Over { request, outcome });
                }));
            }
            Letter::Here { request, .. } | Letter::Over { request, .. } => {
                let waits = lock(&self.waiting).get(&request).cloned();
                // There is room for all answers to one request.
                if let Some(waits) = waits {
                    let _ = waits.try_send(letter);
                }
            }
        }
    }

    fn tell(&self, node: &str, letter: &Letter) {
        self.bus.tell(&Topic::Private(node.into()), letter.write());
    }
}

impl Actor for Desk {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        let listener = Listener { told: ctx.address().recipient(), own: Bytes::new() };
        let listening = self.bus.listen(Topic::Private(self.name.as_str().into()), listener);
        ctx.spawn(listening.into_actor(self).map(|listening, act, _| {
            act.listening = Some(listening);
        }));
    }
}

impl Handler<Heard> for Desk {
    type Result = ();

    fn handle(&mut self, heard: Heard, ctx: &mut Self::Context) {
        // Whoever waits while the bus is away is told that it is gone, and opens anew.
        let Heard::Said(said) = heard else { return };
        match Letter::read(&said) {
            Ok(Some(letter)) => self.hear(letter, ctx),
            Ok(None) => {}
            Err(error) => log::warn!("a letter of another node is not read: {error}"),
        }
    }
}
