//! A lock that is held: extended by itself, given back when it is dropped.

use std::sync::Arc;
use std::time::{Duration, Instant};

use renexus_wire::id::fresh;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use super::{Locks, LocksAway};

/// A lock is extended this often in the time that it lives: two attempts may fail.
const EXTENSIONS: u32 = 3;

/// A lock that is held until this is dropped, or it is lost.
pub struct Held {
    fence: i64,
    /// Until when it is certainly held.
    until: watch::Receiver<Instant>,
    /// Gives the lock back when it is dropped.
    _end: oneshot::Sender<()>,
    keeper: JoinHandle<()>,
}

impl Held {
    /// Takes a lock if nobody holds it. It lives so long after the last sign of this node.
    pub async fn take(
        locks: &Arc<dyn Locks>,
        name: &str,
        lives: Duration,
    ) -> Result<Option<Self>, LocksAway> {
        // Counted from before the question, so that we never think longer that it is ours than others do.
        let (owner, asked) = (fresh(), Instant::now());
        let Some(fence) = locks.acquire(name, &owner, lives).await? else { return Ok(None) };
        let (tell, until) = watch::channel(asked + lives);
        let (end, ended) = oneshot::channel();
        let kept = Kept { locks: Arc::clone(locks), name: name.to_owned(), owner, lives, tell };
        let keeper = tokio::spawn(kept.until(ended));
        Ok(Some(Self { fence, until, _end: end, keeper }))
    }

    /// The number that later holders exceed.
    pub fn fence(&self) -> i64 {
        self.fence
    }

    /// Whether it is certainly still held.
    pub fn is_held(&self) -> bool {
        Instant::now() < *self.until.borrow()
    }

    /// Gives the lock back, and returns when others can have it.
    pub async fn release(self) {
        drop(self._end);
        let _ = self.keeper.await;
    }
}

struct Kept {
    locks: Arc<dyn Locks>,
    name: String,
    owner: String,
    lives: Duration,
    tell: watch::Sender<Instant>,
}

impl Kept {
    async fn until(self, mut ended: oneshot::Receiver<()>) {
        loop {
            tokio::select! {
                _ = &mut ended => break,
                () = tokio::time::sleep(self.lives / EXTENSIONS) => {}
            }
            let asked = Instant::now();
            match self.locks.extend(&self.name, &self.owner, self.lives).await {
                Ok(true) => {
                    self.tell.send_replace(asked + self.lives);
                }
                Ok(false) => {
                    log::warn!("the lock {} was lost", self.name);
                    self.tell.send_replace(asked);
                    return;
                }
                // It runs out by itself unless a later attempt succeeds.
                Err(error) => log::debug!("the lock {} was not extended: {error}", self.name),
            }
        }
        if let Err(error) = self.locks.release(&self.name, &self.owner).await {
            log::debug!("the lock {} runs out by itself: {error}", self.name);
        }
    }
}
