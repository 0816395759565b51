//! Workspaces and who is in them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::limits::{Limited, Limits};
use crate::role::Role;

/// Characters of a workspace's name.
pub const MAX_NAME: usize = 80;
/// Characters of the word in addresses; shorter than an id, so that the two cannot be taken for each other.
pub const MAX_SLUG: usize = 32;

/// Asks for a new workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWorkspace {
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// The word in addresses.
    #[schema(min_length = 2, max_length = 32, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub slug: String,
}

impl Limited for NewWorkspace {
    fn limits(&self, found: &mut Limits) {
        found.line("name", &self.name, MAX_NAME);
        found.slug("slug", &self.slug, MAX_SLUG);
    }
}

/// Changes a workspace; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkspaceChange {
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: Option<String>,
    /// The word in addresses.
    #[schema(min_length = 2, max_length = 32, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub slug: Option<String>,
}

impl Limited for WorkspaceChange {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("name", self.name.as_deref(), MAX_NAME);
        if let Some(slug) = &self.slug {
            found.slug("slug", slug, MAX_SLUG);
        }
    }
}

/// A workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct WorkspaceView {
    /// Its id.
    pub id: String,
    /// The word in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What the one who asks is in it.
    pub role: Option<Role>,
    /// The number of its last event; only where it is looked up alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<i64>,
    /// Grows by one with each change of the workspace itself; also in `ETag`.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Since when it is only read.
    pub archived_at: Option<DateTime<Utc>>,
    /// When it will be deleted; until then it can be restored.
    pub delete_after: Option<DateTime<Utc>>,
}

/// A person in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Member"))]
pub struct MemberView {
    /// The person's id.
    #[cfg_attr(feature = "graphql", graphql(name = "personId"))]
    pub person: String,
    /// The name that others see.
    pub name: String,
    /// The short name for mentions.
    pub handle: String,
    /// Where the picture is.
    pub avatar: Option<String>,
    /// What the person is in the workspace.
    pub role: Role,
    /// When the person came.
    pub joined_at: DateTime<Utc>,
}

/// Changes what a person is in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberChange {
    /// The new role; `owner` is given by transfer alone.
    pub role: Role,
}

impl Limited for MemberChange {
    fn limits(&self, _: &mut Limits) {}
}

/// Gives a workspace to another of its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// The id of the member who becomes owner; the one before becomes admin.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub person: String,
}

impl Limited for Transfer {
    fn limits(&self, found: &mut Limits) {
        found.line("person", &self.person, 64);
    }
}
