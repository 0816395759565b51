//! Keeping reads passes one contract, in memory and in Redis.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use renexus::cache::{Cache, Keeper, MemoryCache, RedisCache};

use crate::servers::{DEADLINE, OwnServer, connected, every_kind, settings};

const LONG: Duration = Duration::from_secs(60);

fn bytes(text: &'static str) -> Bytes {
    Bytes::from_static(text.as_bytes())
}

/// The stamp, once what moved here is known.
async fn stamp(cache: &dyn Cache, tags: &[&str]) -> String {
    let deadline = Instant::now() + DEADLINE;
    loop {
        cache.settled().await;
        if let Some(stamp) = cache.stamp(tags).await {
            return stamp;
        }
        assert!(Instant::now() < deadline, "nobody knows what {tags:?} stand at");
    }
}

/// Every rule of the port. Returns how many were held.
pub(crate) async fn contract(cache: Arc<dyn Cache>) -> usize {
    // What is kept is found; what is not, is not.
    cache.put("a".into(), bytes("1"), LONG).await;
    assert_eq!(cache.get("a").await, Some(bytes("1")));
    assert_eq!(cache.get("b").await, None);
    // The last one counts.
    cache.put("a".into(), bytes("2"), LONG).await;
    assert_eq!(cache.get("a").await, Some(bytes("2")));
    // Nothing is found once its time is over.
    cache.put("short".into(), bytes("1"), Duration::from_millis(50)).await;
    // Redis counts whole milliseconds, and the last one still counts.
    let over = Instant::now() + Duration::from_millis(52);
    while Instant::now() < over {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(cache.get("short").await, None);
    cache.put("never".into(), bytes("1"), Duration::ZERO).await;
    assert_eq!(cache.get("never").await, None);
    // Tags stand still until they move, each for itself.
    let before = stamp(&*cache, &["x", "y"]).await;
    assert_eq!(stamp(&*cache, &["x", "y"]).await, before);
    cache.advance("z");
    assert_eq!(stamp(&*cache, &["x", "y"]).await, before);
    // A stamp never comes back.
    let mut seen = vec![before];
    for tag in ["x", "y", "x"] {
        cache.advance(tag);
        let now = stamp(&*cache, &["x", "y"]).await;
        assert!(!seen.contains(&now), "{now} came back");
        seen.push(now);
    }
    // A move counts here at once: what was there before is not told any more.
    let before = stamp(&*cache, &["x"]).await;
    cache.advance("x");
    assert_ne!(cache.stamp(&["x"]).await, Some(before));
    // What was read before a change is not found after it, although it is kept later.
    let keeper = Keeper::new(Arc::clone(&cache), LONG);
    stamp(&*cache, &["x"]).await;
    let slow = async {
        keeper.advance("x");
        Ok::<_, serde_json::Error>("old")
    };
    assert!(!keeper.json("read", &["x"], slow).await.unwrap().hit);
    stamp(&*cache, &["x"]).await;
    let now = keeper.json("read", &["x"], async { Ok::<_, serde_json::Error>("new") }).await;
    assert_eq!(now.unwrap().json, bytes("\"new\""));
    let again = keeper.json("read", &["x"], async { Ok::<_, serde_json::Error>("newer") }).await;
    let again = again.unwrap();
    assert_eq!((again.hit, again.json), (true, bytes("\"new\"")));
    8
}

/// SPEC REDIS-4
#[tokio::test]
async fn caches_keep_the_contract() {
    println!("cache in memory: {} rules", contract(Arc::new(MemoryCache::new(99, 9_999))).await);
    for (kind, url) in every_kind() {
        let redis = connected(settings(&url)).await;
        println!(
            "cache in Redis ({kind}): {} rules",
            contract(Arc::new(RedisCache::new(redis, LONG))).await
        );
    }
}

async fn read(keeper: &Keeper, truth: &AtomicU32) -> (bool, Bytes) {
    let read = async { Ok::<_, serde_json::Error>(truth.load(Ordering::SeqCst)) };
    let kept = keeper.json("number", &["n"], read).await.unwrap();
    (kept.hit, kept.json)
}

/// SPEC REDIS-4
#[tokio::test]
async fn a_change_on_one_node_is_seen_by_reads_on_the_other() {
    let (_, url) = &every_kind()[0];
    let settings = settings(url);
    let keeper = |redis| Keeper::new(Arc::new(RedisCache::new(redis, LONG)), LONG);
    let one = keeper(connected(settings.clone()).await);
    let other = keeper(connected(settings).await);
    let truth = AtomicU32::new(1);
    assert_eq!(read(&one, &truth).await, (false, bytes("1")));
    assert_eq!(read(&other, &truth).await, (true, bytes("1")), "what one read, all have");
    for round in 2..20 {
        truth.store(round, Ordering::SeqCst);
        one.advance("n");
        one.settled().await;
        let expected = Bytes::from(round.to_string());
        assert_eq!(read(&other, &truth).await, (false, expected.clone()));
        assert_eq!(read(&one, &truth).await, (true, expected));
    }
}

/// SPEC REDIS-4
#[tokio::test]
async fn without_redis_everything_is_read_and_nothing_old_is_found_afterwards() {
    let mut server = OwnServer::redis(&[]);
    let redis = connected(settings(&server.url())).await;
    let keeper = Keeper::new(Arc::new(RedisCache::new(redis.clone(), LONG)), LONG);
    let truth = AtomicU32::new(1);
    assert_eq!(read(&keeper, &truth).await, (false, bytes("1")));
    assert_eq!(read(&keeper, &truth).await, (true, bytes("1")));
    // It is there and says nothing: what moves on meanwhile cannot be told.
    server.signal("-STOP");
    truth.store(2, Ordering::SeqCst);
    keeper.advance("n");
    assert_eq!(read(&keeper, &truth).await, (false, bytes("2")));
    assert_eq!(read(&keeper, &truth).await, (false, bytes("2")));
    server.signal("-CONT");
    assert!(redis.is_there_within(DEADLINE).await);
    let deadline = Instant::now() + DEADLINE;
    loop {
        let (hit, found) = read(&keeper, &truth).await;
        assert_eq!(found, bytes("2"));
        if hit {
            break;
        }
        assert!(Instant::now() < deadline, "nothing is kept any more");
    }
    // A Redis that has forgotten everything makes nothing old true.
    server.kill9();
    truth.store(3, Ordering::SeqCst);
    keeper.advance("n");
    server.start_again();
    assert!(redis.is_there_within(DEADLINE).await);
    assert_eq!(read(&keeper, &truth).await.1, bytes("3"));
}
