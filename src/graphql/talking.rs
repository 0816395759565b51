//! A connection that speaks `graphql-transport-ws`: who came in, and the operations that run.
//!
//! One message is written after the other, and nothing is read or resolved meanwhile: whoever
//! takes nothing holds nothing but what the channels keep for everybody, and is ended by them.

use std::future::poll_fn;
use std::sync::{Arc, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::Response;
use async_graphql::parser::types::OperationType;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use renexus_actors::session::Inbound;
use renexus_wire::close::CloseReason;
use tokio::time::{interval, sleep};

use super::answering::PATH;
use super::caller::Caller;
use super::messages::{MAX_ID, PROTOCOL, Said, Told, bearer};
use super::running::{Answer, Asked};
use super::schema::Graph;
use super::shaping::Shape;
use super::telling::refusal;
use super::warden::{Bearer, Warden, Watched};
use crate::access::Person;
use crate::accounts::KEY_PREFIX;
use crate::error::ApiError;
use crate::http::person::{Known, known, network};
use crate::rates::Class;
use crate::socket::{Accepted, Gone, TextSocket, upgrade};
use crate::state::AppState;

/// The header of subprotocols.
const SUBPROTOCOL: HeaderName = HeaderName::from_static("sec-websocket-protocol");
/// Room in a message beside the operation.
const MESSAGE_OVERHEAD: usize = 1_024;

/// The address of GraphQL for websockets.
pub(crate) fn sockets(config: &mut web::ServiceConfig, graph: &Graph) {
    config.app_data(web::Data::new(graph.clone())).route(PATH, web::get().to(open));
}

async fn open(
    request: HttpRequest,
    state: web::Data<AppState>,
    graph: web::Data<Graph>,
) -> Result<HttpResponse, actix_web::Error> {
    let offered = request.headers().get_all(SUBPROTOCOL).filter_map(|line| line.to_str().ok());
    if !offered.flat_map(|line| line.split(',')).any(|name| name.trim() == PROTOCOL) {
        let words = format!("the subprotocol `{PROTOCOL}` is needed");
        return Err(ApiError::Handshake(words).into());
    }
    let most = graph.limits.bytes.saturating_add(MESSAGE_OVERHEAD);
    let (network, talk_state) = (network(&request, &state), state.clone());
    let graph = Graph::clone(&graph);
    let speak = move |socket| -> futures_util::future::LocalBoxFuture<'static, ()> {
        Box::pin(async move { Talk::new(talk_state, graph, network).run(socket).await })
    };
    let mut answer = upgrade(&request, &state, Accepted::Texts(most, Box::new(speak)))?;
    answer.headers_mut().insert(SUBPROTOCOL, HeaderValue::from_static(PROTOCOL));
    Ok(answer)
}

/// Why a connection ends: a code and words, or it is gone already.
enum End {
    Said(u16, String),
    Gone,
}

impl From<Gone> for End {
    fn from(Gone: Gone) -> Self {
        Self::Gone
    }
}

impl From<CloseReason> for End {
    fn from(reason: CloseReason) -> Self {
        Self::Said(reason.code(), reason.words().to_owned())
    }
}

fn end(code: u16, words: &str) -> End {
    End::Said(code, words.to_owned())
}

/// One connection.
struct Talk {
    state: web::Data<AppState>,
    graph: Graph,
    /// What strangers are counted by.
    network: String,
    watched: Watched,
    person: Option<Person>,
    /// When the bearer ends by itself.
    ends: Option<DateTime<Utc>>,
    running: Vec<Operation>,
    /// Where to look first for something to tell, so that each operation has its turn.
    turn: usize,
    heard: Instant,
}

/// An operation that runs.
struct Operation {
    id: String,
    answers: BoxStream<'static, Response>,
    shape: Shape,
}

impl Talk {
    fn new(state: web::Data<AppState>, graph: Graph, network: String) -> Self {
        let watched = Warden::watch(state.next_session(), Arc::clone(&state.session_parts));
        Self {
            state,
            graph,
            network,
            watched,
            person: None,
            ends: None,
            running: Vec::new(),
            turn: 0,
            heard: Instant::now(),
        }
    }

