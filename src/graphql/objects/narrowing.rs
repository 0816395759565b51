//! What lists are narrowed down to.

use async_graphql::InputObject;
use chrono::NaiveDate;

/// What a list of tasks is narrowed down to, and its order.
#[derive(Debug, Default, InputObject)]
pub(super) struct TaskFilter {
    /// Such as `project:REN assignee:me is:open due:<+7d`.
    pub(super) filter: Option<String>,
    /// rank, priority, due, start, created, updated, completed, title, number or estimate; with `-`
    /// in front the greatest comes first. Tasks that lack it come last.
    pub(super) sort: Option<String>,
    /// The day that `today` means in the filter; the server's day in UTC when missing.
    pub(super) today: Option<NaiveDate>,
}

/// What a list of files is narrowed down to.
#[derive(Debug, Default, InputObject)]
pub(super) struct FileFilter {
    /// Words in the name or the description.
    pub(super) words: Option<String>,
    /// How the media type begins, like `image/`.
    pub(super) media_type: Option<String>,
    /// What uses them: `task:ID`, `document:ID` or `comment:ID`.
    pub(super) used_by: Option<String>,
}
