//! Locks pass one contract, in memory and in Redis.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use renexus::locks::{Held, Locks, MemoryLocks, RedisLocks};

use crate::servers::{DEADLINE, OwnServer, connected, every_kind, settings};

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(150);

async fn acquire(locks: &dyn Locks, name: &str, owner: &str, lives: Duration) -> Option<i64> {
    locks.acquire(name, owner, lives).await.expect("locks are there")
}

/// Waits until a lock can be had.
async fn free(locks: &dyn Locks, name: &str, owner: &str) -> i64 {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(fence) = acquire(locks, name, owner, LONG).await {
            return fence;
        }
        assert!(Instant::now() < deadline, "{name} stays locked");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Every rule of the port. Returns how many were held.
pub(crate) async fn contract(locks: Arc<dyn Locks>) -> usize {
    // One holds it, others do not get it, not even the holder again.
    let first = acquire(&*locks, "a", "one", LONG).await.expect("nobody holds it");
    assert_eq!(acquire(&*locks, "a", "two", LONG).await, None);
    assert_eq!(acquire(&*locks, "a", "one", LONG).await, None);
    // Another name is another lock.
    let other = acquire(&*locks, "b", "two", LONG).await;
    assert!(other.is_some());
    // Only the holder gives it back, and once.
    assert!(!locks.release("a", "two").await.unwrap());
    assert!(locks.release("a", "one").await.unwrap());
    assert!(!locks.release("a", "one").await.unwrap());
    // The next holder has a larger fence.
    let second = acquire(&*locks, "a", "two", SHORT).await.expect("it was given back");
    assert!(second > first, "{second} after {first}");
    // What is not extended runs out; then a former holder can do nothing with it.
    let third = free(&*locks, "a", "three").await;
    assert!(third > second, "{third} after {second}");
    assert!(!locks.extend("a", "two", LONG).await.unwrap());
    assert!(!locks.release("a", "two").await.unwrap());
    assert_eq!(acquire(&*locks, "a", "two", LONG).await, None);
    // The holder extends it, also to less.
    assert!(locks.extend("a", "three", LONG).await.unwrap());
    assert!(locks.extend("a", "three", SHORT).await.unwrap());
    assert!(free(&*locks, "a", "four").await > third);
    // Of many at once one gets it.
    let names: Vec<_> = (0..16).map(|number| number.to_string()).collect();
    let many = join_all(names.iter().map(|name| acquire(&*locks, "crowd", name, LONG))).await;
    assert_eq!(many.iter().filter(|fence| fence.is_some()).count(), 1);
    // Held, it is extended by itself, and given back at the end.
    let held = Held::take(&locks, "held", SHORT).await.unwrap().expect("nobody holds it");
    let over = Instant::now() + SHORT * 4;
    while Instant::now() < over && held.is_held() {
        let stolen = acquire(&*locks, "held", "thief", LONG).await;
        assert!(stolen.is_none() || !held.is_held(), "two hold it");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let fence = held.fence();
    held.release().await;
    let next = Held::take(&locks, "held", LONG).await.unwrap();
    assert!(next.is_none_or(|next| next.fence() > fence));
    9
}

/// SPEC REDIS-5
#[tokio::test]
async fn locks_keep_the_contract() {
    println!("locks in memory: {} rules", contract(Arc::new(MemoryLocks::default())).await);
    for (kind, url) in every_kind() {
        let redis = connected(settings(&url)).await;
        println!("locks in Redis ({kind}): {} rules", contract(Arc::new(RedisLocks(redis))).await);
    }
}

/// SPEC REDIS-5
#[tokio::test]
async fn a_fence_grows_although_redis_forgets_the_last() {
    let mut server = OwnServer::redis(&[]);
    let redis = connected(settings(&server.url())).await;
    let locks: Arc<dyn Locks> = Arc::new(RedisLocks(redis.clone()));
    let mut last = 0;
    for round in 0..3 {
        let fence = acquire(&*locks, "a", "one", LONG).await.expect("nobody holds it");
        assert!(fence > last, "{fence} after {last} in round {round}");
        last = fence;
        server.kill9();
        // While it is away nobody gets anything.
        assert!(locks.acquire("b", "one", LONG).await.is_err());
        server.start_again();
        assert!(redis.is_there_within(DEADLINE).await);
        while locks.extend("b", "nobody", LONG).await.is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// A node that sleeps while it holds a lock finds it lost. SPEC REDIS-5
#[tokio::test]
async fn who_lost_a_lock_knows_it() {
    let mut server = OwnServer::redis(&[]);
    let redis = connected(settings(&server.url())).await;
    let locks: Arc<dyn Locks> = Arc::new(RedisLocks(redis));
    let held = Held::take(&locks, "a", Duration::from_secs(2)).await.unwrap().expect("a lock");
    assert!(held.is_held());
    server.kill9();
    let deadline = Instant::now() + DEADLINE;
    while held.is_held() {
        assert!(Instant::now() < deadline, "it thinks it holds what nobody can vouch for");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
