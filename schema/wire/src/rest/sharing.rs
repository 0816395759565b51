//! Levels in one resource, for a person, a role, or whoever has a link.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::Level;
use crate::limits::{Limited, Limits};
use crate::number::whole;

/// Seconds that a link works at most: a year.
pub const MAX_LINK_SECONDS: i64 = 366 * 24 * 3_600;

/// Whom a level is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum SubjectKind {
    /// One person.
    Person,
    /// Everybody with a role, or a higher one.
    Role,
    /// Whoever has a link.
    Link,
}

/// Gives a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelChange {
    /// How far; `none` takes the entry away.
    pub level: Level,
}

impl Limited for LevelChange {
    fn limits(&self, _: &mut Limits) {}
}

/// Asks for a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLink {
    /// How far it reaches: read, comment or write.
    pub level: Level,
    /// How long it works, in seconds; until it is taken away when missing.
    #[serde(default, deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 60, maximum = 31622400)]
    pub seconds: Option<i64>,
}

impl Limited for NewLink {
    fn limits(&self, found: &mut Limits) {
        found.number("seconds", self.seconds.unwrap_or(60), (60, MAX_LINK_SECONDS));
    }
}

/// A level that was given in a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "AccessEntry"))]
pub struct EntryView {
    /// Its id.
    pub id: String,
    /// Whom it is given to.
    pub subject_kind: SubjectKind,
    /// The person's id or the role; missing for links, whose secret is kept nowhere.
    pub subject: Option<String>,
    /// How far.
    pub level: Level,
    /// When it was given.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A new link; the secret is shown once and kept nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LinkMade {
    /// What is known of it.
    pub entry: EntryView,
    /// The secret, also for the header `Renexus-Link`.
    pub secret: String,
    /// The link that carries it.
    pub url: String,
}

/// What a link opens.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LinkOpened {
    /// The workspace.
    pub workspace: String,
    /// The kind of the resource.
    pub kind: String,
    /// The resource.
    pub resource: String,
    /// How far it reaches.
    pub level: Level,
    /// For documents: a token for sockets and REST, which ends with the link.
    pub token: Option<String>,
    /// When the token ends; open the link again for the next.
    pub expires_at: Option<DateTime<Utc>>,
}
