//! A table of one's own.

use renexus_wire::task::LinkKind;

use super::columns::{Columns, Meaning};

/// Names of columns, as docs/TASKS.md explains them.
pub(super) const COLUMNS: Columns = &[
    ("key", Meaning::Key),
    ("id", Meaning::Key),
    ("title", Meaning::Title),
    ("name", Meaning::Title),
    ("summary", Meaning::Title),
    ("description", Meaning::Description),
    ("status", Meaning::Status),
    ("state", Meaning::Status),
    ("priority", Meaning::Priority),
    ("assignee", Meaning::Assignees),
    ("assignees", Meaning::Assignees),
    ("label", Meaning::Labels),
    ("labels", Meaning::Labels),
    ("estimate", Meaning::Estimate),
    ("points", Meaning::Estimate),
    ("start", Meaning::Start),
    ("start date", Meaning::Start),
    ("due", Meaning::Due),
    ("due date", Meaning::Due),
    ("parent", Meaning::Parent),
    ("cycle", Meaning::Cycle),
    ("sprint", Meaning::Cycle),
    ("milestone", Meaning::Milestone),
    ("created", Meaning::Created),
    ("started", Meaning::Started),
    ("completed", Meaning::Completed),
    ("archived", Meaning::Archived),
    ("blocks", Meaning::Link(LinkKind::Blocks)),
    ("blocked by", Meaning::BlockedBy),
    ("duplicates", Meaning::Link(LinkKind::Duplicates)),
    ("relates", Meaning::Link(LinkKind::Relates)),
];
