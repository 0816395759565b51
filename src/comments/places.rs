//! Where people talk, and who may.

use renexus_tables::rows::comments::ThreadRow;
use renexus_tables::rows::planning::ProjectRow;
use renexus_wire::access::Level;
use renexus_wire::notice::PlaceKind;
use serde_json::{Value, json};

use crate::access::Action;
use crate::access::level::ResourceKind;
use crate::db::DatabaseError;
use crate::db::queries::{entries, projects as project_rows};
use crate::domain::{Change, DomainError, Place, View};
use crate::planning::{projects, tasks};

/// A place that was found, with the person's level there.
pub struct Found {
    /// The place.
    pub place: Place,
    /// The person's level.
    pub level: Level,
    /// The project that it belongs to.
    pub project: Option<ProjectRow>,
}

impl Found {
    /// What an event of the place carries; the project says who may hear more than that it happened.
    pub fn told(&self, name: &str, content: Value) -> Value {
        json!({
            "project": self.project.as_ref().map(|project| &project.id),
            "place_kind": self.place.kind, "place": self.place.id, name: content,
        })
    }

    /// Whether the content of comments may go into events: whoever may not read the project gets
    /// them without, and documents outside of projects have readers of their own.
    pub fn is_told_whole(&self) -> bool {
        self.project.is_some()
    }
}

/// The place with this id (or key); for those who may not know of it there is none.
pub fn find(view: &mut View<'_>, kind: PlaceKind, key: &str) -> Result<Found, DomainError> {
    match kind {
        PlaceKind::Task => {
            let found = tasks::find(view, key)?;
            let place = tasks::place(&found.row, &found.project);
            Ok(Found { place, level: found.level, project: Some(found.project) })
        }
        PlaceKind::Document => document(view, key),
        PlaceKind::Project => {
            let (project, level) = projects::reach(view, key)?;
            let place = Place {
                kind,
                id: project.id.clone(),
                resource: Some((ResourceKind::Project, project.id.clone())),
                title: project.name.clone(),
            };
            Ok(Found { place, level, project: Some(project) })
        }
        PlaceKind::Workspace => Err(DomainError::NotFound("place")),
    }
}

fn document(view: &mut View<'_>, id: &str) -> Result<Found, DomainError> {
    let (workspace, resource) = (view.workspace.id.clone(), ResourceKind::Document);
    if !entries::resource_belongs(view.connection, &workspace, resource, id)? {
        return Err(DomainError::NotFound("document"));
    }
    let level = view.level(resource, id)?;
    if level < Level::Read {
        return Err(DomainError::NotFound("document"));
    }
    let project = project_rows::of_document(view.connection, id)?;
    let place = Place {
        kind: PlaceKind::Document,
        id: id.to_owned(),
        resource: Some((resource, id.to_owned())),
        title: format!("document {id}"),
    };
    Ok(Found { place, level, project })
}

/// The place of a conversation.
pub fn of_thread(view: &mut View<'_>, thread: &ThreadRow) -> Result<Found, DomainError> {
    let kind = kind(&thread.place_kind)?;
    find(view, kind, &thread.place).map_err(|error| match error {
        DomainError::NotFound(_) => DomainError::NotFound("thread"),
        other => other,
    })
}

/// A place as the database keeps it.
pub fn kind(word: &str) -> Result<PlaceKind, DatabaseError> {
    let damaged = || DatabaseError::Damaged(format!("place `{word}`"));
    PlaceKind::from_word(word).ok_or_else(damaged)
}

/// Refuses to look where the person may not.
pub fn may_read(view: &View<'_>, found: &Found) -> Result<(), DomainError> {
    view.require_at(Action::ResourceRead, found.level)
}

/// Refuses to talk where the person may not, or where nothing is changed any more.
pub fn may_comment(tx: &Change<'_>, found: &Found) -> Result<(), DomainError> {
    tx.require_at(Action::ResourceComment, found.level)?;
    if found.project.as_ref().is_some_and(|project| project.archived_at.is_some()) {
        return Err(DomainError::Conflict("the project is archived; it is only read"));
    }
    if found.project.as_ref().is_some_and(|project| project.delete_after.is_some()) {
        return Err(DomainError::Conflict("the project is deleted; restore it first"));
    }
    Ok(())
}
