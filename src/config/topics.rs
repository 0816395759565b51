//! One struct per topic; `config.toml` explains each value.

use std::path::PathBuf;
use std::time::Duration;

use renexus_actors::limits::{DocumentLimits, JournalLimits, PresenceLimits, SessionLimits};
use renexus_actors::outlet::OutletBounds;
use renexus_wire::update::UpdateLimits;
use serde::{Deserialize, Serialize};

use crate::auth::Anonymous;

/// Where things are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DataSettings {
    /// The data folder.
    pub folder: PathBuf,
    /// Threads that read the database.
    pub readers: usize,
}

impl Default for DataSettings {
    fn default() -> Self {
        Self { folder: "data".into(), readers: 2 }
    }
}

/// Who people are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuthSettings {
    /// What visitors without a token may do.
    pub anonymous: Anonymous,
    /// The `aud` that tokens must carry.
    pub audience: String,
    /// The folder of signing keys; empty is `keys` in the data folder.
    pub keys: PathBuf,
    /// Whether a token for every document creates one by opening it.
    pub create_on_open: bool,
    /// Seconds that a token is valid when nobody says otherwise.
    pub token_seconds: u64,
}

impl Default for AuthSettings {
    fn default() -> Self {
        Self {
            anonymous: Anonymous::None,
            audience: "renexus".into(),
            keys: PathBuf::new(),
            create_on_open: true,
            token_seconds: 3_600,
        }
    }
}

/// Bounds of one connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionSettings {
    /// Seconds before the first valid message.
    pub handshake_seconds: f64,
    /// Seconds that a connection stays after its last document was refused.
    pub refused_linger_seconds: f64,
    /// Seconds between keep-alive frames.
    pub keep_alive_seconds: f64,
    /// Seconds of silence after which a peer is taken for gone.
    pub silence_seconds: f64,
    /// Documents on one connection.
    pub documents: usize,
    /// Bytes that wait for documents on one connection.
    pub waiting_bytes: usize,
    /// Bytes that wait for a token.
    pub unauthenticated_bytes: usize,
    /// Frames that wait for a token.
    pub unauthenticated_frames: usize,
    /// Bytes that wait for a slow reader.
    pub outlet_bytes: usize,
    /// Seconds for which a reader may take nothing of what waits.
    pub stalled_seconds: f64,
    /// Frames per second on average; 0 is no limit.
    pub frames_per_second: u32,
    /// Frames at once on top of the average.
    pub frames_burst: u32,
}

impl Default for SessionSettings {
    fn default() -> Self {
        let limits = SessionLimits::default();
        Self {
            handshake_seconds: limits.handshake.as_secs_f64(),
            refused_linger_seconds: limits.refused_linger.as_secs_f64(),
            keep_alive_seconds: limits.keep_alive.as_secs_f64(),
            silence_seconds: limits.silence.as_secs_f64(),
            documents: limits.seats,
            waiting_bytes: limits.waiting_bytes,
            unauthenticated_bytes: limits.unauthenticated_bytes,
            unauthenticated_frames: limits.unauthenticated_frames,
            outlet_bytes: 8 << 20,
            stalled_seconds: 3.0,
            frames_per_second: limits.frames_per_second,
            frames_burst: limits.frames_burst,
        }
    }
}

impl SessionSettings {
    /// What one connection may keep waiting; `bare` chooses close codes for y-websocket clients.
    pub fn outlet(&self, bare: bool) -> OutletBounds {
        OutletBounds { bytes: self.outlet_bytes, stalled: seconds(self.stalled_seconds), bare }
    }

    /// The same in the words of the actors.
    pub fn limits(&self) -> SessionLimits {
        SessionLimits {
            handshake: seconds(self.handshake_seconds),
            refused_linger: seconds(self.refused_linger_seconds),
            keep_alive: seconds(self.keep_alive_seconds),
            silence: seconds(self.silence_seconds),
            seats: self.documents,
            waiting_bytes: self.waiting_bytes,
            unauthenticated_bytes: self.unauthenticated_bytes,
            unauthenticated_frames: self.unauthenticated_frames,
            frames_per_second: self.frames_per_second,
            frames_burst: self.frames_burst,
            ..SessionLimits::default()
        }
    }
}

/// Bounds of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentSettings {
    /// Documents in memory.
    pub open: usize,
    /// Bytes of one update.
    pub update_bytes: usize,
    /// Clients in one update.
    pub update_clients: usize,
    /// Blocks in one update.
    pub update_blocks: usize,
    /// Levels of nesting in one value.
    pub value_depth: usize,
    /// Clients in a state vector.
    pub state_vector_clients: usize,
    /// Bytes of a whole document.
    pub bytes: usize,
    /// Bytes that wait for the journal.
    pub unsaved_bytes: usize,
    /// Most seconds that a document rests between two turns.
    pub pace_seconds: f64,
    /// Seconds without members before a document leaves memory.
    pub idle_seconds: f64,
    /// Updates after which the journal is folded.
    pub checkpoint_updates: i64,
    /// Bytes after which the journal is folded.
    pub checkpoint_bytes: usize,
}

