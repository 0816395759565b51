//! The way from a token to a seat: what the bearer may do, and the opening.

use std::sync::Arc;

use renexus_wire::access::{Grant, Level};
use renexus_wire::event::workspace_of;
use renexus_wire::id::DocumentId;
use thiserror::Error;

use super::actor::SessionParts;
use super::seated::Seated;
use crate::ports::{Place, StoreError};
use crate::registry::{Open, OpenError};
use crate::workspace::OpenWorkspace;

/// Why somebody does not get a seat.
#[derive(Debug, Error)]
pub(super) enum Denied {
    /// Their level is none.
    #[error("the token does not reach this document")]
    Forbidden,
    /// It cannot be opened.
    #[error(transparent)]
    Closed(#[from] OpenError),
}

/// A seat that may be taken.
pub(super) struct Entrance {
    pub(super) seated: Seated,
    pub(super) level: Level,
}

/// What the name stands for.
pub(super) fn place(name: &DocumentId) -> Place {
    match workspace_of(name) {
        Some(workspace) => Place::Workspace(workspace.to_owned()),
        None => Place::Document(name.clone()),
    }
}

/// The person whose token it is; none for tokens that say themselves what they are worth.
pub(super) fn person(grant: &Grant) -> Option<String> {
    grant.login.as_ref().and(grant.subject.clone())
}

/// Asks what a person may do in a place now.
pub(super) async fn ask(
    parts: Arc<SessionParts>,
    person: String,
    place: Place,
) -> Result<Level, StoreError> {
    parts.rights.level(person, place).await
}

/// Opens what the name stands for, for somebody who may.
///
/// People are asked about first: what they may not know of is not even looked up.
pub(super) async fn enter(
    parts: Arc<SessionParts>,
    name: DocumentId,
    grant: Grant,
) -> Result<Entrance, Denied> {
    let asked = match person(&grant) {
        Some(person) => {
            let level = ask(Arc::clone(&parts), person, place(&name)).await;
            Some(level.map_err(OpenError::from)?)
        }
        None => None,
    };
    if asked == Some(Level::None) {
        return Err(Denied::Forbidden);
    }
    let seated = open(&parts, &name, &grant).await?;
    let level = asked.unwrap_or_else(|| grant.level(&name, seated.workspace()));
    if level == Level::None {
        return Err(Denied::Forbidden);
    }
    Ok(Entrance { seated, level })
}

async fn open(parts: &SessionParts, name: &DocumentId, grant: &Grant) -> Result<Seated, OpenError> {
    match place(name) {
        Place::Workspace(workspace) => {
            let opened = parts.workspaces.send(OpenWorkspace { workspace }).await;
            Ok(Seated::Channel(opened.map_err(|_| OpenError::Stopping)??))
        }
        Place::Document(document) => {
            let create = parts.create_on_open && grant.may_create();
            let opened = parts.registry.send(Open { document, create }).await;
            Ok(Seated::Document(opened.map_err(|_| OpenError::Stopping)??))
        }
    }
}
