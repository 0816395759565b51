//! Values that are well-formed and cannot work.

use std::net::SocketAddr;

use super::{BlobSettings, Settings};
use crate::auth::Anonymous;
use crate::shared::{Address, RedisFailure};

/// Frames must hold at least an update and its header.
const MIN_BYTES: usize = 1_024;
/// A day: longer pauses are mistakes.
const MAX_SECONDS: f64 = 86_400.0;
/// Most standbys; each has a thread and a connection.
const MAX_REPLICAS: usize = 16;
/// Most versions of one document of a kind: they are counted whenever one is taken.
const MAX_VERSIONS: u32 = 10_000;

/// One line for each wrong value: key, value, and what would be right.
pub(super) fn wrong_values(settings: &Settings) -> Vec<String> {
    let mut found = Findings::default();
    found.address(settings);
    found.times(settings);
    found.database(settings);
    found.redis(settings);
    found.sizes(settings);
    found.accounts(settings);
    found.files(settings);
    found.blobs(settings);
    found.webhooks(settings);
    found.lines.extend(super::assistant::wrong_values(&settings.assistant));
    found.relations(settings);
    found.lines
}

#[derive(Default)]
struct Findings {
    lines: Vec<String>,
}

impl Findings {
    fn add(&mut self, key: &str, value: impl std::fmt::Display, right: &str) {
        self.lines.push(format!("{key} = {value}: {right}"));
    }

    fn address(&mut self, settings: &Settings) {
        let server = &settings.server;
        let listen: Option<SocketAddr> = server.listen.parse().ok();
        match listen {
            None => self.add(
                "server.listen",
                &server.listen,
                "needs an IP address and a port, like 127.0.0.1:8080",
            ),
            Some(address)
                if settings.auth.anonymous != Anonymous::None && !address.ip().is_loopback() =>
            {
                let value = format!("{:?}", settings.auth.anonymous).to_lowercase();
                self.add(
                    "auth.anonymous",
                    value,
                    "is only allowed on a loopback address; use none, or listen on 127.0.0.1",
                );
            }
            Some(_) => {}
        }
        for origin in &server.allowed_origins {
            if origin != "*" && !origin.starts_with("http://") && !origin.starts_with("https://") {
                self.add(
                    "server.allowed_origins",
                    origin,
                    "needs a scheme, like https://app.example.org, or * for all",
                );
            }
        }
        if settings.auth.audience.is_empty() {
            self.add("auth.audience", "\"\"", "needs a word, like renexus");
        }
        if env_filter::Builder::new().try_parse(&settings.log.level).is_err() {
            self.add(
                "log.level",
                &settings.log.level,
                "needs error, warn, info, debug, trace, or a filter like info,renexus=debug",
            );
        }
    }

    fn times(&mut self, settings: &Settings) {
        let zero_allowed = [
            ("server.drain_seconds", settings.server.drain_seconds),
            ("events.resume_wait_seconds", settings.events.resume_wait_seconds),
            ("document.pace_seconds", settings.document.pace_seconds),
            ("journal.pace_seconds", settings.journal.pace_seconds),
        ];
        let positive = [
            ("server.shutdown_seconds", settings.server.shutdown_seconds),
            ("server.stuck_seconds", settings.server.stuck_seconds),
            ("session.handshake_seconds", settings.session.handshake_seconds),
            ("session.refused_linger_seconds", settings.session.refused_linger_seconds),
            ("session.keep_alive_seconds", settings.session.keep_alive_seconds),
            ("session.silence_seconds", settings.session.silence_seconds),
            ("session.stalled_seconds", settings.session.stalled_seconds),
            ("document.idle_seconds", settings.document.idle_seconds),
            ("events.idle_seconds", settings.events.idle_seconds),
            ("versions.quiet_seconds", settings.versions.quiet_seconds),
            ("versions.every_seconds", settings.versions.every_seconds),
            ("presence.expiry_seconds", settings.presence.expiry_seconds),
            ("presence.pace_seconds", settings.presence.pace_seconds),
            ("journal.retry_seconds", settings.journal.retry_seconds),
            ("database.statement_seconds", settings.database.statement_seconds),
            ("database.pause_seconds", settings.database.pause_seconds),
            ("database.replica_wait_seconds", settings.database.replica_wait_seconds),
            ("redis.connect_seconds", settings.redis.connect_seconds),
            ("redis.response_seconds", settings.redis.response_seconds),
            ("redis.retry_seconds", settings.redis.retry_seconds),
        ];
        for (key, value) in zero_allowed {
            if !(0.0..=MAX_SECONDS).contains(&value) {
                self.add(key, value, "needs seconds from 0 to 86400");
            }
        }
        for (key, value) in positive {
            if !(value > 0.0 && value <= MAX_SECONDS) {
                self.add(key, value, "needs seconds above 0, at most 86400");
            }
        }
    }

