//! Linear: Settings, Import and export, Export CSV.

use renexus_wire::task::LinkKind;

use super::columns::{Columns, Meaning};

/// Names of columns. Dates are written as JavaScript prints them, or in ISO 8601.
pub(super) const COLUMNS: Columns = &[
    ("id", Meaning::Key),
    ("title", Meaning::Title),
    ("description", Meaning::Description),
    ("status", Meaning::Status),
    ("estimate", Meaning::Estimate),
    ("priority", Meaning::Priority),
    ("assignee", Meaning::Assignee),
    ("labels", Meaning::Labels),
    ("cycle name", Meaning::Cycle),
    ("cycle start", Meaning::CycleStart),
    ("cycle end", Meaning::CycleEnd),
    ("created", Meaning::Created),
    ("started", Meaning::Started),
    ("completed", Meaning::Completed),
    ("canceled", Meaning::Completed),
    ("archived", Meaning::Archived),
    ("due date", Meaning::Due),
    ("parent issue", Meaning::Parent),
    ("project milestone", Meaning::Milestone),
    ("blocked by", Meaning::BlockedBy),
    ("related to", Meaning::Link(LinkKind::Relates)),
    ("duplicate of", Meaning::Link(LinkKind::Duplicates)),
];

/// Columns that no other source has: by two of them an export of Linear is known.
pub(super) const MARKS: &[&str] = &["team", "project milestone", "cycle number", "sla status"];
