//! The events of a workspace for plain Rust: a bounded line that ends when its reader lags.

use std::sync::{Arc, OnceLock};

use actix::{Message, Recipient};
use renexus_wire::event::Event;
use tokio::sync::mpsc;

/// Whose rights decide what is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listener {
    /// The server itself: it hears everything whole, and passes nothing on unasked.
    Server,
    /// A person, by id: what they may not read comes without its data.
    Person(String),
}

/// Hears events in plain Rust; a channel's `subscribe` sends it.
#[derive(Clone, Debug, Message)]
#[rtype(result = "Subscription")]
pub struct Subscribe {
    /// Behind which number; from now on without one.
    pub(super) after: Option<i64>,
    /// Who hears.
    pub(super) listener: Listener,
    /// Keeps the workspace open.
    pub(super) lease: Arc<()>,
}

/// A subscription was dropped.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub(super) struct Unsubscribe {
    pub(super) id: u64,
}

/// What a subscriber hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The next event.
    Event(Arc<Event>),
    /// Events are missing: everything has to be loaded anew. Those behind this number follow.
    Reset(i64),
}

/// A line of events; dropped, it ends.
#[derive(Debug)]
pub struct Subscription {
    id: u64,
    line: mpsc::Receiver<Told>,
    /// The number at which a reader that lags was left behind.
    lagged: Arc<OnceLock<i64>>,
    /// Whether that was told.
    ended: bool,
    /// Hears of the end.
    workspace: Recipient<Unsubscribe>,
    /// Keeps the workspace open.
    _lease: Arc<()>,
}

/// The other end of a subscription.
#[derive(Debug)]
pub(super) struct Line {
    sender: mpsc::Sender<Told>,
    lagged: Arc<OnceLock<i64>>,
}

impl Subscription {
    /// A line that holds up to `most` events.
    pub(super) fn open(
        id: u64,
        most: usize,
        workspace: Recipient<Unsubscribe>,
        lease: Arc<()>,
    ) -> (Self, Line) {
        let (sender, line) = mpsc::channel(most.max(1));
        let lagged = Arc::new(OnceLock::new());
        let kept = Line { sender, lagged: Arc::clone(&lagged) };
        (Self { id, line, lagged, ended: false, workspace, _lease: lease }, kept)
    }

    /// The next thing to hear. Somebody who lagged hears a reset last; `None` is the end.
    pub async fn next(&mut self) -> Option<Told> {
        if let Some(told) = self.line.recv().await {
            return Some(told);
        }
        if std::mem::replace(&mut self.ended, true) {
            return None;
        }
        self.lagged.get().map(|seq| Told::Reset(*seq))
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.workspace.do_send(Unsubscribe { id: self.id });
    }
}

impl Line {
    /// Whether something more fits.
    pub(super) fn has_room(&self) -> bool {
        self.sender.capacity() > 0
    }

    /// Tells one thing; false when the line is over.
    pub(super) fn tell(&self, told: Told) -> bool {
        self.sender.try_send(told).is_ok()
    }

    /// Ends the line of somebody who lags, once what is in it was heard.
    pub(super) fn end(&self, seq: i64) {
        // Only the first end counts.
        let _ = self.lagged.set(seq);
    }
}
