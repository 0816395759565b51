//! Whether Redis can be what the nodes share.

use std::time::Duration;

use chrono::Utc;
use redis::Value;

use super::Report;
use crate::shared::{Redis, RedisFailure, RedisSettings};

/// What every finding here begins with.
const REDIS: &str = "redis";
/// What is used is there since this version; clusters shard channels since the second.
const OLDEST: (u32, u32) = (6, 2);
const OLDEST_CLUSTER: (u32, u32) = (7, 0);
/// Above this, times that nodes compare may come in another order.
const SKEW: Duration = Duration::from_secs(1);
/// Policies that throw away what lives shortest, or anything: locks among it.
const CARELESS: [&str; 4] = ["allkeys-random", "volatile-random", "volatile-ttl", "allkeys-lfu"];

/// Looks at Redis and says what is to be done.
pub(super) async fn check(settings: RedisSettings, report: &mut Report) -> anyhow::Result<()> {
    if let Err(error) = Redis::attempt(&settings).await {
        report.bad(REDIS, format!("{error}; is it running, and is redis.url right?"));
        return Ok(());
    }
    let time = settings.connect;
    let redis = Redis::open(settings)?;
    if !redis.is_there_within(time).await {
        report.bad(REDIS, "there is no connection although one could be made; try again");
        return Ok(());
    }
    if let Err(error) = examine(&redis, report).await {
        report.bad(REDIS, format!("{error}; may this user INFO, TIME, SET, EVAL and PUBLISH?"));
    }
    Ok(())
}

async fn examine(redis: &Redis, report: &mut Report) -> Result<(), RedisFailure> {
    let infos = texts(redis.ask(&redis::cmd("INFO")).await?);
    for info in &infos {
        version(redis, info, report);
        eviction(info, report);
    }
    clock(redis, report).await?;
    if redis.is_cluster() {
        let told: String = redis.ask(redis::cmd("CLUSTER").arg("INFO")).await?;
        if field(&told, "cluster_state") != Some("ok") {
            report.bad(REDIS, "the cluster is not complete: see CLUSTER NODES for what is missing");
        }
    }
    // What a node does all day: a word that lives a moment, a script, a channel.
    let key = redis.key("doctor");
    redis.ask::<()>(redis::cmd("SET").arg(&key).arg(1).arg("PX").arg(1_000)).await?;
    let script = redis::Script::new("return redis.call('DEL', KEYS[1])");
    redis.run::<i64>(&script.key(key)).await?;
    redis.publish("doctor", b"").await?;
    report.good(REDIS, "keys, scripts and channels work");
    Ok(())
}

fn version(redis: &Redis, info: &str, report: &mut Report) {
    let (name, told) = match field(info, "valkey_version") {
        Some(told) => ("Valkey", told),
        None => ("Redis", field(info, "redis_version").unwrap_or("?")),
    };
    let mut numbers = told.split('.').map(|part| part.parse().unwrap_or_default());
    let version: (u32, u32) =
        (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    let oldest = if redis.is_cluster() { OLDEST_CLUSTER } else { OLDEST };
    if version < oldest {
        let (major, minor) = oldest;
        report.bad(REDIS, format!("{name} {told} is too old: {major}.{minor} or newer is needed"));
    } else {
        report.good(REDIS, format!("{name} {told}"));
    }
}

fn eviction(info: &str, report: &mut Report) {
    let policy = field(info, "maxmemory_policy").unwrap_or("noeviction");
    let limit = field(info, "maxmemory").unwrap_or("0");
    if limit == "0" {
        report.good(REDIS, "memory has no limit, nothing is thrown away before its time");
    } else if CARELESS.contains(&policy) {
        let words = format!(
            "maxmemory-policy {policy} may throw away locks and counted attempts: \
             CONFIG SET maxmemory-policy volatile-lru"
        );
        report.bad(REDIS, words);
    } else {
        report.good(REDIS, format!("at {limit} bytes: {policy}"));
    }
}

/// Compares clocks: the answer was true at some moment between question and answer.
async fn clock(redis: &Redis, report: &mut Report) -> Result<(), RedisFailure> {
    let before = Utc::now();
    let (seconds, micros): (i64, i64) = redis.ask(&redis::cmd("TIME")).await?;
    let after = Utc::now();
    let theirs = chrono::DateTime::from_timestamp_micros(seconds * 1_000_000 + micros);
    let theirs = theirs.unwrap_or_default();
    let skew = (before - theirs).max(theirs - after).to_std().unwrap_or_default();
    if skew > SKEW {
        let words = format!("its clock differs by {:.1} s: run NTP on both", skew.as_secs_f64());
        report.bad(REDIS, words);
    } else {
        report.good(REDIS, "its clock agrees");
    }
    Ok(())
}

fn field<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}

/// The texts in an answer: one, or of each node of a cluster.
fn texts(value: Value) -> Vec<String> {
    match value {
        Value::Map(nodes) => nodes.into_iter().flat_map(|(_, info)| texts(info)).collect(),
        Value::Array(parts) => parts.into_iter().flat_map(texts).collect(),
        Value::VerbatimString { text, .. } => vec![text],
        Value::SimpleString(text) => vec![text],
        Value::BulkString(bytes) => vec![String::from_utf8_lossy(&bytes).into_owned()],
        _ => Vec::new(),
    }
}
