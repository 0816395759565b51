//! Invitations into a workspace.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::MAX_SECRET;
use crate::limits::{Limited, Limits};
use crate::number::whole;
use crate::role::Role;

/// Seconds that an invitation works when nobody says otherwise: a week.
pub const INVITATION_SECONDS: i64 = 7 * 24 * 3_600;
/// Seconds that an invitation works at most: a quarter.
pub const MAX_INVITATION_SECONDS: i64 = 90 * 24 * 3_600;
/// How often a link can be taken at most.
pub const MAX_USES: i64 = 1_000;

/// Invites: one person by mail, or whoever has the link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// What the person becomes; an owner is made by transfer alone.
    pub role: Role,
    /// The address that it is for; the link is sent there, and works for it alone.
    #[schema(
        min_length = 4,
        max_length = 254,
        pattern = r#"^[^\s@<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f]+@[^\s@.<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f][^\s@<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f]+$"#
    )]
    pub email: Option<String>,
    /// How often the link can be taken; once when missing, and always once with an address.
    #[serde(default, deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1000)]
    pub uses: Option<i64>,
    /// How long it works, in seconds; a week when missing.
    #[serde(default, deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 60, maximum = 7776000)]
    pub seconds: Option<i64>,
}

impl Limited for NewInvitation {
    fn limits(&self, found: &mut Limits) {
        if let Some(email) = &self.email {
            found.email("email", email);
        }
        found.number("uses", self.uses.unwrap_or(1), (1, MAX_USES));
        let seconds = self.seconds.unwrap_or(INVITATION_SECONDS);
        found.number("seconds", seconds, (60, MAX_INVITATION_SECONDS));
    }
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Invitation"))]
pub struct InvitationView {
    /// Its id.
    pub id: String,
    /// What the person becomes.
    pub role: Role,
    /// The address that it is for.
    pub email: Option<String>,
    /// The person who invited.
    #[cfg_attr(feature = "graphql", graphql(name = "invitedById"))]
    pub invited_by: Option<String>,
    /// How often it can still be taken.
    pub uses_left: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// A new invitation; the secret is shown once and kept nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvitationMade {
    /// The invitation.
    pub invitation: InvitationView,
    /// What whoever accepts has to show.
    pub secret: String,
    /// The link that carries it.
    pub url: String,
}

/// Shows the secret of an invitation or a link.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// The secret.
    #[schema(
        min_length = 1,
        max_length = 128,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub secret: String,
}

impl Limited for Shown {
    fn limits(&self, found: &mut Limits) {
        found.line("secret", &self.secret, MAX_SECRET);
    }
}

/// What somebody sees of an invitation before accepting it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvitationPreview {
    /// The name of the workspace.
    pub workspace: String,
    /// What the person becomes.
    pub role: Role,
    /// The address that it is for.
    pub email: Option<String>,
    /// The name of the person who invited.
    pub invited_by: Option<String>,
}
