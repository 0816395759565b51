//! Documents of a workspace in their tree.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::Level;
use crate::limits::{Limited, Limits};
use crate::patch::present;

/// Characters of a title.
const MAX_TITLE: usize = 200;
/// Characters of an emoji with all that may follow it.
const MAX_ICON: usize = 16;
/// Characters of an id.
const MAX_ID: usize = 64;

/// Asks for a new document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPage {
    /// What it is called; may be empty.
    #[serde(default)]
    #[schema(max_length = 200, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$")]
    pub title: String,
    /// An emoji in front of the title.
    #[schema(min_length = 1, max_length = 16, pattern = r"^[^\s\x00-\x1f\x7f-\x9f]+$")]
    pub icon: Option<String>,
    /// The page that it stands below, as the last one.
    #[schema(max_length = 64)]
    pub parent: Option<String>,
    /// Whether only admins and those who are named see it.
    #[serde(default)]
    pub closed: bool,
}

impl Limited for NewPage {
    fn limits(&self, found: &mut Limits) {
        title(found, &self.title);
        icon(found, self.icon.as_deref());
        found.text("parent", self.parent.as_deref().unwrap_or_default(), MAX_ID);
    }
}

/// Changes a document's place and name; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PageChange {
    /// What it is called; may be empty.
    #[schema(max_length = 200, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$")]
    pub title: Option<String>,
    /// An emoji in front of the title; null takes it away.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 16, pattern = r"^[^\s\x00-\x1f\x7f-\x9f]+$")]
    pub icon: Option<Option<String>>,
    /// The page that it stands below; null is the top.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, max_length = 64, pattern = r"^[^\x00]*$")]
    pub parent: Option<Option<String>>,
    /// The page below the same parent that it stands right behind; null is the first place. Without it,
    /// a page that moves below another parent becomes the last one there.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, max_length = 64, pattern = r"^[^\x00]*$")]
    pub behind: Option<Option<String>>,
    /// Whether only admins and those who are named see it.
    pub closed: Option<bool>,
    /// Whether it is put away, with all below it.
    pub archived: Option<bool>,
}

impl Limited for PageChange {
    fn limits(&self, found: &mut Limits) {
        title(found, self.title.as_deref().unwrap_or_default());
        icon(found, self.icon.as_ref().and_then(Option::as_deref));
        for (field, id) in [("parent", &self.parent), ("behind", &self.behind)] {
            let id = id.as_ref().and_then(Option::as_deref);
            found.text(field, id.unwrap_or_default(), MAX_ID);
        }
    }
}

fn title(found: &mut Limits, title: &str) {
    if title.chars().any(char::is_control) {
        found.wrong("title", "it holds a control character");
    }
    found.text("title", title, MAX_TITLE);
}

fn icon(found: &mut Limits, icon: Option<&str>) {
    let Some(icon) = icon else { return };
    if icon.is_empty() || icon.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        found.wrong("icon", "it is empty, or holds a space or a control character");
    }
    found.text("icon", icon, MAX_ICON);
}

/// A document of a workspace and its place in the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Page"))]
pub struct PageView {
    /// The id of the document: what it is opened by on the sockets.
    pub id: String,
    /// What it is called; may be empty.
    pub title: String,
    /// An emoji in front of the title.
    pub icon: Option<String>,
    /// The page that it stands below; null is the top, also when the one who asks may not read that page.
    #[cfg_attr(feature = "graphql", graphql(name = "parentId"))]
    pub parent: Option<String>,
    /// Orders the pages below the same parent, bytewise.
    pub rank: String,
    /// Whether only admins and those who are named see it.
    pub closed: bool,
    /// What the one who asks may do in it.
    pub level: Level,
    /// Grows by one with each change; also in `ETag`.
    pub version: i64,
    /// Who made it.
    #[cfg_attr(feature = "graphql", graphql(name = "createdById"))]
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When title or place were changed last.
    pub updated_at: DateTime<Utc>,
    /// Since when it is put away.
    pub archived_at: Option<DateTime<Utc>>,
}
