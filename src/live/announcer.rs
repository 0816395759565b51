//! Hands on what was committed.

use std::sync::Arc;

use actix::Addr;
use renexus_actors::session::{Concerned, RightsChanged, SessionsActor};
use renexus_actors::workspace::{Happened, WorkspacesActor};
use renexus_wire::event::Event;
use renexus_wire::id::DocumentId;

use crate::domain::EventSink;

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
    use serde_json::{Value, json};

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
    }
}
