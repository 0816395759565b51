//! The handle that everybody who uses Redis has.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bb8_redis::bb8::Pool;
use bytes::Bytes;
use futures_util::future::join_all;
use redis::{Cmd, FromRedisValue, ScriptInvocation};
use tokio::runtime::{Handle, Runtime};
use tokio::task::AbortHandle;

use super::command_link::CommandLink;
use super::connection::Connector;
use super::inbox::Letters;
use super::pool::{Maker, pool};
use super::subscriber::Listening;
use super::{Inbox, RedisFailure, RedisSettings, Subscriber};

/// Redis; clones share the connections. Dropping the last one closes them.
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    link: Arc<CommandLink>,
    connector: Arc<Connector>,
    pool: Pool<Maker>,
    settings: RedisSettings,
    /// Drives all connections: no request and no document waits behind another there.
    thread: Option<Runtime>,
    driver: Handle,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.shutdown_background();
        }
    }
}

impl Redis {
    /// Begins to connect. The server may be away, now or later.
    pub fn open(settings: RedisSettings) -> Result<Self, RedisFailure> {
        let thread = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("redis")
            .enable_all()
            .build()
            .map_err(RedisFailure::Thread)?;
        let connector = Arc::new(Connector::new(&settings)?);
        let link = Arc::new(CommandLink::new());
        thread.spawn(Arc::clone(&link).keep(Arc::clone(&connector), settings.retry));
        let driver = thread.handle().clone();
        let entered = thread.enter();
        let pool = pool(&settings, Arc::clone(&connector), driver.clone());
        drop(entered);
        let thread = Some(thread);
        Ok(Self(Arc::new(Inner { link, connector, pool, settings, thread, driver })))
    }

    /// One attempt to connect, which says what is in the way.
    pub async fn attempt(settings: &RedisSettings) -> Result<(), RedisFailure> {
        let connector = Connector::new(settings)?;
        let mut connection = connector.connect(Arc::new(|_| ())).await?;
        connector.check(&mut connection).await
    }

    /// Whether there is a connection now.
    pub fn is_there(&self) -> bool {
        self.0.link.current().is_some()
    }

    /// Whether there is a connection, now or within a time.
    pub async fn is_there_within(&self, time: Duration) -> bool {
        let mut follow = self.0.link.follow();
        let there = follow.wait_for(Option::is_some);
        matches!(tokio::time::timeout(time, there).await, Ok(Ok(_)))
    }

    /// Whether it is a cluster: keys of one command then need the same `{tag}`.
    pub fn is_cluster(&self) -> bool {
        self.0.connector.is_cluster()
    }

    /// A key by its name, as it stands in Redis.
    pub fn key(&self, name: &str) -> String {
        format!("{}{name}", self.0.settings.prefix)
    }

    /// The answer to a command.
    pub async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, RedisFailure> {
        let mut connection = self.0.link.current().ok_or(RedisFailure::Away)?;
        let asked = self.in_time(command.query_async(&mut connection)).await;
        asked.inspect_err(|error| self.look_into(error))
    }

    /// What a script gives.
    pub async fn run<T: FromRedisValue>(
        &self,
        script: &ScriptInvocation<'_>,
    ) -> Result<T, RedisFailure> {
        let mut connection = self.0.link.current().ok_or(RedisFailure::Away)?;
        let ran = self.in_time(script.invoke_async(&mut connection)).await;
        ran.inspect_err(|error| self.look_into(error))
    }

    /// The answer to a command that carries much, on a connection where it delays nobody.
    pub async fn ask_large<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, RedisFailure> {
        // Without it everybody would wait for a free connection, and there is none.
        if !self.is_there() {
            return Err(RedisFailure::Away);
        }
        let mut pooled = self.0.pool.get().await.map_err(RedisFailure::from)?;
        // Those of a server that was there before are thrown away, one by one.
        while pooled.is_broken() {
            drop(pooled);
            pooled = self.0.pool.get().await.map_err(RedisFailure::from)?;
        }
        let asked = self.in_time(command.query_async(&mut pooled.connection)).await;
        asked.inspect_err(|error| {
            if error.doubts_connection() {
                pooled.give_up();
            }
            self.look_into(error);
        })
    }

    /// Publishes to whoever hears a channel now. Of two calls under way at once either may arrive first.
    pub async fn publish(&self, channel: &str, message: &[u8]) -> Result<(), RedisFailure> {
        // In a cluster a plain message would go to every node; a sharded one stays where the channel is.
        let verb = if self.is_cluster() { "SPUBLISH" } else { "PUBLISH" };
        let mut command = redis::cmd(verb);
        command.arg(self.key(channel)).arg(message);
        self.ask::<i64>(&command).await.map(|_| ())
    }

    /// Publishes several messages, each to whoever hears its channel now. Those of one channel arrive in their order.
    pub async fn publish_all(&self, messages: Vec<(String, Bytes)>) -> Result<(), RedisFailure> {
        if self.is_cluster() {
            return self.publish_apart(messages).await;
        }
        let mut all = redis::pipe();
        for (channel, message) in &messages {
            all.cmd("PUBLISH").arg(self.key(channel)).arg(message.as_ref()).ignore();
        }
        let mut connection = self.0.link.current().ok_or(RedisFailure::Away)?;
        let told = self.in_time(all.query_async::<()>(&mut connection)).await;
        told.inspect_err(|error| self.look_into(error))
    }

    /// Connections of a cluster promise no order: of each channel one message is under way.
    async fn publish_apart(&self, messages: Vec<(String, Bytes)>) -> Result<(), RedisFailure> {
        let mut channels: HashMap<String, Vec<Bytes>> = HashMap::new();
        for (channel, message) in messages {
            channels.entry(channel).or_default().push(message);
        }
        let told = channels.iter().map(async |(channel, messages)| {
            for message in messages {
                self.publish(channel, message).await?;
            }
            Ok(())
        });
        join_all(told).await.into_iter().collect()
    }

    /// Hears channels, on a connection of its own.
    pub fn subscriber(&self) -> Result<(Subscriber, Inbox), RedisFailure> {
        let letters = Letters::new(self.0.settings.inbox_bytes);
        let listening = Listening::new(Arc::clone(&letters), self.0.settings.prefix.clone());
        let keep =
            Arc::clone(&listening).keep(Arc::clone(&self.0.connector), self.0.settings.retry);
        let task = self.spawn(keep);
        Ok((Subscriber::new(listening, task), Inbox(letters)))
    }

    /// Runs something on the thread that drives the connections. It must not block.
    pub(crate) fn spawn(&self, job: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
        self.0.driver.spawn(job).abort_handle()
    }

    async fn in_time<T>(
        &self,
        answer: impl Future<Output = redis::RedisResult<T>>,
    ) -> Result<T, RedisFailure> {
        let most = self.0.settings.response;
        match tokio::time::timeout(most, answer).await {
            Ok(answer) => answer.map_err(RedisFailure::from),
            Err(_) => Err(RedisFailure::Silent(most.as_millis())),
        }
    }

    fn look_into(&self, error: &RedisFailure) {
        if error.doubts_connection() {
            self.0.link.doubt();
        }
    }
}
