//! Counting attempts passes one contract, in memory and in Redis.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use renexus::rates::{Class, Decision, MemoryRates, Rate, Rates, RedisRates};

use crate::servers::{DEADLINE, OwnServer, connected, every_kind, settings};

/// Long enough that nothing comes back during a test.
const SLOW: Rate = Rate { burst: 10, window: Duration::from_secs(1_000) };
/// Short enough to wait for.
const QUICK: Rate = Rate { burst: 2, window: Duration::from_millis(200) };

pub(crate) fn rates() -> [(Class, Rate); 3] {
    [
        (Class::Enter, SLOW),
        (Class::Read, QUICK),
        (Class::Write, Rate { burst: 0, window: Duration::from_secs(1) }),
    ]
}

async fn taken(rates: &dyn Rates, class: Class, key: &str) -> Decision {
    rates.take(class, key).await.expect("a class with a rate")
}

/// Every rule of the port. Returns how many were held.
pub(crate) async fn contract(rates: &dyn Rates) -> usize {
    // A burst is allowed and counted down.
    for left in (0..10).rev() {
        let decision = taken(rates, Class::Enter, "a").await;
        assert_eq!((decision.class, decision.rate), (Class::Enter, SLOW));
        assert_eq!((decision.remaining, decision.wait), (left, None));
    }
    // One too many waits until the first is back; asking again does not make it longer.
    let first = taken(rates, Class::Enter, "a").await.wait.expect("one too many");
    let second = taken(rates, Class::Enter, "a").await.wait.expect("one too many");
    assert!(first <= Duration::from_secs(100) && first > Duration::from_secs(70), "{first:?}");
    assert!(second <= first, "{first:?}, then {second:?}");
    // Others are not concerned.
    assert_eq!(taken(rates, Class::Enter, "b").await.remaining, 9);
    // Nor are other classes of the same person.
    assert_eq!(taken(rates, Class::Read, "a").await.remaining, 1);
    // A class without a rate has no limit, and one with a burst of 0 neither.
    assert_eq!(rates.take(Class::Account, "a").await, None);
    assert_eq!(rates.take(Class::Write, "a").await, None);
    // Of many at once as many are allowed as the burst says.
    let many = join_all((0..50).map(|_| taken(rates, Class::Enter, "crowd"))).await;
    assert_eq!(many.iter().filter(|decision| decision.wait.is_none()).count(), 10);
    // After the time that was told it is allowed again.
    let wait = loop {
        if let Some(wait) = taken(rates, Class::Read, "waits").await.wait {
            break wait;
        }
    };
    assert!(wait <= Duration::from_millis(100), "{wait:?}");
    let until = Instant::now() + wait;
    while Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(taken(rates, Class::Read, "waits").await.wait, None);
    // Forgetting forgets nobody who has something to wait for.
    rates.forget();
    assert!(taken(rates, Class::Enter, "crowd").await.wait.is_some());
    9
}

/// SPEC REDIS-3
#[tokio::test]
async fn rates_keep_the_contract() {
    println!("rates in memory: {} rules", contract(&MemoryRates::new(rates())).await);
    for (kind, url) in every_kind() {
        let redis = connected(settings(&url)).await;
        println!(
            "rates in Redis ({kind}): {} rules",
            contract(&RedisRates::new(redis, rates())).await
        );
    }
}

/// SPEC REDIS-3
#[tokio::test]
async fn two_nodes_count_together_and_nobody_is_named_in_redis() {
    let server = OwnServer::redis(&[]);
    let settings = settings(&server.url());
    let one = RedisRates::new(connected(settings.clone()).await, rates());
    let other = RedisRates::new(connected(settings).await, rates());
    for left in [9, 7, 5] {
        assert_eq!(taken(&one, Class::Enter, "ada@example.org").await.remaining, left);
        assert_eq!(taken(&other, Class::Enter, "ada@example.org").await.remaining, left - 1);
    }
    let keys = server.says(&["keys", "*"]);
    assert!(keys.contains("rate:enter:") && !keys.contains("ada"), "{keys}");
    assert_ne!(server.says(&["ttl", keys.trim()]).trim(), "-1", "what is counted is forgotten");
}

/// SPEC REDIS-3
#[tokio::test]
async fn without_redis_each_node_counts_for_itself() {
    let mut server = OwnServer::redis(&[]);
    let redis = connected(settings(&server.url())).await;
    let rates = RedisRates::new(redis.clone(), rates());
    assert_eq!(taken(&rates, Class::Enter, "a").await.remaining, 9);
    server.kill9();
    for left in (0..10).rev() {
        let decision = taken(&rates, Class::Enter, "a").await;
        assert_eq!((decision.remaining, decision.wait), (left, None), "nobody is refused for it");
    }
    assert!(taken(&rates, Class::Enter, "a").await.wait.is_some(), "nor is anybody unlimited");
    server.start_again();
    assert!(redis.is_there_within(DEADLINE).await);
    assert_eq!(taken(&rates, Class::Enter, "a").await.remaining, 9, "counted in Redis again");
}

/// A server whose clock was ahead leaves times behind that nobody could wait for. SPEC REDIS-3
#[tokio::test]
async fn a_clock_that_was_wrong_locks_nobody_out() {
    let server = OwnServer::redis(&[]);
    let rates = RedisRates::new(connected(settings(&server.url())).await, rates());
    taken(&rates, Class::Enter, "a").await;
    let key = server.says(&["keys", "*"]);
    server.says(&["set", key.trim(), "9000000000000000"]);
    let wait = taken(&rates, Class::Enter, "a").await.wait.expect("a burst is used up");
    assert!(wait <= SLOW.window / SLOW.burst, "{wait:?}");
}
