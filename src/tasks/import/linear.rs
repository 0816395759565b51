//! Linear: Settings, Import and export, Export CSV.

use super::columns::{Columns, Meaning};

/// Names of columns. Dates are written as JavaScript prints them, or in ISO 8601.
pub(super) const COLUMNS: Columns = &[
    ("id", Meaning::Key),
    ("title", Meaning::Title),
    ("description", Meaning::Description),
    ("status", Meaning::Status),
    ("estimate", Meaning::Estimate),
    ("priority", Meaning::Priority),
    ("assignee", Meaning::Assignees),
    ("labels", Meaning::Labels),
    ("cycle name", Meaning::Cycle),
    ("created", Meaning::Created),
    ("started", Meaning::Started),
    ("completed", Meaning::Completed),
    ("canceled", Meaning::Completed),
    ("archived", Meaning::Archived),
    ("due date", Meaning::Due),
    ("parent issue", Meaning::Parent),
    ("project milestone", Meaning::Milestone),
];

/// Columns that no other source has: by two of them an export of Linear is known.
pub(super) const MARKS: &[&str] = &["team", "project milestone", "cycle number", "sla status"];
