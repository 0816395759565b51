//! GitHub: "Export view data" of a project (separated by tabs), or a table of issues.

use super::columns::{Columns, Meaning};

/// Names of columns, as projects and the API write them.
pub(super) const COLUMNS: Columns = &[
    ("url", Meaning::Address),
    ("html_url", Meaning::Address),
    ("number", Meaning::Key),
    ("title", Meaning::Title),
    ("body", Meaning::Description),
    ("status", Meaning::Status),
    ("state", Meaning::Status),
    ("priority", Meaning::Priority),
    ("assignees", Meaning::Assignees),
    ("labels", Meaning::Labels),
    ("estimate", Meaning::Estimate),
    ("start date", Meaning::Start),
    ("target date", Meaning::Due),
    ("end date", Meaning::Due),
    ("parent issue", Meaning::Parent),
    ("iteration", Meaning::Cycle),
    ("milestone", Meaning::Milestone),
    ("created_at", Meaning::Created),
    ("createdat", Meaning::Created),
    ("closed_at", Meaning::Completed),
    ("closedat", Meaning::Completed),
];

/// Columns that no other source has: by two of them an export of GitHub is known.
pub(super) const MARKS: &[&str] = &[
    "url",
    "html_url",
    "linked pull requests",
    "repository",
    "reviewers",
    "sub-issues progress",
    "iteration",
    "body",
    "number",
];
