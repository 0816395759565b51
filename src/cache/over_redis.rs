//! A cache that all nodes share, in Redis.
//!
//! A tag's generation is a word that nobody ever used before: a Redis that forgot it, or a part of
//! it, makes a new one, and nothing kept under an older one is found again. What is kept lives no
//! longer than its time, so a move that never arrived is served past no longer than that.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use futures_util::future::{BoxFuture, join_all};
use redis::Script;
use renexus_wire::id::fresh;
use tokio::task::AbortHandle;

use super::Cache;
use super::owed::Owed;
use crate::shared::Redis;

/// How long a generation that nobody moves is remembered; a new one costs a read of the database.
const GENERATION_LIVES: Duration = Duration::from_secs(3_600);
/// Larger values are not kept: they would take longer to fetch than to read.
const MAX_VALUE: usize = 1 << 20;
/// Between two attempts to tell Redis of moves, while it is away.
const PAUSE: Duration = Duration::from_millis(100);
/// How long a change waits at most for other nodes to know of it.
const SETTLE: Duration = Duration::from_millis(250);

/// What a tag stands at; a word is made up where none is known.
static GENERATION: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local known = redis.call('GET', KEYS[1])
if known then return known end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
",
    )
});

/// Keeps bytes in Redis. While it is away nothing is found and nothing is kept.
pub struct RedisCache {
    redis: Redis,
    owed: Arc<Owed>,
    /// Tells Redis of what moved on.
    teller: AbortHandle,
}

impl Drop for RedisCache {
    fn drop(&mut self) {
        self.teller.abort();
    }
}

impl RedisCache {
    /// A cache in which nothing is kept longer than `lives`.
    pub fn new(redis: Redis, lives: Duration) -> Self {
        let owed = Arc::new(Owed::new(lives));
        let teller = redis.spawn(tell(redis.clone(), Arc::clone(&owed)));
        Self { redis, owed, teller }
    }

    async fn generation(&self, place: String) -> Option<String> {
        let mut script = GENERATION.key(place);
        script.arg(fresh()).arg(millis(GENERATION_LIVES));
        self.redis.run(&script).await.ok()
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn place(redis: &Redis, tag: &str) -> String {
    redis.key(&format!("tag:{tag}"))
}

/// Names hold what people asked for; in Redis they are digests.
fn kept(redis: &Redis, key: &str) -> String {
    redis.key(&format!("kept:{}", URL_SAFE_NO_PAD.encode(digest(&SHA256, key.as_bytes()))))
}

async fn tell(redis: Redis, owed: Arc<Owed>) {
    loop {
        let (tags, up_to) = owed.due().await;
        let told = tags.iter().map(|(tag, _)| {
            let mut command = redis::cmd("SET");
            command.arg(place(&redis, tag)).arg(fresh()).arg("PX").arg(millis(GENERATION_LIVES));
            let redis = &redis;
            async move { redis.ask::<()>(&command).await }
        });
        if join_all(told).await.iter().all(Result::is_ok) {
            owed.paid(&tags, up_to);
        } else {
            tokio::time::sleep(PAUSE).await;
        }
    }
}

impl Cache for RedisCache {
    fn stamp(&self, tags: &[&str]) -> BoxFuture<'_, Option<String>> {
        if self.owed.concerns(tags) {
            return Box::pin(std::future::ready(None));
        }
        let asked: Vec<_> = tags
            .iter()
            .map(|tag| (format!("|{tag}="), self.generation(place(&self.redis, tag))))
            .collect();
        Box::pin(async move {
            let (words, asked): (Vec<_>, Vec<_>) = asked.into_iter().unzip();
            let known = join_all(asked).await;
            let parts = words.into_iter().zip(known).map(|(word, known)| Some(word + &known?));
            parts.collect()
        })
    }

    fn advance(&self, tag: &str) {
        self.owed.add(tag);
    }

    fn settled(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if self.redis.is_there() {
                // Later than that it is told as well, and meanwhile nothing old is found here.
                let _ = tokio::time::timeout(SETTLE, self.owed.settled()).await;
            }
        })
    }

    fn get(&self, key: &str) -> BoxFuture<'_, Option<Bytes>> {
        let place = kept(&self.redis, key);
        Box::pin(async move {
            let mut command = redis::cmd("GET");
            command.arg(place);
            let found: Option<Vec<u8>> = self.redis.ask_large(&command).await.ok()?;
            found.map(Bytes::from)
        })
    }

    fn put(&self, key: String, value: Bytes, lives: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let lives = millis(lives);
            if value.len() > MAX_VALUE || lives == 0 {
                return;
            }
            let mut command = redis::cmd("SET");
            command.arg(kept(&self.redis, &key)).arg(&value[..]).arg("PX").arg(lives);
            if let Err(error) = self.redis.ask_large::<()>(&command).await {
                log::debug!("a read was not kept: {error}");
            }
        })
    }
}
