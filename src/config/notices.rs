//! Settings of comments and notifications; `config.toml` explains each value.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Bounds of comments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CommentSettings {
    /// Threads of a task or a document.
    pub threads: i64,
    /// Comments of a thread.
    pub comments: i64,
}

impl Default for CommentSettings {
    fn default() -> Self {
        Self { threads: 2_000, comments: 2_000 }
    }
}

/// When people are told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NotificationSettings {
    /// Seconds that a notification waits to be read before it goes out by mail.
    pub digest_seconds: u32,
    /// Days before its due date on which people are reminded of a task.
    pub due_soon_days: u32,
    /// Days that notifications are kept.
    pub kept_days: u32,
}

impl Default for NotificationSettings {
    fn default() -> Self {
        Self { digest_seconds: 1_800, due_soon_days: 1, kept_days: 90 }
    }
}

impl NotificationSettings {
    /// How long a notification waits to be read before it goes out by mail.
    pub fn digest(&self) -> TimeDelta {
        TimeDelta::seconds(self.digest_seconds.into())
    }

    /// How long before its due date people are reminded of a task.
    pub fn due_soon(&self) -> TimeDelta {
        TimeDelta::days(self.due_soon_days.into())
    }

    /// How long notifications are kept.
    pub fn kept(&self) -> TimeDelta {
        TimeDelta::days(self.kept_days.into())
    }
}
