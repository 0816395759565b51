//! Which column means what: the vocabulary that all sources share.

use renexus_wire::task::LinkKind;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Key,
    /// What others may name in place of the key.
    Id,
    Title,
    Description,
    Status,
    Priority,
    /// One, whose name may hold a comma.
    Assignee,
    /// Several may stand in one cell, between commas.
    Assignees,
    Labels,
    Estimate,
    Start,
    Due,
    Parent,
    Cycle,
    CycleStart,
    CycleEnd,
    Milestone,
    Created,
    Started,
    Completed,
    Archived,
    /// This task does it to the one named.
    Link(LinkKind),
    /// The one named blocks this task.
    BlockedBy,
    /// An address whose end is a key, as `…/renexus/issues/42`.
    Address,
}

/// What one source calls its columns, in lower case; the first that is there wins
/// where a task has only one of the kind.
pub(super) type Columns = &'static [(&'static str, Meaning)];
