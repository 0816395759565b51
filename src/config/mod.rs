//! Settings: small values by topic, read once and handed down.
//!
//! `config.toml` holds every setting at its default with unit and reason. An
//! environment variable `RENEXUS__SECTION__KEY` overrides the file, a
//! command-line flag overrides both.

mod assistant;
mod blobs;
mod check;
mod database;
mod events;
mod files;
mod graphql;
mod insight;
mod network;
mod notices;
mod planning;
mod redis;
mod search;
mod server;
mod topics;
mod versions;
mod webhooks;
mod workspace;

use std::path::Path;

use config::{Environment, File, FileFormat};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::db::DatabaseSettings;
use crate::wal::WalSettings;
pub use assistant::AssistantSettings;
pub use blobs::{BlobPlace, BlobSettings, BlobVendor};
pub use database::DatabaseEngineSettings;
pub use events::EventSettings;
pub use files::FileSettings;
pub use graphql::GraphqlSettings;
pub use insight::InsightSettings;
pub use network::Network;
pub use notices::{CommentSettings, NotificationSettings};
pub use planning::TaskSettings;
pub use redis::RedisEngineSettings;
pub use search::SearchSettings;
pub use server::ServerSettings;
pub use topics::{
    AuthSettings, DataSettings, DocumentSettings, JournalSettings, LogFormat, LogSettings,
};
pub use topics::{PresenceSettings, SessionSettings};
pub use versions::VersionSettings;
pub use webhooks::WebhookSettings;
pub use workspace::{
    AccountSettings, CacheSettings, MailSettings, RateSettings, RegistrationMode, WorkspaceSettings,
};

/// Every setting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The address, and who may come.
    pub server: ServerSettings,
    /// Where things are kept.
    pub data: DataSettings,
    /// The server that keeps the rows.
    pub database: DatabaseEngineSettings,
    /// The server that nodes share.
    pub redis: RedisEngineSettings,
    /// Who people are.
    pub auth: AuthSettings,
    /// Bounds of one connection.
    pub session: SessionSettings,
    /// Bounds of one document.
    pub document: DocumentSettings,
    /// Bounds of presence.
    pub presence: PresenceSettings,
    /// Bounds of GraphQL.
    pub graphql: GraphqlSettings,
    /// Bounds of the journal.
    pub journal: JournalSettings,
    /// People's accounts.
    pub accounts: AccountSettings,
    /// How often somebody may ask.
    pub rates: RateSettings,
    /// How reads are kept.
    pub cache: CacheSettings,
    /// How mail is sent.
    pub mail: MailSettings,
    /// Bounds of workspaces.
    pub workspaces: WorkspaceSettings,
    /// Bounds of imports and exports.
    pub tasks: TaskSettings,
    /// How texts become findable.
    pub search: SearchSettings,
    /// Bounds of forecasts and suggestions.
    pub insight: InsightSettings,
    /// The model service, and how far the assistant may use it.
    pub assistant: AssistantSettings,
    /// Bounds of the events of a workspace on sockets.
    pub events: EventSettings,
    /// Bounds of files.
    pub files: FileSettings,
    /// Where the bytes of files lie.
    pub blobs: BlobSettings,
    /// Bounds of comments.
    pub comments: CommentSettings,
    /// When people are told.
    pub notifications: NotificationSettings,
    /// How webhooks are delivered.
    pub webhooks: WebhookSettings,
    /// When versions of documents are taken.
    pub versions: VersionSettings,
    /// What is logged, and how.
    pub log: LogSettings,
}

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file cannot be read, a key is unknown, or a value has the wrong type.
    #[error(transparent)]
    Unreadable(#[from] config::ConfigError),
    /// Values that are well-formed and wrong, one line each.
    #[error("{}", .0.join("\n"))]
    Wrong(Vec<String>),
}

impl Settings {
    /// Reads defaults, then the file if there is one, then the environment. Does not check values.
    pub fn load(file: Option<&Path>) -> Result<Self, SettingsError> {
        let mut builder = config::Config::builder();
        if let Some(path) = file {
            builder = builder.add_source(File::new(&path.to_string_lossy(), FileFormat::Toml));
        }
        let environment = Environment::with_prefix("RENEXUS")
            .prefix_separator("__")
            .separator("__")
            .list_separator(",")
            .with_list_parse_key("server.allowed_origins")
            .with_list_parse_key("database.replicas")
            .with_list_parse_key("server.trusted_proxies")
            .with_list_parse_key("webhooks.private_hosts")
            .with_list_parse_key("webhooks.retry_seconds")
            .try_parsing(true);
        Ok(builder.add_source(environment).build()?.try_deserialize()?)
    }

    /// How the write-ahead log is opened.
    pub fn log_settings(&self) -> WalSettings {
        WalSettings {
            folder: self.data.folder.clone(),
            segment_bytes: self.journal.segment_bytes,
            segments: self.journal.segments,
            accept_loss: false,
        }
    }

    /// Whether this server is one of several nodes on the same PostgreSQL and Redis.
    pub fn is_node(&self) -> bool {
        !self.database.url.is_empty() && !self.redis.url.is_empty()
    }

    /// How the database is opened by who needs it alone; while a node runs, that is refused.
    pub fn database_settings(&self) -> DatabaseSettings {
        DatabaseSettings {
            folder: self.data.folder.clone(),
            postgres: self.database.postgres(),
            replicas: self.database.replicas(),
            readers: self.data.readers,
            waiting: self.database.waiting,
            ..DatabaseSettings::default()
        }
    }

    /// Refuses values that cannot work, naming key, value and what would be right.
    pub fn check(&self) -> Result<(), SettingsError> {
        let wrong = check::wrong_values(self);
        if wrong.is_empty() { Ok(()) } else { Err(SettingsError::Wrong(wrong)) }
    }
}