    async fn run(mut self, mut socket: TextSocket) {
        let mut ended = self.watched.ended.clone();
        let why = tokio::select! {
            biased;
            why = ended.wait_for(Option::is_some) => {
                why.ok().and_then(|why| *why).unwrap_or(CloseReason::Internal).into()
            }
            why = self.talk(&mut socket) => why,
        };
        // What runs ends before the goodbye.
        drop(self);
        if let End::Said(code, words) = why {
            socket.close(code, &words).await;
        }
    }

    /// Talks until there is a reason to end.
    async fn talk(&mut self, socket: &mut TextSocket) -> End {
        let limits = Arc::clone(&self.state.session_parts.limits);
        let opened = sleep(limits.handshake);
        tokio::pin!(opened);
        let mut look = interval(limits.keep_alive.max(Duration::from_millis(1)));
        loop {
            let is_open = self.person.is_some();
            let ends = self.time_left();
            let done = tokio::select! {
                biased;
                () = &mut opened, if !is_open => {
                    Err(end(4408, "Connection initialisation timeout"))
                }
                () = sleep(ends.unwrap_or_default()), if ends.is_some() => {
                    Err(CloseReason::Reset.into())
                }
                inbound = socket.next() => self.hear(inbound, socket).await,
                (at, answer) = next(&mut self.running, self.turn) => {
                    self.turn = at.wrapping_add(1);
                    self.tell(at, answer, socket).await
                }
                _ = look.tick() => match self.heard.elapsed() {
                    silence if silence > limits.silence => Err(CloseReason::TimedOut.into()),
                    _ => socket.ping().await.map_err(End::from),
                },
            };
            if let Err(why) = done {
                return why;
            }
        }
    }

    fn time_left(&self) -> Option<Duration> {
        let left = self.ends? - self.state.clock.now();
        Some(left.to_std().unwrap_or_default())
    }

    async fn hear(&mut self, inbound: Option<Inbound>, socket: &mut TextSocket) -> Result<(), End> {
        self.heard = Instant::now();
        match inbound {
            None => Err(End::Gone),
            Some(Inbound::Close) => Err(CloseReason::Normal.into()),
            Some(Inbound::Violation(reason)) => Err(reason.into()),
            Some(Inbound::Pong) => Ok(()),
            Some(Inbound::Ping(body)) => Ok(socket.pong(body).await?),
            Some(Inbound::Frame(text)) => self.understand(&text, socket).await,
        }
    }

    async fn understand(&mut self, text: &Bytes, socket: &mut TextSocket) -> Result<(), End> {
        let said = serde_json::from_slice(text);
        let said = said.map_err(|error| end(4400, &format!("Invalid message: {error}")))?;
        match said {
            Said::ConnectionInit { .. } if self.person.is_some() => {
                Err(end(4429, "Too many initialisation requests"))
            }
            Said::ConnectionInit { payload } => {
                self.enter(bearer(payload.as_ref())).await?;
                say(socket, &Told::ConnectionAck).await
            }
            Said::Ping { payload } => say(socket, &Told::Pong { payload }).await,
            Said::Pong => Ok(()),
            Said::Subscribe { id, payload } => self.begin(id, *payload, socket).await,
            Said::Complete { id } => {
                self.running.retain(|operation| operation.id != id);
                Ok(())
            }
        }
    }

    /// Lets a person in.
    async fn enter(&mut self, token: &str) -> Result<(), End> {
        let found = match known(&self.state, token).await {
            Ok(found) => self.watch(found, token).await,
            Err(error) => Err(error),
        };
        match found {
            Ok(found) => {
                self.ends = found.ends;
                self.person = Some(found.person);
                Ok(())
            }
            Err(error) => {
                if token.starts_with(KEY_PREFIX) {
                    // Whoever guesses keys is a stranger; this connection is over either way.
                    let _ = self.state.rates.take(Class::Enter, &self.network).await;
                }
                Err(end(4403, &format!("Forbidden: {error}")))
            }
        }
    }

