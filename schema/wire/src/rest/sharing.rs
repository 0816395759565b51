//! Levels in one resource, for a person, a role, or whoever has a link.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::MAX_SECRET;
use super::boards::BoardView;
use super::catalogue::LabelView;
use super::planning::MAX_ID;
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

/// Shows the secret of a link.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenLink {
    /// The secret.
    #[schema(
        min_length = 1,
        max_length = 128,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub secret: String,
    /// For links to projects: the task, by id or key, whose description is opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub task: Option<String>,
}

impl Limited for OpenLink {
    fn limits(&self, found: &mut Limits) {
        found.line("secret", &self.secret, MAX_SECRET);
        found.optional_line("task", self.task.as_deref(), MAX_ID);
    }
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
    /// The document that the token opens: the one that is shared, or the description of the task.
    pub document: Option<String>,
    /// For documents: a token for sockets and REST, which ends with the link.
    pub token: Option<String>,
    /// When the token ends; open the link again for the next.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A project as whoever has its link sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SharedProject {
    /// How far the link reaches into descriptions; everything else is only read.
    pub level: Level,
    /// Its board, with up to 200 cards of each column.
    pub board: BoardView,
    /// The labels on its cards.
    pub labels: Vec<LabelView>,
    /// Those who work on its cards.
    pub people: Vec<NamedPerson>,
}

/// Somebody, by name alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NamedPerson {
    /// The id, as cards name them.
    pub id: String,
    /// The name that others see.
    pub name: String,
}
