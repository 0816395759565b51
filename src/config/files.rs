//! Settings of files; `config.toml` explains each value.

use std::time::Duration;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Bounds of files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileSettings {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes of all files of a workspace.
    pub workspace_bytes: u64,
    /// Files that come in at once, on the whole server.
    pub transfers: usize,
    /// Seconds for which a sender may say nothing.
    pub idle_seconds: u32,
    /// Unfinished uploads of one person in a workspace.
    pub uploads: i64,
    /// Seconds after which an unfinished upload is given up.
    pub upload_seconds: u32,
    /// Seconds that a file stays to which nothing refers.
    pub unused_seconds: u32,
    /// Seconds between two looks for what can go.
    pub sweep_seconds: u32,
    /// Seconds that a link to a file works.
    pub link_seconds: u32,
    /// Bytes of a picture of which small ones are made.
    pub picture_bytes: u64,
    /// Pixels of such a picture.
    pub picture_pixels: u64,
    /// Bytes of memory that decoding one may take.
    pub picture_memory_bytes: u64,
    /// Pictures that are decoded at once.
    pub pictures_at_once: usize,
}

impl Default for FileSettings {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            workspace_bytes: 100 << 30,
            transfers: 64,
            idle_seconds: 30,
            uploads: 32,
            upload_seconds: 86_400,
            unused_seconds: 604_800,
            sweep_seconds: 600,
            link_seconds: 300,
            picture_bytes: 32 << 20,
            picture_pixels: 50_000_000,
            picture_memory_bytes: 256 << 20,
            pictures_at_once: 2,
        }
    }
}

impl FileSettings {
    /// How long a sender may say nothing.
    pub fn idle(&self) -> Duration {
        Duration::from_secs(self.idle_seconds.into())
    }

    /// How long an unfinished upload stays.
    pub fn upload(&self) -> TimeDelta {
        TimeDelta::seconds(self.upload_seconds.into())
    }

    /// How long a file stays to which nothing refers.
    pub fn unused(&self) -> TimeDelta {
        TimeDelta::seconds(self.unused_seconds.into())
    }

    /// How often is looked for what can go.
    pub fn sweep(&self) -> Duration {
        Duration::from_secs(self.sweep_seconds.into())
    }

    /// How long a link works.
    pub fn link(&self) -> Duration {
        Duration::from_secs(self.link_seconds.into())
    }
}