    /// Has the bearer watched, and looks again: it may have been taken back in between.
    async fn watch(&self, found: Known, token: &str) -> Result<Known, ApiError> {
        let bearer = Bearer { tokens: found.tokens, person: found.person.id };
        *self.watched.bearer.lock().unwrap_or_else(PoisonError::into_inner) = Some(bearer);
        known(&self.state, token).await
    }

    /// Begins an operation.
    async fn begin(
        &mut self,
        id: String,
        asked: Asked,
        socket: &mut TextSocket,
    ) -> Result<(), End> {
        let Some(person) = self.person.clone() else { return Err(end(4401, "Unauthorized")) };
        if id.is_empty() || id.len() > MAX_ID {
            return Err(end(4400, "Invalid message: the id needs 1 to 128 characters"));
        }
        if self.running.iter().any(|operation| operation.id == id) {
            return Err(end(4409, &format!("Subscriber for {id} already exists")));
        }
        let refused = match self.ready(asked, person).await {
            Ok((answers, shape)) => {
                self.running.push(Operation { id, answers, shape });
                return Ok(());
            }
            Err(error) => error,
        };
        say(socket, &Told::Error { id: &id, payload: &[refused] }).await
    }

    async fn ready(
        &self,
        asked: Asked,
        person: Person,
    ) -> Result<(BoxStream<'static, Response>, Shape), async_graphql::ServerError> {
        let most = self.graph.limits.operations;
        if self.running.len() >= most {
            let words = format!("at most {most} operations run at once on a connection");
            return Err(refusal("too-many", &words));
        }
        let ready = asked.ready(&self.graph)?;
        let class = match ready.kind {
            OperationType::Mutation => Class::Write,
            OperationType::Query | OperationType::Subscription => Class::Read,
        };
        let decision = self.state.rates.take(class, &person.id).await;
        if let Some(wait) = decision.and_then(|decision| decision.wait) {
            return Err(refusal("too-many", &ApiError::TooMany(wait).to_string()));
        }
        let caller = Caller::new(self.state.clone(), person);
        let request = ready.request.data(caller).data(self.watched.rights.clone());
        let answers = self.graph.schema.execute_stream(request);
        if ready.kind == OperationType::Subscription {
            return Ok((answers, ready.shape));
        }
        let late = sleep(self.graph.limits.time());
        Ok((answers.take_until(late).boxed(), ready.shape))
    }

    /// Tells what became of an operation.
    async fn tell(
        &mut self,
        at: usize,
        response: Option<Response>,
        socket: &mut TextSocket,
    ) -> Result<(), End> {
        let Some(operation) = self.running.get(at) else { return Ok(()) };
        let id = operation.id.clone();
        let Some(response) = response else {
            self.running.remove(at);
            return say(socket, &Told::Complete { id: &id }).await;
        };
        let answer = Answer::of(response, &operation.shape, &self.graph);
        if answer.is_carried_out() {
            return say(socket, &Told::Next { id: &id, payload: &answer }).await;
        }
        // Nothing follows an error (it is a complete as well).
        self.running.remove(at);
        say(socket, &Told::Error { id: &id, payload: &answer.into_errors() }).await
    }
}

/// The next answer of any operation, or that it is over; the operation at `turn` is asked first.
async fn next(running: &mut [Operation], turn: usize) -> (usize, Option<Response>) {
    poll_fn(|cx| {
        for step in 0..running.len() {
            let at = turn.wrapping_add(step) % running.len();
            let Some(operation) = running.get_mut(at) else { continue };
            if let Poll::Ready(answer) = operation.answers.poll_next_unpin(cx) {
                return Poll::Ready((at, answer));
            }
        }
        Poll::Pending
    })
    .await
}

async fn say(socket: &mut TextSocket, told: &Told<'_>) -> Result<(), End> {
    let text = serde_json::to_string(told);
    let text = text.map_err(|_| End::from(CloseReason::Internal))?;
    Ok(socket.say(text).await?)
}
