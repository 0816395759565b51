//! Documents in their tree.

use chrono::NaiveDateTime;
use diesel::{AsChangeset, Identifiable, Insertable, Queryable, Selectable};

use crate::schema::pages::pages;

/// A document of a workspace and its place in the tree.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = pages, treat_none_as_null = true)]
pub struct PageRow {
    /// The id of the document.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// The page that it stands below.
    pub parent: Option<String>,
    /// What it is called.
    pub title: String,
    /// An emoji in front of the title.
    pub icon: Option<String>,
    /// Its place among those below the same parent.
    pub rank: String,
    /// Whether only admins and those who are named see it.
    pub is_closed: bool,
    /// Grows by one with each change of the page itself.
    pub version: i64,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: NaiveDateTime,
    /// When the page itself was changed last.
    pub updated_at: NaiveDateTime,
    /// Since when it is put away.
    pub archived_at: Option<NaiveDateTime>,
}
