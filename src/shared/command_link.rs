//! The connection that commands of everybody travel on; it comes back by itself.

use std::sync::Arc;
use std::time::Duration;

use redis::PushKind;
use tokio::sync::{Notify, watch};

use super::RedisFailure;
use super::connection::{Connection, Connector, Push};

/// Between two looks whether the server is still there.
pub(super) const HEARTBEAT: Duration = Duration::from_secs(1);
/// Before the second attempt to connect; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// The connection, while there is one.
pub(super) struct CommandLink {
    current: watch::Sender<Option<Connection>>,
    /// Somebody got no answer.
    doubt: Notify,
}

impl CommandLink {
    pub(super) fn new() -> Self {
        Self { current: watch::Sender::new(None), doubt: Notify::new() }
    }

    /// The connection; none while the server is away.
    pub(super) fn current(&self) -> Option<Connection> {
        self.current.borrow().clone()
    }

    /// Follows whether there is a connection.
    pub(super) fn follow(&self) -> watch::Receiver<Option<Connection>> {
        self.current.subscribe()
    }

    /// Has the connection looked at now.
    pub(super) fn doubt(&self) {
        self.doubt.notify_one();
    }

    /// Keeps a connection until this future is dropped.
    pub(super) async fn keep(self: Arc<Self>, connector: Arc<Connector>, longest: Duration) {
        let mut pauses = Pauses::new(longest);
        loop {
            let lost = Arc::new(Notify::new());
            match connector.connect(tell_of_loss(&connector, &lost)).await {
                Ok(connection) => {
                    pauses.over("Redis is there");
                    self.current.send_replace(Some(connection.clone()));
                    let why = self.stay(&connector, connection, &lost).await;
                    self.current.send_replace(None);
                    pauses.failed("Redis is away", &why);
                }
                Err(error) => pauses.failed("Redis cannot be reached", &error),
            }
            pauses.wait().await;
        }
    }

    /// Until the connection is lost.
    async fn stay(
        &self,
        connector: &Connector,
        mut connection: Connection,
        lost: &Notify,
    ) -> RedisFailure {
        loop {
            tokio::select! {
                () = lost.notified() => return RedisFailure::Away,
                () = self.doubt.notified() => {}
                () = tokio::time::sleep(HEARTBEAT) => {}
            }
            if let Err(error) = connector.check(&mut connection).await {
                return error;
            }
        }
    }
}

/// A cluster repairs connections to single nodes by itself; one server that is gone is gone.
fn tell_of_loss(connector: &Connector, lost: &Arc<Notify>) -> Push {
    let (lost, alone) = (Arc::clone(lost), !connector.is_cluster());
    Arc::new(move |info| {
        if alone && info.kind == PushKind::Disconnection {
            lost.notify_one();
        }
    })
}

/// The pauses between attempts, which tell of the first failure and of its end.
pub(super) struct Pauses {
    next: Duration,
    longest: Duration,
    told: bool,
}

impl Pauses {
    pub(super) fn new(longest: Duration) -> Self {
        Self { next: Duration::ZERO, longest, told: false }
    }

    /// It works again.
    pub(super) fn over(&mut self, what: &str) {
        if self.told {
            log::info!("{what} again");
        }
        *self = Self::new(self.longest);
    }

    /// It does not work.
    pub(super) fn failed(&mut self, what: &str, why: &RedisFailure) {
        if !self.told {
            log::warn!("{what}: {why}; it is tried again until it is there");
        }
        self.told = true;
    }

    /// Waits before the next attempt: the first comes at once.
    pub(super) async fn wait(&mut self) {
        tokio::time::sleep(self.next).await;
        self.next = (self.next * 2).clamp(FIRST_PAUSE.min(self.longest), self.longest);
    }
}
