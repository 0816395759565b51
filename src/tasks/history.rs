//! What is different between two states of a task, field by field.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use renexus_wire::task::Priority;

/// Everything of a task whose history is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskState {
    /// The id of its project.
    pub project: String,
    /// Its number there.
    pub number: i64,
    /// What it is called.
    pub title: String,
    /// The id of its status.
    pub status: String,
    /// How much it presses.
    pub priority: Priority,
    /// How much work it is.
    pub estimate: Option<i32>,
    /// When work should begin.
    pub start: Option<NaiveDate>,
    /// When it is due.
    pub due: Option<NaiveDate>,
    /// The id of the task that it is part of.
    pub parent: Option<String>,
    /// The id of its cycle.
    pub cycle: Option<String>,
    /// The id of its milestone.
    pub milestone: Option<String>,
    /// The ids of those who work on it.
    pub assignees: BTreeSet<String>,
    /// The ids of its labels.
    pub labels: BTreeSet<String>,
    /// Whether it was put away.
    pub archived: bool,
}

/// One field that changed. Of people and labels each one that came or went is a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: &'static str,
    /// What it was; nothing when it was not set.
    pub before: Option<String>,
    /// What it is now; nothing when it is not set any more.
    pub after: Option<String>,
}

/// Every field that differs, in a fixed order.
pub fn changes(before: &TaskState, after: &TaskState) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut compare = |field, before: Option<String>, after: Option<String>| {
        if before != after {
            changes.push(Change { field, before, after });
        }
    };
    let some = |text: &str| Some(text.to_owned());
    compare("project", some(&before.project), some(&after.project));
    compare("number", Some(before.number.to_string()), Some(after.number.to_string()));
    compare("title", some(&before.title), some(&after.title));
    compare("status", some(&before.status), some(&after.status));
    compare("priority", some(before.priority.word()), some(after.priority.word()));
    compare("estimate", shown(before.estimate), shown(after.estimate));
    compare("start", shown(before.start), shown(after.start));
    compare("due", shown(before.due), shown(after.due));
    compare("parent", before.parent.clone(), after.parent.clone());
    compare("cycle", before.cycle.clone(), after.cycle.clone());
    compare("milestone", before.milestone.clone(), after.milestone.clone());
    compare("archived", Some(before.archived.to_string()), Some(after.archived.to_string()));
    members("assignee", &before.assignees, &after.assignees, &mut changes);
    members("label", &before.labels, &after.labels, &mut changes);
    changes
}

fn shown(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn members(
    field: &'static str,
    before: &BTreeSet<String>,
    after: &BTreeSet<String>,
    changes: &mut Vec<Change>,
) {
    let gone = before.difference(after);
    changes.extend(gone.map(|one| Change { field, before: Some(one.clone()), after: None }));
    let come = after.difference(before);
    changes.extend(come.map(|one| Change { field, before: None, after: Some(one.clone()) }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_that_differs_is_told_once() {
        let before = TaskState {
            title: "Crash".into(),
            assignees: ["ana".into(), "bo".into()].into(),
            ..TaskState::default()
        };
        assert_eq!(changes(&before, &before), []);
        let after = TaskState {
            title: "Crash at start".into(),
            priority: Priority::High,
            due: NaiveDate::from_ymd_opt(2026, 12, 1),
            assignees: ["bo".into(), "cy".into()].into(),
            ..TaskState::default()
        };
        let told: Vec<_> = changes(&before, &after)
            .into_iter()
            .map(|change| (change.field, change.before, change.after))
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                ("title", some("Crash"), some("Crash at start")),
                ("priority", some("none"), some("high")),
                ("due", None, some("2026-12-01")),
                ("assignee", some("ana"), None),
                ("assignee", None, some("cy")),
            ]
        );
    }
}
