//! What of an event somebody may hear: of projects that they may not read, that something happened.
//!
//! The number stays, so that nobody sees a hole; the particulars go.

use std::collections::BTreeSet;

use renexus_wire::event::Event;
use serde_json::{Value, json};

use super::projects;
use crate::domain::{DomainError, View};

/// The ids of the projects that the person may hear of.
pub fn open(look: &mut View<'_>) -> Result<BTreeSet<String>, DomainError> {
    Ok(projects::readable(look)?.into_iter().map(|(row, _)| row.id).collect())
}

/// The event as somebody hears it who may read these projects.
pub fn heard(event: Event, open: &BTreeSet<String>) -> Event {
    match instead(&event, open) {
        Some(data) => Event { data, ..event },
        None => event,
    }
}

/// What stands in the place of the data for somebody who may read these projects; `None` when
/// they hear it whole.
pub fn instead(event: &Event, open: &BTreeSet<String>) -> Option<Value> {
    if project(event).is_none_or(|project| open.contains(project)) {
        return None;
    }
    // A card that left for where somebody cannot see it still leaves the board that they see.
    let left = event.data.pointer("/from/project").and_then(Value::as_str);
    Some(match left.filter(|project| open.contains(*project)) {
        Some(_) => json!({
            "from": event.data.get("from"), "task": { "id": event.data.pointer("/task/id") },
        }),
        None => json!({}),
    })
}

/// Whether an event is about a project: not everybody hears it whole.
pub fn is_guarded(event: &Event) -> bool {
    project(event).is_some()
}

/// Whether the projects that somebody may hear of may be others from this event on.
pub fn changes_rights(event: &Event) -> bool {
    event.kind == "access.changed"
        || ["member.", "project.", "workspace."].iter().any(|kind| event.kind.starts_with(kind))
}

/// The project that an event is about.
fn project(event: &Event) -> Option<&str> {
    let field = if event.kind.starts_with("project.") { "id" } else { "project" };
    event.data.get(field).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn told(kind: &str, data: Value) -> Value {
        let open = BTreeSet::from(["open".to_owned()]);
        let workspace = "studio".to_owned();
        let event = Event {
            workspace,
            seq: 7,
            kind: kind.to_owned(),
            actor: None,
            at: DateTime::UNIX_EPOCH,
            data,
        };
        let heard = heard(event, &open);
        assert_eq!((heard.seq, heard.kind.as_str()), (7, kind));
        heard.data
    }

    #[test]
    fn nothing_is_told_of_projects_that_are_not_open() {
        for (kind, data) in [
            ("task.updated", json!({ "project": "open", "task": {} })),
            ("project.updated", json!({ "id": "open", "name": "x" })),
            ("label.created", json!({ "id": "closed" })),
            ("view.created", json!({ "project": null })),
            ("member.joined", json!({ "person": "x" })),
        ] {
            assert_eq!(told(kind, data.clone()), data, "{kind}");
        }
        for (kind, data) in [
            ("task.updated", json!({ "project": "closed", "task": { "title": "secret" } })),
            ("project.created", json!({ "id": "closed", "name": "secret" })),
            ("board.spread", json!({ "project": "closed", "ranks": [] })),
        ] {
            assert_eq!(told(kind, data), json!({}), "{kind}");
        }
        let from = json!({ "project": "open", "status": "s" });
        let moved =
            json!({ "project": "closed", "from": from, "task": { "id": "t", "title": "x" } });
        assert_eq!(told("task.moved", moved), json!({ "from": from, "task": { "id": "t" } }));
    }
}
