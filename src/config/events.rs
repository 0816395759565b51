//! Settings of the events of workspaces; `config.toml` explains each value.

use std::time::Duration;

use renexus_actors::limits::WorkspaceLimits;
use serde::{Deserialize, Serialize};

use super::topics::PresenceSettings;

/// Bounds of the events of a workspace on sockets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EventSettings {
    /// Workspaces with an open channel.
    pub open: usize,
    /// Seconds that a channel stays in memory when nobody is in it.
    pub idle_seconds: f64,
    /// Seconds that events wait for a newcomer to say where it stands.
    pub resume_wait_seconds: f64,
    /// Events that are sent again to somebody who resumes.
    pub resume: i64,
    /// Events that are read from the log at once.
    pub page: usize,
    /// Bytes waiting for a connection above which the events of somebody who resumes wait.
    pub outlet_bytes: usize,
    /// Events that wait for a subscriber.
    pub subscriber: usize,
}

impl Default for EventSettings {
    fn default() -> Self {
        let limits = WorkspaceLimits::default();
        Self {
            open: limits.open,
            idle_seconds: limits.idle.as_secs_f64(),
            resume_wait_seconds: limits.resume_wait.as_secs_f64(),
            resume: limits.resume_events,
            page: limits.page,
            outlet_bytes: limits.outlet_bytes,
            subscriber: limits.subscriber_events,
        }
    }
}

impl EventSettings {
    /// The same in the words of the actors.
    pub fn limits(&self, presence: &PresenceSettings) -> WorkspaceLimits {
        WorkspaceLimits {
            open: self.open,
            idle: Duration::from_secs_f64(self.idle_seconds),
            resume_wait: Duration::from_secs_f64(self.resume_wait_seconds),
            resume_events: self.resume,
            page: self.page,
            outlet_bytes: self.outlet_bytes,
            subscriber_events: self.subscriber,
            presence: presence.limits(),
        }
    }
}
