//! Connections for what is large, so that it delays nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bb8_redis::bb8::{ManageConnection, Pool, RunError};
use redis::PushKind;
use tokio::runtime::Handle;

use super::connection::{Connection, Connector, Push};
use super::{RedisFailure, RedisSettings};

/// A connection of the pool.
pub(super) struct Pooled {
    pub(super) connection: Connection,
    broken: Arc<AtomicBool>,
}

impl Pooled {
    /// Whether its server was lost. The pool looks when it is given back, not when it is taken.
    pub(super) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Acquire)
    }

    /// It is not used again.
    pub(super) fn give_up(&self) {
        self.broken.store(true, Ordering::Release);
    }
}

/// Makes connections for the pool, on the thread that drives all of them.
pub(super) struct Maker {
    connector: Arc<Connector>,
    driver: Handle,
}

impl ManageConnection for Maker {
    type Connection = Pooled;
    type Error = RedisFailure;

    async fn connect(&self) -> Result<Pooled, RedisFailure> {
        let broken = Arc::new(AtomicBool::new(false));
        let (connector, noted) = (Arc::clone(&self.connector), Arc::clone(&broken));
        let push: Push = Arc::new(move |info| {
            if info.kind == PushKind::Disconnection {
                noted.store(true, Ordering::Release);
            }
        });
        let made = self.driver.spawn(async move { connector.connect(push).await });
        let connection = made.await.map_err(|_| RedisFailure::Away)??;
        Ok(Pooled { connection, broken })
    }

    async fn is_valid(&self, pooled: &mut Pooled) -> Result<(), RedisFailure> {
        self.connector.check(&mut pooled.connection).await
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        pooled.broken.load(Ordering::Acquire)
    }
}

/// A pool that connects when somebody wants it to.
pub(super) fn pool(
    settings: &RedisSettings,
    connector: Arc<Connector>,
    driver: Handle,
) -> Pool<Maker> {
    Pool::builder()
        .max_size(settings.pool)
        .connection_timeout(settings.response)
        .test_on_check_out(false)
        .retry_connection(false)
        .build_unchecked(Maker { connector, driver })
}

impl From<RunError<RedisFailure>> for RedisFailure {
    fn from(error: RunError<Self>) -> Self {
        match error {
            RunError::User(error) => error,
            RunError::TimedOut => Self::Crowded,
        }
    }
}
