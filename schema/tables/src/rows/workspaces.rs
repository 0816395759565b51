//! Workspaces, and who is in them.

use chrono::NaiveDateTime;
use diesel::{Insertable, Queryable, Selectable};

use crate::schema::{access_entries, invitations, members, workspaces};

/// A workspace.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = workspaces)]
pub struct WorkspaceRow {
    /// Its id.
    pub id: String,
    /// The word in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The number of its last event.
    pub event_head: i64,
    /// Grows by one with each change of the workspace itself.
    pub version: i64,
    /// When it was made.
    pub created_at: NaiveDateTime,
    /// Since when it is only read.
    pub archived_at: Option<NaiveDateTime>,
    /// When it will be deleted.
    pub delete_after: Option<NaiveDateTime>,
}

/// A person in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = members)]
pub struct MemberRow {
    /// The workspace.
    pub workspace: String,
    /// The person.
    pub person: String,
    /// owner, admin, member or guest.
    pub role: String,
    /// When the person came.
    pub joined_at: NaiveDateTime,
}

/// A way into a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations)]
pub struct InvitationRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// The role that it gives.
    pub role: String,
    /// The address that it is for; anybody when missing.
    pub email: Option<String>,
    /// SHA-256 of its secret.
    pub hash: String,
    /// Who invited.
    pub invited_by: Option<String>,
    /// When it was made.
    pub created_at: NaiveDateTime,
    /// When it ends.
    pub expires_at: NaiveDateTime,
    /// How often it can still be taken.
    pub uses_left: i32,
}

/// A level beside those that roles give.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = access_entries)]
pub struct AccessEntryRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// project, document or file.
    pub resource_kind: String,
    /// The id of the resource.
    pub resource: String,
    /// person, role or link.
    pub subject_kind: String,
    /// A person's id, a role, or SHA-256 of a link's secret.
    pub subject: String,
    /// read, comment, write or manage.
    pub level: String,
    /// When it was made.
    pub created_at: NaiveDateTime,
    /// When it ends.
    pub expires_at: Option<NaiveDateTime>,
}
