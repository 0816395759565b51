//! Hands on what was committed.

use std::sync::Arc;

use actix::Addr;
use renexus_actors::session::{Concerned, RightsChanged, SessionsActor};
use renexus_actors::workspace::{Happened, Whisper, WorkspacesActor};
use renexus_tables::rows::notices::NotificationRow;
use renexus_wire::event::Event;
use renexus_wire::id::DocumentId;
use serde_json::json;

use crate::domain::{EventSink, PersonSink};
use crate::notify::showing;

/// Tells open sockets of what was committed.
pub(crate) struct Announcer {
    workspaces: Addr<WorkspacesActor>,
    sessions: Addr<SessionsActor>,
}

impl Announcer {
    /// Tells these of it.
    pub(crate) fn new(workspaces: Addr<WorkspacesActor>, sessions: Addr<SessionsActor>) -> Self {
        Self { workspaces, sessions }
    }
}

impl EventSink for Announcer {
    fn committed(&self, events: &[Event]) {
        let Some(first) = events.first() else { return };
        // Rights first: who was sent away hears less of what follows.
        let mut told = Vec::new();
        for whose in events.iter().filter_map(concerned) {
            if !told.contains(&whose) {
                told.push(whose.clone());
                self.sessions.do_send(RightsChanged { whose: Arc::new(whose) });
            }
        }
        let workspace = first.workspace.clone();
        self.workspaces.do_send(Happened { workspace, events: events.to_vec() });
    }
}

impl PersonSink for Announcer {
    fn told(&self, notifications: &[NotificationRow]) {
        notifications.iter().filter_map(whisper).for_each(|it| self.workspaces.do_send(it));
    }
}

/// What a person is told of a notification.
pub(super) fn whisper(row: &NotificationRow) -> Option<Whisper> {
    let notification = match showing::view(row.clone()) {
        Ok(notification) => notification,
        Err(error) => {
            log::error!("a notification was not told: {error}");
            return None;
        }
    };
    let text = json!({ "type": "notification.created", "notification": notification });
    let (workspace, person) = (row.workspace.clone(), row.person.clone());
    Some(Whisper { workspace, person, text: text.to_string() })
}

/// Whose rights an event changes.
fn concerned(event: &Event) -> Option<Concerned> {
    let text = |field: &str| event.data.get(field).and_then(serde_json::Value::as_str);
    let person = |field: &str| text(field).map(|person| Concerned::Person(person.to_owned()));
    let everybody = || Concerned::Workspace(event.workspace.clone());
    match event.kind.as_str() {
        "member.joined" | "member.updated" | "member.removed" | "member.left" => {
            Some(person("person").unwrap_or_else(everybody))
        }
        "access.changed" => {
            let one = (text("subject_kind") == Some("person")).then(|| person("subject")).flatten();
            let document = || {
                let id = text("resource").filter(|_| text("kind") == Some("document"))?;
                DocumentId::parse(id).ok().map(Concerned::Document)
            };
            Some(one.or_else(document).unwrap_or_else(everybody))
        }
        "task.deleted" | "task.restored" => {
            let id = event.data.pointer("/task/document").and_then(serde_json::Value::as_str);
            id.and_then(|id| DocumentId::parse(id).ok()).map(Concerned::Document)
        }
        "workspace.archived"
        | "workspace.unarchived"
        | "workspace.deleted"
        | "workspace.restored" => Some(everybody()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::Value;

    use super::*;

    fn whose(kind: &str, data: Value) -> Option<Concerned> {
        let (workspace, kind) = ("w".into(), kind.into());
        let at = DateTime::UNIX_EPOCH;
        concerned(&Event { workspace, seq: 1, kind, actor: None, at, data })
    }

    #[test]
    fn a_change_concerns_as_few_as_possible_and_never_fewer() {
        let person = |id: &str| Some(Concerned::Person(id.into()));
        assert_eq!(whose("member.removed", json!({ "person": "p" })), person("p"));
        let data =
            json!({ "kind": "project", "resource": "r", "subject_kind": "person", "subject": "p" });
        assert_eq!(whose("access.changed", data), person("p"));
        let data = json!({ "kind": "document", "resource": "d", "subject_kind": "role", "subject": "guest" });
        let document = DocumentId::parse("d").unwrap();
        assert_eq!(whose("access.changed", data), Some(Concerned::Document(document)));
        let everybody = Some(Concerned::Workspace("w".into()));
        assert_eq!(whose("access.changed", json!({ "kind": "project" })), everybody);
        assert_eq!(whose("workspace.archived", json!({})), everybody);
        assert_eq!(whose("workspace.updated", json!({})), None);
        let data = json!({ "project": "p", "task": { "id": "t", "document": "d" } });
        let document = DocumentId::parse("d").unwrap();
        assert_eq!(whose("task.deleted", data), Some(Concerned::Document(document)));
    }
}