    fn database(&mut self, settings: &Settings) {
        let (url, replicas) = (&settings.database.url, &settings.database.replicas);
        let is_server = |url: &str| {
            ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme))
        };
        if !replicas.is_empty() && (url.is_empty() || !replicas.iter().all(|it| is_server(it))) {
            let right =
                "needs postgres:// for each standby, and database.url for the server itself";
            self.add("database.replicas", "…", right);
        }
        if replicas.len() > MAX_REPLICAS {
            self.add("database.replicas", replicas.len(), "needs at most 16");
        }
        if !url.is_empty() && !is_server(url) {
            // It may hold a password.
            self.add(
                "database.url",
                "…",
                "needs postgres://, or nothing for a file in the data folder",
            );
        }
    }

    fn redis(&mut self, settings: &Settings) {
        let redis = &settings.redis;
        if !redis.url.is_empty()
            && let Err(RedisFailure::Address(right)) = Address::parse(&redis.url)
        {
            // It may hold a password.
            self.add("redis.url", "…", right);
        }
        if !(1..=1_000).contains(&redis.pool) {
            self.add("redis.pool", redis.pool, "needs from 1 to 1000");
        }
        let plain = |letter: char| letter.is_ascii_alphanumeric() || ":_-.".contains(letter);
        if redis.prefix.len() > 64 || !redis.prefix.chars().all(plain) {
            let right = "needs at most 64 letters, digits and :_-., like renexus:";
            self.add("redis.prefix", &redis.prefix, right);
        }
    }

    fn sizes(&mut self, settings: &Settings) {
        for (key, value) in [
            ("server.connections", settings.server.connections),
            ("server.fragments", settings.server.fragments),
            ("data.readers", settings.data.readers),
            ("database.waiting", settings.database.waiting),
            ("redis.outbox", settings.redis.outbox),
            ("session.documents", settings.session.documents),
            ("session.unauthenticated_frames", settings.session.unauthenticated_frames),
            ("document.open", settings.document.open),
            ("document.update_clients", settings.document.update_clients),
            ("document.update_blocks", settings.document.update_blocks),
            ("document.value_depth", settings.document.value_depth),
            ("document.state_vector_clients", settings.document.state_vector_clients),
            ("events.open", settings.events.open),
            ("events.page", settings.events.page),
            ("events.subscriber", settings.events.subscriber),
            ("presence.clients", settings.presence.clients),
            ("journal.segments", settings.journal.segments),
        ] {
            if value == 0 {
                self.add(key, value, "needs at least 1");
            }
        }
        for (key, value) in [
            ("session.waiting_bytes", settings.session.waiting_bytes),
            ("session.unauthenticated_bytes", settings.session.unauthenticated_bytes),
            ("session.outlet_bytes", settings.session.outlet_bytes),
            ("document.update_bytes", settings.document.update_bytes),
            ("document.bytes", settings.document.bytes),
            ("document.unsaved_bytes", settings.document.unsaved_bytes),
            ("document.checkpoint_bytes", settings.document.checkpoint_bytes),
            ("presence.state_bytes", settings.presence.state_bytes),
            ("events.outlet_bytes", settings.events.outlet_bytes),
            ("presence.outlet_bytes", settings.presence.outlet_bytes),
            ("journal.waiting_bytes", settings.journal.waiting_bytes),
            ("journal.segment_bytes", settings.journal.segment_bytes),
            ("redis.inbox_bytes", settings.redis.inbox_bytes),
        ] {
            if value < MIN_BYTES {
                self.add(key, value, "needs at least 1024 bytes");
            }
        }
        if settings.document.value_depth > 64 {
            self.add(
                "document.value_depth",
                settings.document.value_depth,
                "needs at most 64: deeper values exhaust the stack",
            );
        }
        if settings.document.checkpoint_updates < 1 {
            self.add(
                "document.checkpoint_updates",
                settings.document.checkpoint_updates,
                "needs at least 1",
            );
        }
        if settings.journal.attempts == 0 {
            self.add("journal.attempts", 0, "needs at least 1");
        }
        if settings.auth.token_seconds == 0 {
            self.add("auth.token_seconds", 0, "needs at least 1");
        }
    }

    fn accounts(&mut self, settings: &Settings) {
        let accounts = &settings.accounts;
        for (key, value) in [
            ("accounts.access_seconds", accounts.access_seconds),
            ("accounts.refresh_seconds", accounts.refresh_seconds),
        ] {
            if value == 0 {
                self.add(key, value, "needs at least 1");
            }
        }
        let rates = &settings.rates;
        for (key, value) in [
            ("rates.enter_seconds", rates.enter_seconds),
            ("rates.account_seconds", rates.account_seconds),
            ("rates.read_seconds", rates.read_seconds),
            ("rates.write_seconds", rates.write_seconds),
        ] {
            if value == 0 {
                self.add(key, value, "needs at least 1; a burst of 0 is no limit");
            }
        }
        let kept = settings.cache.seconds;
        if !(0.0..=MAX_SECONDS).contains(&kept) {
            self.add("cache.seconds", kept, "needs seconds from 0 to 86400");
        }
        if accounts.hashes_at_once == 0 {
            self.add("accounts.hashes_at_once", 0, "needs at least 1");
        }
        for (key, value) in [
            ("workspaces.owned", settings.workspaces.owned),
            ("workspaces.members", settings.workspaces.members),
            ("comments.threads", settings.comments.threads),
            ("comments.comments", settings.comments.comments),
            ("events.resume", settings.events.resume),
        ] {
            if value < 1 {
                self.add(key, value, "needs at least 1");
            }
        }
        let (told, versions) = (&settings.notifications, &settings.versions);
        for (key, value, least, most) in [
            ("notifications.due_soon_days", told.due_soon_days, 0, 365),
            ("notifications.kept_days", told.kept_days, 1, 3_650),
            ("versions.unnamed", versions.unnamed, 1, MAX_VERSIONS),
            ("versions.named", versions.named, 1, MAX_VERSIONS),
            ("versions.kept_days", versions.kept_days, 1, 3_650),
        ] {
            if !(least..=most).contains(&value) {
                self.add(key, value, &format!("needs at least {least} and at most {most}"));
            }
        }
        for (key, empty) in [
            ("tasks.import_rows", settings.tasks.import_rows == 0),
            ("tasks.import_bytes", settings.tasks.import_bytes == 0),
            ("tasks.exports_at_once", settings.tasks.exports_at_once == 0),
            ("tasks.export_bytes", settings.tasks.export_bytes == 0),
            ("search.document_bytes", settings.search.document_bytes == 0),
            ("search.nearest", settings.search.nearest == 0),
            ("search.index_bytes", settings.search.index_bytes == 0),
            ("insight.history_tasks", settings.insight.history_tasks < 1),
            ("insight.kept_days", settings.insight.kept_days < 1),
            ("insight.indexes", settings.insight.indexes == 0),
            ("insight.index_tasks", settings.insight.index_tasks < 1),
        ] {
            if empty {
                self.add(key, 0, "needs at least 1");
            }
        }
        let runs = settings.insight.runs;
        if !(100..=100_000).contains(&runs) {
            self.add("insight.runs", runs, "needs from 100 to 100000");
        }
        let quiet = settings.search.quiet_seconds;
        if !(0.05..=MAX_SECONDS).contains(&quiet) {
            self.add("search.quiet_seconds", quiet, "needs seconds from 0.05 to 86400");
        }
        let wait = settings.search.meaning_seconds;
        if !(0.01..=MAX_SECONDS).contains(&wait) {
            self.add("search.meaning_seconds", wait, "needs seconds from 0.01 to 86400");
        }
        let likeness = settings.search.least_likeness;
        if !(0.0..=1.0).contains(&likeness) {
            self.add("search.least_likeness", likeness, "needs from 0 to 1");
        }
        if settings.search.nearest > 500 {
            self.add("search.nearest", settings.search.nearest, "needs at most 500");
        }
        if settings.search.exact_chunks > 20_000 {
            self.add("search.exact_chunks", settings.search.exact_chunks, "needs at most 20000");
        }
        let public = &settings.server.public_url;
        let good = public.is_empty()
            || ["http://", "https://"].iter().any(|scheme| public.starts_with(scheme));
        if !good || public.ends_with('/') {
            let right = "needs a scheme and no slash at the end, like https://renexus.example.org";
            self.add("server.public_url", public, right);
        }
    }

    fn files(&mut self, settings: &Settings) {
        let files = &settings.files;
        let once = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        for (key, value) in [
            ("files.file_bytes", files.file_bytes),
            ("files.workspace_bytes", files.workspace_bytes),
            ("files.transfers", once(files.transfers)),
            ("files.idle_seconds", files.idle_seconds.into()),
            ("files.uploads", u64::try_from(files.uploads).unwrap_or_default()),
            ("files.upload_seconds", files.upload_seconds.into()),
            ("files.sweep_seconds", files.sweep_seconds.into()),
            ("files.link_seconds", files.link_seconds.into()),
            ("files.pictures_at_once", once(files.pictures_at_once)),
        ] {
            if value == 0 {
                self.add(key, value, "needs at least 1");
            }
        }
    }

    fn blobs(&mut self, settings: &Settings) {
        for (key, value, right) in settings.blobs.wrong() {
            self.add(key, value, right);
        }
        let (most, bytes) = (BlobSettings::MOST_BYTES, settings.files.file_bytes);
        if settings.blobs.place().is_some() && bytes > most {
            let right = format!("needs at most {most} before a store of objects");
            self.add("files.file_bytes", bytes, &right);
        }
    }

    fn webhooks(&mut self, settings: &Settings) {
        let webhooks = &settings.webhooks;
        for (key, empty) in [
            ("webhooks.most", webhooks.most == 0),
            ("webhooks.at_once", webhooks.at_once == 0),
            ("webhooks.failures", webhooks.failures < 1),
            ("webhooks.keep_days", webhooks.keep_days == 0),
        ] {
            if empty {
                self.add(key, 0, "needs at least 1");
            }
        }
        if !(0.05..=300.0).contains(&webhooks.timeout_seconds) {
            let right = "needs seconds from 0.05 to 300";
            self.add("webhooks.timeout_seconds", webhooks.timeout_seconds, right);
        }
        if webhooks.keep_days > 3_650 {
            self.add("webhooks.keep_days", webhooks.keep_days, "needs at most 3650");
        }
        if webhooks.retry_seconds.len() > 50 {
            let many = webhooks.retry_seconds.len();
            self.add("webhooks.retry_seconds", many, "needs at most 50 pauses");
        }
    }

    fn relations(&mut self, settings: &Settings) {
        if settings.session.silence_seconds <= settings.session.keep_alive_seconds {
            let right = "needs more than session.keep_alive_seconds, so that a peer is asked before it is dropped";
            self.add("session.silence_seconds", settings.session.silence_seconds, right);
        }
        if settings.session.keep_alive_seconds >= 15.0 {
            let right = "needs less than 15: stock clients give up after 30 seconds without a message, and silence may last twice as long";
            self.add("session.keep_alive_seconds", settings.session.keep_alive_seconds, right);
        }
    }
}
