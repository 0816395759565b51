//! Settings of accounts and workspaces; `config.toml` explains each value.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Who may register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RegistrationMode {
    /// Everybody.
    Open,
    /// Who was invited into a workspace.
    #[default]
    Invitation,
    /// Nobody, after the first administrator.
    Closed,
}

/// People's accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccountSettings {
    /// Who may register.
    pub registration: RegistrationMode,
    /// Seconds that an access token lives.
    pub access_seconds: u32,
    /// Seconds that a login lives unused.
    pub refresh_seconds: u32,
    /// Seconds for which a refresh token that was just used gets the same successor.
    pub replay_seconds: u32,
    /// Passwords that are hashed at once.
    pub hashes_at_once: usize,
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self {
            registration: RegistrationMode::Invitation,
            access_seconds: 600,
            refresh_seconds: 2_592_000,
            replay_seconds: 10,
            hashes_at_once: 2,
        }
    }
}

impl AccountSettings {
    /// How long an access token lives.
    pub fn access(&self) -> TimeDelta {
        TimeDelta::seconds(self.access_seconds.into())
    }

    /// How long a login lives unused.
    pub fn refresh(&self) -> TimeDelta {
        TimeDelta::seconds(self.refresh_seconds.into())
    }

    /// How long a refresh token that was just used gets the same successor.
    pub fn replay(&self) -> TimeDelta {
        TimeDelta::seconds(self.replay_seconds.into())
    }
}

/// Bounds of workspaces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WorkspaceSettings {
    /// Workspaces that a person may own.
    pub owned: i64,
    /// Members of a workspace.
    pub members: i64,
    /// Seconds for which a deleted workspace can be restored.
    pub grace_seconds: u32,
}

impl Default for WorkspaceSettings {
    fn default() -> Self {
        Self { owned: 100, members: 10_000, grace_seconds: 1_209_600 }
    }
}

impl WorkspaceSettings {
    /// How long a deleted workspace can be restored.
    pub fn grace(&self) -> TimeDelta {
        TimeDelta::seconds(self.grace_seconds.into())
    }
}
