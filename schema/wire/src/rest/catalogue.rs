//! What all projects of a workspace share: labels and views.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::given::given;
use super::planning::{MAX_FILTER, MAX_ID, MAX_NAME};
use crate::limits::{Limited, Limits};

/// The color of a label that nobody colored.
const GREY: &str = "#8a8f98";

fn grey() -> String {
    GREY.to_owned()
}

fn color(found: &mut Limits, color: &str) {
    let digits = color.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        found.wrong("color", "it is not a color like #8a8f98");
    }
}

/// Asks for a new label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLabel {
    /// The word.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// Its color.
    #[serde(default = "grey")]
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    pub color: String,
}

impl Limited for NewLabel {
    fn limits(&self, found: &mut Limits) {
        found.line("name", &self.name, MAX_NAME);
        color(found, &self.color);
    }
}

/// Changes a label; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelChange {
    /// The word.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: Option<String>,
    /// Its color.
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    pub color: Option<String>,
}

impl Limited for LabelChange {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("name", self.name.as_deref(), MAX_NAME);
        if let Some(new) = &self.color {
            color(found, new);
        }
    }
}

/// A word that tasks are marked with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Label"))]
pub struct LabelView {
    /// Its id.
    pub id: String,
    /// The word.
    pub name: String,
    /// Its color, as `#rrggbb`.
    pub color: String,
    /// Grows by one with each change; also in `ETag`.
    pub version: i64,
}

/// How a view is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum Layout {
    /// Line by line.
    #[default]
    List,
    /// In columns.
    Board,
}

impl Layout {
    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Board => "board",
        }
    }

    /// What a stored word stands for.
    pub fn from_word(word: &str) -> Self {
        if word == Self::Board.word() { Self::Board } else { Self::List }
    }
}

/// Asks to keep a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewView {
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// The project that it shows, by id or key; all of them when missing.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub project: Option<String>,
    /// Whether the whole workspace sees it.
    #[serde(default)]
    pub shared: bool,
    /// What it is narrowed down to, in the filter language.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub filter: String,
    /// What it is sorted by, such as `-priority`.
    #[schema(
        pattern = "^-?(rank|priority|due|start|created|updated|completed|title|number|estimate)$"
    )]
    pub sort: Option<String>,
    /// What it is grouped by.
    #[schema(
        pattern = "^(status|category|assignee|label|priority|cycle|milestone|project|parent)$"
    )]
    pub group: Option<String>,
    /// How it is shown.
    #[serde(default)]
    pub layout: Layout,
}

impl Limited for NewView {
    fn limits(&self, found: &mut Limits) {
        found.line("name", &self.name, MAX_NAME);
        found.optional_line("project", self.project.as_deref(), MAX_ID);
        found.text("filter", &self.filter, MAX_FILTER);
        found.optional_line("sort", self.sort.as_deref(), MAX_ID);
        found.optional_line("group", self.group.as_deref(), MAX_ID);
    }
}

/// Changes a view; what is missing stays, `null` empties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewChange {
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: Option<String>,
    /// Whether the whole workspace sees it.
    pub shared: Option<bool>,
    /// What it is narrowed down to.
    #[schema(max_length = 1000)]
    pub filter: Option<String>,
    /// What it is sorted by.
    #[schema(
        pattern = "^-?(rank|priority|due|start|created|updated|completed|title|number|estimate)$"
    )]
    pub sort: Option<String>,
    /// What it is grouped by.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, pattern = "^(status|category|assignee|label|priority|cycle|milestone|project|parent)$")]
    pub group: Option<Option<String>>,
    /// How it is shown.
    pub layout: Option<Layout>,
}

impl Limited for ViewChange {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("name", self.name.as_deref(), MAX_NAME);
        found.text("filter", self.filter.as_deref().unwrap_or_default(), MAX_FILTER);
        found.optional_line("sort", self.sort.as_deref(), MAX_ID);
        found.optional_line(
            "group",
            self.group.as_ref().and_then(|group| group.as_deref()),
            MAX_ID,
        );
    }
}

/// A list that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "View"))]
pub struct ViewView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The id of the project that it shows; all of them when missing.
    #[cfg_attr(feature = "graphql", graphql(name = "projectId"))]
    pub project: Option<String>,
    /// Whose it is.
    #[cfg_attr(feature = "graphql", graphql(name = "ownerId"))]
    pub owner: String,
    /// Whether the whole workspace sees it.
    pub shared: bool,
    /// What it is narrowed down to.
    pub filter: String,
    /// What it is sorted by.
    pub sort: String,
    /// What it is grouped by.
    pub group: Option<String>,
    /// How it is shown.
    pub layout: Layout,
    /// Grows by one with each change; also in `ETag`.
    pub version: i64,
}
