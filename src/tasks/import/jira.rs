//! Jira: Export, CSV (all fields). Columns of several values stand there several times.

use renexus_wire::task::LinkKind;

use super::columns::{Columns, Meaning};

/// Names of columns, of the cloud and of the data center edition.
pub(super) const COLUMNS: Columns = &[
    ("issue key", Meaning::Key),
    ("issue id", Meaning::Id),
    ("summary", Meaning::Title),
    ("description", Meaning::Description),
    ("status", Meaning::Status),
    ("priority", Meaning::Priority),
    ("assignee", Meaning::Assignee),
    ("labels", Meaning::Labels),
    ("custom field (story points)", Meaning::Estimate),
    ("custom field (story point estimate)", Meaning::Estimate),
    ("custom field (start date)", Meaning::Start),
    ("due date", Meaning::Due),
    ("parent key", Meaning::Parent),
    // The cloud writes the id of the parent here, the data center edition there.
    ("parent", Meaning::Parent),
    ("parent id", Meaning::Parent),
    ("custom field (epic link)", Meaning::Parent),
    ("sprint", Meaning::Cycle),
    ("fix versions", Meaning::Milestone),
    ("fix version/s", Meaning::Milestone),
    ("created", Meaning::Created),
    ("resolved", Meaning::Completed),
    ("outward issue link (blocks)", Meaning::Link(LinkKind::Blocks)),
    ("inward issue link (blocks)", Meaning::BlockedBy),
    ("outward issue link (duplicate)", Meaning::Link(LinkKind::Duplicates)),
    ("outward issue link (relates)", Meaning::Link(LinkKind::Relates)),
];

/// Columns that no other source has: by two of them an export of Jira is known.
pub(super) const MARKS: &[&str] =
    &["issue key", "issue type", "issue id", "project key", "fix versions", "fix version/s"];
