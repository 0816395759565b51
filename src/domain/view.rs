//! A look into one workspace, by one person.

use chrono::NaiveDateTime;
use renexus_tables::rows::DocumentRow;
use renexus_tables::rows::planning::ProjectRow;
use renexus_tables::rows::workspaces::{AccessEntryRow, WorkspaceRow};
use renexus_wire::access::Level;
use renexus_wire::role::Role;

use super::error::DomainError;
use crate::access::level::{Asker, ResourceKind, effective};
use crate::access::{Action, Person, Standing};
use crate::db::queries::{documents, entries, members, pages, people, projects, trash, workspaces};
use crate::db::{Conn, DatabaseError};

/// A person in front of a workspace, in one transaction.
pub struct View<'a> {
    /// For queries.
    pub connection: &'a mut Conn,
    /// The workspace as it is now.
    pub workspace: WorkspaceRow,
    /// Who looks.
    pub person: Person,
    /// What they are in it.
    pub standing: Standing,
    /// The instant of the transaction.
    pub now: NaiveDateTime,
}

impl<'a> View<'a> {
    /// Finds the workspace, and what the person is in it.
    pub(super) fn open(
        connection: &'a mut Conn,
        person: Person,
        key: &str,
        now: NaiveDateTime,
    ) -> Result<Self, DomainError> {
        let administrator = match people::find(connection, &person.id)? {
            Some(row) if row.deactivated_at.is_none() => row.is_admin,
            _ => return Err(DomainError::Deactivated),
        };
        let unknown = DomainError::NotFound("workspace");
        let Some(workspace) = workspaces::find(connection, key)? else { return Err(unknown) };
        let role = members::role(connection, &workspace.id, &person.id)?;
        let standing = Standing { role, administrator };
        if !standing.sees_workspace() {
            return Err(unknown);
        }
        Ok(Self { connection, workspace, person, standing, now })
    }

    /// Finds what a link opens, for whoever has it and nothing else: they are nobody in the workspace.
    pub(super) fn by_link(
        connection: &'a mut Conn,
        link: &str,
        now: NaiveDateTime,
    ) -> Result<(Self, AccessEntryRow), DomainError> {
        let void = DomainError::NotFound("link");
        let Some(entry) = entries::find_link(connection, link, now)? else { return Err(void) };
        let Some(workspace) = workspaces::find(connection, &entry.workspace)? else {
            return Err(void);
        };
        let person = Person::visitor(link);
        let view = Self { connection, workspace, person, standing: Standing::default(), now };
        Ok((view, entry))
    }

    /// The same workspace as another person sees it, whatever they come with; none for strangers.
    pub(super) fn as_seen_by(&mut self, person: &str) -> Result<Option<View<'_>>, DomainError> {
        let person = Person::in_absence(person);
        match View::open(self.connection, person, &self.workspace.id, self.now) {
            Ok(view) if view.standing.role.is_some() => Ok(Some(view)),
            Ok(_) | Err(DomainError::Deactivated | DomainError::NotFound(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Refuses an action that the person's role or key does not allow.
    pub fn require(&self, action: Action) -> Result<(), DomainError> {
        self.require_at(action, Level::None)
    }

    /// Refuses an action that the person's level in a resource, role or key does not allow.
    pub fn require_at(&self, action: Action, level: Level) -> Result<(), DomainError> {
        let word = action.word();
        if !self.person.reaches(action) {
            return Err(DomainError::Forbidden(format!("the key does not reach `{word}`")));
        }
        if !self.standing.may_at(action, level) {
            return Err(DomainError::Forbidden(format!("`{word}` is not allowed here")));
        }
        Ok(())
    }

    /// The person's level in a resource. A document that describes a task passes on the level of
    /// the task's project; what belongs to no project is open to the workspace.
    pub fn level(&mut self, kind: ResourceKind, resource: &str) -> Result<Level, DomainError> {
        let project = match kind {
            ResourceKind::Project => projects::find(self.connection, &self.workspace.id, resource)?,
            ResourceKind::Document => projects::of_document(self.connection, resource)?,
            ResourceKind::File => None,
        };
        let project = project.filter(|project| project.workspace == self.workspace.id);
        if project.is_none() && kind == ResourceKind::Document {
            // What described a task that was deleted is closed until the task is back.
            if trash::holds_document(self.connection, resource)? {
                return Ok(Level::None);
            }
        }
        let by_default = match project {
            Some(project) if kind == ResourceKind::Project => {
                return self.level_in_project(&project);
            }
            Some(project) => self.level_in_project(&project)?,
            None if kind == ResourceKind::Document && self.is_closed(resource)? => {
                return self.level_in_closed(kind, resource);
            }
            None => self.standing.role.map_or(Level::None, |role| kind.of_role(role)),
        };
        self.level_above(by_default, kind, resource)
    }

    /// A document of the workspace, and the person's level in it; those who may not read it are told that there is none.
    pub fn document(&mut self, id: &str) -> Result<(DocumentRow, Level), DomainError> {
        let unknown = DomainError::NotFound("document");
        let found: Option<DocumentRow> = documents::find_by_id(self.connection, id)?;
        let here = found.filter(|row| row.workspace.as_ref() == Some(&self.workspace.id));
        let Some(row) = here.filter(|row| row.deleted_at.is_none()) else { return Err(unknown) };
        match self.level(ResourceKind::Document, id)? {
            level if level < Level::Read => Err(unknown),
            level => Ok((row, level)),
        }
    }

    /// Whether a document is for admins and those who are named alone.
    fn is_closed(&mut self, document: &str) -> Result<bool, DomainError> {
        let page = pages::find(self.connection, document)?;
        Ok(page.is_some_and(|page| page.is_closed))
    }

    /// The person's level in a project; closed ones are for admins and those who are named.
    pub fn level_in_project(&mut self, project: &ProjectRow) -> Result<Level, DomainError> {
        let kind = ResourceKind::Project;
        if project.is_closed {
            return self.level_in_closed(kind, &project.id);
        }
        let by_default = self.standing.role.map_or(Level::None, |role| kind.of_role(role));
        self.level_above(by_default, kind, &project.id)
    }

    /// The person's level in a resource that is closed to all but admins and those who are named.
    pub fn level_in_closed(
        &mut self,
        kind: ResourceKind,
        resource: &str,
    ) -> Result<Level, DomainError> {
        let by_default = match self.standing.role {
            Some(role) if role >= Role::Admin => kind.of_role(role),
            _ => Level::None,
        };
        self.level_above(by_default, kind, resource)
    }

    /// The highest level of a default and all entries; a resource inside of another passes that one's level.
    pub fn level_above(
        &mut self,
        by_default: Level,
        kind: ResourceKind,
        resource: &str,
    ) -> Result<Level, DomainError> {
        let asker = Asker {
            person: Some(self.person.id.clone()),
            role: self.standing.role,
            link: self.person.link.clone(),
        };
        let found = entries::of_resource(
            self.connection,
            (&self.workspace.id, kind.word(), resource),
            self.now,
        )?;
        let parsed = found.iter().map(entries::parse).collect::<Result<Vec<_>, DatabaseError>>()?;
        Ok(effective(&asker, by_default, &parsed))
    }
}
