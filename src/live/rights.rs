//! What people may do on sockets: asked of the same table as everything else.

use renexus_actors::ports::{Place, Rights, StoreError, StoreFuture};
use renexus_tables::rows::DocumentRow;
use renexus_wire::access::Level;
use renexus_wire::id::TokenId;
use renexus_wire::role::Role;
use renexus_wire::scope::Scope;

use crate::access::level::ResourceKind;
use crate::access::{Action, Person, Via};
use crate::db::queries::documents;
use crate::domain::{Domain, DomainError, View};

/// The rights of people, over the domain.
pub(crate) struct PeopleRights {
    domain: Domain,
}

impl PeopleRights {
    /// Asks this domain.
    pub(crate) fn new(domain: Domain) -> Self {
        Self { domain }
    }
}

impl Rights for PeopleRights {
    fn level(&self, person: String, place: Place) -> StoreFuture<Level> {
        let domain = self.domain.clone();
        Box::pin(async move {
            let person = on_a_socket(person);
            let level = match place {
                Place::Workspace(workspace) => in_channel(&domain, &person, workspace).await,
                Place::Document(document) => {
                    in_document(&domain, &person, document.as_str().to_owned()).await
                }
            };
            match level {
                Ok(level) => Ok(level),
                Err(DomainError::Database(error)) => Err(StoreError::Failing(error.to_string())),
                // Strangers, and people who may not act any more.
                Err(_) => Ok(Level::None),
            }
        })
    }
}

/// A person who came with the token of a login; its own life is looked after elsewhere.
pub(super) fn on_a_socket(id: String) -> Person {
    Person { id, via: Via::Login(TokenId(String::new())), scope: Scope::Admin, link: None }
}

async fn in_channel(
    domain: &Domain,
    person: &Person,
    workspace: String,
) -> Result<Level, DomainError> {
    let id = workspace.clone();
    let level = domain.read(person, &workspace, move |look| {
        look.require(Action::EventsRead)?;
        let named = look.workspace.id == id;
        Ok(look.standing.role.filter(|_| named).map_or(Level::None, |role| match role {
            Role::Guest => Level::Read,
            Role::Member => Level::Write,
            Role::Admin | Role::Owner => Level::Manage,
        }))
    });
    level.await
}

async fn in_document(
    domain: &Domain,
    person: &Person,
    document: String,
) -> Result<Level, DomainError> {
    let id = document.clone();
    let found = domain.database().read(move |connection| documents::find_by_id(connection, &id));
    let found: Option<DocumentRow> = found.await?;
    let Some(workspace) = found.and_then(|row| row.workspace) else { return Ok(Level::None) };
    domain.read(person, &workspace, move |look| level_of(look, &document)).await
}

fn level_of(look: &mut View<'_>, document: &str) -> Result<Level, DomainError> {
    let level = look.level(ResourceKind::Document, document)?;
    let closed = look.workspace.archived_at.is_some() || look.workspace.delete_after.is_some();
    Ok(if closed { level.min(Level::Read) } else { level })
}
