//! Versions of documents.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::limits::{Limited, Limits};
use crate::patch::present;

/// Characters of a name.
const MAX_NAME: usize = 100;

/// Asks for a version of a document as it is now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVersion {
    /// What it is called; named versions stay until somebody deletes them.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: Option<String>,
}

impl Limited for NewVersion {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("name", self.name.as_deref(), MAX_NAME);
    }
}

/// Changes a version; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionChange {
    /// What it is called; null takes the name away.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100, pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")]
    pub name: Option<Option<String>>,
}

impl Limited for VersionChange {
    fn limits(&self, found: &mut Limits) {
        let name = self.name.as_ref().and_then(Option::as_deref);
        found.optional_line("name", name, MAX_NAME);
    }
}

/// A document as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Version"))]
pub struct VersionView {
    /// Its id; later versions have greater ones.
    pub id: String,
    /// The document.
    #[cfg_attr(feature = "graphql", graphql(name = "documentId"))]
    pub document: String,
    /// How many updates of the document it covers.
    pub seq: i64,
    /// What somebody called it.
    pub name: Option<String>,
    /// Who.
    #[cfg_attr(feature = "graphql", graphql(name = "namedById"))]
    pub named_by: Option<String>,
    /// Who asked for it; none where the server took it by itself.
    #[cfg_attr(feature = "graphql", graphql(name = "takenById"))]
    pub taken_by: Option<String>,
    /// The people who wrote since the version before, at most 50.
    #[cfg_attr(feature = "graphql", graphql(name = "authorIds"))]
    pub authors: Vec<String>,
    /// Whether others wrote as well, who have no account.
    pub guests: bool,
    /// Words that the version before did not have.
    pub words_added: i64,
    /// Words of the version before that it does not have.
    pub words_removed: i64,
    /// Bytes of the document as one update.
    pub size: i64,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
}

/// What became of restoring a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject),
    graphql(name = "RestoredVersion")
)]
pub struct RestoredView {
    /// Whether the document changed; it did not where it was equal to the version already.
    pub changed: bool,
    /// The document as it was just before: restoring this one undoes it.
    pub before: VersionView,
}
