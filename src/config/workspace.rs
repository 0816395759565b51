//! Settings of accounts and workspaces; `config.toml` explains each value.

use std::path::PathBuf;
use std::time::Duration;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::rates::{Class, Rate};

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

/// How often somebody may ask; a burst of 0 is no limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RateSettings {
    /// Attempts of one address to come in, and the seconds in which they come back.
    pub enter_burst: u32,
    /// See above.
    pub enter_seconds: u32,
    /// Attempts at one account, and the seconds in which they come back.
    pub account_burst: u32,
    /// See above.
    pub account_seconds: u32,
    /// Reads of one person, and the seconds in which they come back.
    pub read_burst: u32,
    /// See above.
    pub read_seconds: u32,
    /// Changes of one person, and the seconds in which they come back.
    pub write_burst: u32,
    /// See above.
    pub write_seconds: u32,
}

impl Default for RateSettings {
    fn default() -> Self {
        Self {
            enter_burst: 60,
            enter_seconds: 60,
            account_burst: 10,
            account_seconds: 120,
            read_burst: 2_000,
            read_seconds: 10,
            write_burst: 1_000,
            write_seconds: 10,
        }
    }
}

impl RateSettings {
    /// The rate of each class.
    pub fn rates(&self) -> [(Class, Rate); 4] {
        let rate =
            |burst, seconds: u32| Rate { burst, window: Duration::from_secs(seconds.into()) };
        [
            (Class::Enter, rate(self.enter_burst, self.enter_seconds)),
            (Class::Account, rate(self.account_burst, self.account_seconds)),
            (Class::Read, rate(self.read_burst, self.read_seconds)),
            (Class::Write, rate(self.write_burst, self.write_seconds)),
        ]
    }
}

/// How reads are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CacheSettings {
    /// Seconds that a read is kept at most.
    pub seconds: f64,
    /// Reads that are kept.
    pub entries: usize,
    /// Bytes that are kept.
    pub bytes: usize,
}

impl Default for CacheSettings {
    fn default() -> Self {
        Self { seconds: 30.0, entries: 10_000, bytes: 64 << 20 }
    }
}

/// How mail is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSettings {
    /// The server for mail; empty leaves mail in the outbox.
    pub smtp_url: String,
    /// Who mail is from.
    pub from: String,
    /// Certificates (PEM) that are trusted beside those of the web; empty is none.
    pub ca_file: PathBuf,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            smtp_url: String::new(),
            from: "Renexus <renexus@localhost>".into(),
            ca_file: PathBuf::new(),
        }
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
