//! What of an event somebody may hear: of projects and files that they may not read, that something happened.
//!
//! The number stays, so that nobody sees a hole; the particulars go. It counts what somebody may read now,
//! also of events from before something was closed.

use std::collections::BTreeSet;

use renexus_wire::event::Event;
use serde_json::{Value, json};

use super::projects;
use crate::db::queries::files;
use crate::domain::{DomainError, View};
use crate::filing;

/// What somebody may hear of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// The ids of the projects that they may read.
    projects: BTreeSet<String>,
    files: OpenFiles,
}

/// The files that somebody may hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
enum OpenFiles {
    /// All but these.
    Except(BTreeSet<String>),
    /// These alone.
    Only(BTreeSet<String>),
}

impl Default for OpenFiles {
    fn default() -> Self {
        Self::Only(BTreeSet::new())
    }
}

impl OpenFiles {
    fn has(&self, file: &str) -> bool {
        match self {
            Self::Except(closed) => !closed.contains(file),
            Self::Only(open) => open.contains(file),
        }
    }
}

/// What the person may hear of.
pub fn open(look: &mut View<'_>) -> Result<Open, DomainError> {
    let projects = projects::readable(look)?.into_iter().map(|(row, _)| row.id).collect();
    let reader = filing::reader(look, None)?;
    let here = (look.workspace.id.as_str(), reader);
    let files = match files::heard(look.connection, here, look.now)? {
        files::Heard::Except(closed) => OpenFiles::Except(closed.into_iter().collect()),
        files::Heard::Only(open) => OpenFiles::Only(open.into_iter().collect()),
    };
    Ok(Open { projects, files })
}

/// The event as somebody hears it who may read these.
pub fn heard(event: Event, open: &Open) -> Event {
    match instead(&event, open) {
        Some(data) => Event { data, ..event },
        None => event,
    }
}

/// What stands in the place of the data for somebody who may read these; `None` when
/// they hear it whole.
pub fn instead(event: &Event, open: &Open) -> Option<Value> {
    if let Some(file) = file(event) {
        return (!open.files.has(file)).then(|| json!({ "id": file, "restricted": true }));
    }
    let has = |project: &str| open.projects.contains(project);
    if project(event).is_none_or(has) {
        return None;
    }
    // A card that left for where somebody cannot see it still leaves the board that they see.
    Some(match left(event).filter(|project| has(project)) {
        Some(_) => json!({
            "from": event.data.get("from"), "task": { "id": event.data.pointer("/task/id") },
        }),
        None => json!({}),
    })
}

/// The event as somebody is told of it elsewhere, who may read these; `None` when there is nothing to tell.
pub fn told(event: Event, open: &Open) -> Option<Event> {
    match instead(&event, open) {
        None => Some(event),
        Some(data) => data.get("from").is_some().then_some(Event { data, ..event }),
    }
}

/// Whether an event is about a project or a file: not everybody hears it whole.
pub fn is_guarded(event: &Event) -> bool {
    project(event).is_some() || file(event).is_some()
}

/// Whether what somebody may hear of may be other things from this event on.
pub fn changes_rights(event: &Event) -> bool {
    ["access.changed", "file.updated"].contains(&event.kind.as_str())
        || ["member.", "project.", "workspace."].iter().any(|kind| event.kind.starts_with(kind))
}

/// Whether an event happened in a project, or is that something left it.
pub fn is_in(event: &Event, id: &str) -> bool {
    project(event) == Some(id) || left(event) == Some(id)
}

/// The project that something left.
fn left(event: &Event) -> Option<&str> {
    event.data.pointer("/from/project").and_then(Value::as_str)
}

/// The file that an event is about.
fn file(event: &Event) -> Option<&str> {
    let about = event.kind.starts_with("file.").then(|| event.data.get("id"));
    about.flatten().and_then(Value::as_str)
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

    fn particulars(kind: &str, data: Value) -> Value {
        let open = Open {
            projects: BTreeSet::from(["open".to_owned()]),
            files: OpenFiles::Except(BTreeSet::from(["closed".to_owned()])),
        };
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
            ("file.created", json!({ "id": "open", "name": "x" })),
        ] {
            assert_eq!(particulars(kind, data.clone()), data, "{kind}");
        }
        for (kind, data) in [
            ("task.updated", json!({ "project": "closed", "task": { "title": "secret" } })),
            ("project.created", json!({ "id": "closed", "name": "secret" })),
            ("board.spread", json!({ "project": "closed", "ranks": [] })),
        ] {
            assert_eq!(particulars(kind, data), json!({}), "{kind}");
        }
        let file = json!({ "id": "closed", "name": "secret" });
        assert_eq!(
            particulars("file.created", file),
            json!({ "id": "closed", "restricted": true })
        );
        let from = json!({ "project": "open", "status": "s" });
        let moved =
            json!({ "project": "closed", "from": from, "task": { "id": "t", "title": "x" } });
        assert_eq!(
            particulars("task.moved", moved),
            json!({ "from": from, "task": { "id": "t" } })
        );
    }
}