impl Default for DocumentSettings {
    fn default() -> Self {
        let limits = DocumentLimits::default();
        Self {
            open: 100_000,
            update_bytes: limits.update.bytes,
            update_clients: limits.update.clients,
            update_blocks: limits.update.blocks,
            value_depth: limits.update.depth,
            state_vector_clients: limits.state_vector_clients,
            bytes: limits.document_bytes,
            unsaved_bytes: limits.unsaved_bytes,
            pace_seconds: limits.pace.as_secs_f64(),
            idle_seconds: limits.idle.as_secs_f64(),
            checkpoint_updates: limits.checkpoint_updates,
            checkpoint_bytes: limits.checkpoint_bytes,
        }
    }
}

impl DocumentSettings {
    /// The same in the words of the actors.
    pub fn limits(&self, presence: &PresenceSettings) -> DocumentLimits {
        DocumentLimits {
            update: UpdateLimits {
                bytes: self.update_bytes,
                clients: self.update_clients,
                blocks: self.update_blocks,
                depth: self.value_depth,
            },
            state_vector_clients: self.state_vector_clients,
            document_bytes: self.bytes,
            unsaved_bytes: self.unsaved_bytes,
            pace: seconds(self.pace_seconds),
            idle: seconds(self.idle_seconds),
            checkpoint_updates: self.checkpoint_updates,
            checkpoint_bytes: self.checkpoint_bytes,
            presence: presence.limits(),
            ..DocumentLimits::default()
        }
    }
}

/// Bounds of presence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PresenceSettings {
    /// Seconds after which a state that nobody renews is gone.
    pub expiry_seconds: f64,
    /// Seconds between two presence frames to the same people.
    pub pace_seconds: f64,
    /// Bytes of one state.
    pub state_bytes: usize,
    /// Clients in one document.
    pub clients: usize,
    /// Bytes waiting for a reader above which presence waits.
    pub outlet_bytes: usize,
}

impl Default for PresenceSettings {
    fn default() -> Self {
        let limits = PresenceLimits::default();
        Self {
            expiry_seconds: limits.expiry.as_secs_f64(),
            pace_seconds: limits.pace.as_secs_f64(),
            state_bytes: limits.state_bytes,
            clients: limits.clients,
            outlet_bytes: limits.outlet_bytes,
        }
    }
}

impl PresenceSettings {
    pub(super) fn limits(&self) -> PresenceLimits {
        PresenceLimits {
            expiry: seconds(self.expiry_seconds),
            pace: seconds(self.pace_seconds),
            state_bytes: self.state_bytes,
            clients: self.clients,
            outlet_bytes: self.outlet_bytes,
        }
    }
}

/// Bounds of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JournalSettings {
    /// Bytes of all documents that wait for a commit.
    pub waiting_bytes: usize,
    /// Most seconds between the beginnings of two commits.
    pub pace_seconds: f64,
    /// Bytes of updates that do not wait for the pace.
    pub eager_bytes: usize,
    /// Bytes of a segment of the write-ahead log.
    pub segment_bytes: usize,
    /// Segments that wait to be moved into the tables.
    pub segments: usize,
    /// Failed commits after which documents turn read-only.
    pub attempts: u32,
    /// Most seconds between two attempts.
    pub retry_seconds: f64,
}

impl Default for JournalSettings {
    fn default() -> Self {
        let limits = JournalLimits::default();
        Self {
            waiting_bytes: limits.waiting_bytes,
            pace_seconds: limits.pace.as_secs_f64(),
            eager_bytes: limits.eager_bytes,
            segment_bytes: 32 << 20,
            segments: 4,
            attempts: limits.attempts,
            retry_seconds: limits.retry_ceiling.as_secs_f64(),
        }
    }
}

impl JournalSettings {
    /// The same in the words of the actors.
    pub fn limits(&self) -> JournalLimits {
        JournalLimits {
            waiting_bytes: self.waiting_bytes,
            pace: seconds(self.pace_seconds),
            eager_bytes: self.eager_bytes,
            attempts: self.attempts,
            retry_ceiling: seconds(self.retry_seconds),
            ..JournalLimits::default()
        }
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Human on a terminal, JSON otherwise.
    #[default]
    Auto,
    /// For people.
    Human,
    /// One JSON object a line, with ECS field names.
    Json,
}

/// What is logged, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogSettings {
    /// Level, or a filter in the language of `env_logger`.
    pub level: String,
    /// How lines look.
    pub format: LogFormat,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { level: "info".into(), format: LogFormat::Auto }
    }
}

/// A duration from seconds that were checked before.
pub(super) fn seconds(value: f64) -> Duration {
    Duration::try_from_secs_f64(value).unwrap_or_default()
}
