//! Projects: who reaches them, and what becomes of them.

use std::collections::HashMap;

use renexus_tables::rows::planning::{ProjectRow, StatusRow};
use renexus_tables::rows::workspaces::AccessEntryRow;
use renexus_wire::access::Level;
use renexus_wire::id::fresh;
use renexus_wire::rest::planning::{NewProject, ProjectChange, ProjectView};
use renexus_wire::role::Role;
use renexus_wire::task::Category;

use crate::access::Action;
use crate::access::level::{Asker, ResourceKind, effective};
use crate::db::queries::{entries, projects, statuses};
use crate::domain::{Change, DomainError, Expected, View};
use crate::tasks::folding::fold;

/// Most projects of a workspace: each list of tasks looks at all of them.
const MAX_PROJECTS: i64 = 500;
/// What a board begins with.
const FIRST_STATUSES: [(&str, Category); 5] = [
    ("Backlog", Category::Backlog),
    ("To do", Category::Unstarted),
    ("In progress", Category::Started),
    ("Done", Category::Done),
    ("Cancelled", Category::Cancelled),
];

/// The projects of the workspace that the person may read, with the level in each.
pub fn readable(view: &mut View<'_>) -> Result<Vec<(ProjectRow, Level)>, DomainError> {
    let workspace = view.workspace.id.clone();
    let rows = projects::all(view.connection, &workspace)?;
    let kind = ResourceKind::Project;
    let given = projects::entries(view.connection, (&workspace, kind.word()), view.now)?;
    let mut by_project: HashMap<&str, Vec<_>> = HashMap::new();
    for row in &given {
        by_project.entry(row.resource.as_str()).or_default().push(entries::parse(row)?);
    }
    let asker = Asker {
        person: Some(view.person.id.clone()),
        role: view.standing.role,
        link: view.person.link.clone(),
    };
    let level = |row: &ProjectRow| {
        let role = view.standing.role.filter(|role| !row.is_closed || *role >= Role::Admin);
        let by_default = role.map_or(Level::None, |role| kind.of_role(role));
        let given = by_project.get(row.id.as_str()).map_or(&[][..], Vec::as_slice);
        effective(&asker, by_default, given)
    };
    let levels = rows.into_iter().map(|row| {
        let level = level(&row);
        (row, level)
    });
    Ok(levels.filter(|(_, level)| *level >= Level::Read).collect())
}

/// The project with this id or key and the person's level in it; for those who may not know of it there is none.
pub fn reach(view: &mut View<'_>, key: &str) -> Result<(ProjectRow, Level), DomainError> {
    let workspace = view.workspace.id.clone();
    let found = projects::find(view.connection, &workspace, key)?;
    let project = found.ok_or(DomainError::NotFound("project"))?;
    let level = view.level_in_project(&project)?;
    if level < Level::Read {
        return Err(DomainError::NotFound("project"));
    }
    Ok((project, level))
}

/// A project that is only looked at.
pub fn to_read(view: &mut View<'_>, key: &str) -> Result<ProjectRow, DomainError> {
    let (project, level) = reach(view, key)?;
    view.require_at(Action::ResourceRead, level)?;
    Ok(project)
}

/// A project whose tasks are changed.
pub fn to_write(tx: &mut Change<'_>, key: &str) -> Result<ProjectRow, DomainError> {
    to(tx, key, Action::ResourceWrite)
}

/// A project that is changed itself.
pub fn to_manage(tx: &mut Change<'_>, key: &str) -> Result<ProjectRow, DomainError> {
    to(tx, key, Action::ResourceManage)
}

fn to(tx: &mut Change<'_>, key: &str, action: Action) -> Result<ProjectRow, DomainError> {
    let (project, level) = reach(tx, key)?;
    tx.require_at(action, level)?;
    is_open(&project)?;
    Ok(project)
}

fn is_open(project: &ProjectRow) -> Result<(), DomainError> {
    stays(project)?;
    match project.archived_at {
        Some(_) => Err(DomainError::Conflict("the project is archived; it is only read")),
        None => Ok(()),
    }
}

/// Refuses to change a project that was deleted.
fn stays(project: &ProjectRow) -> Result<(), DomainError> {
    match project.delete_after {
        Some(_) => Err(DomainError::Conflict("the project is deleted; restore it first")),
        None => Ok(()),
    }
}

/// Starts a project with its first statuses.
pub fn create(tx: &mut Change<'_>, new: NewProject) -> Result<ProjectView, DomainError> {
    tx.require(Action::ProjectCreate)?;
    let workspace = tx.workspace.id.clone();
    if projects::count(tx.connection, &workspace)? >= MAX_PROJECTS {
        return Err(DomainError::Conflict("the workspace has 500 projects, which is the most"));
    }
    let row = ProjectRow {
        id: fresh(),
        workspace,
        key: new.key,
        name: new.name.trim().to_owned(),
        about: new.about,
        is_closed: new.closed,
        next_number: 1,
        version: 1,
        created_by: tx.person.id.clone(),
        created_at: tx.now,
        archived_at: None,
        delete_after: None,
    };
    projects::insert(tx.connection, &row).map_err(DomainError::taken("key", &row.key))?;
    if tx.standing.role.is_none_or(|role| role < Role::Admin) {
        given_to_maker(tx, &row)?;
    }
    let status = |((name, category), position): ((&str, Category), i32)| StatusRow {
        id: fresh(),
        project: row.id.clone(),
        name: name.to_owned(),
        folded: fold(name),
        category: category.word().to_owned(),
        position,
        version: 1,
        created_at: row.created_at,
    };
    let first: Vec<_> = FIRST_STATUSES.into_iter().zip(0..).map(status).collect();
    statuses::insert(tx.connection, &first)?;
    let made = view(row);
    tx.event("project.created", &made)?;
    Ok(made)
}

/// Whoever starts a project manages it, whatever their role gives.
fn given_to_maker(tx: &mut Change<'_>, project: &ProjectRow) -> Result<(), DomainError> {
    let entry = AccessEntryRow {
        id: fresh(),
        workspace: project.workspace.clone(),
        resource_kind: ResourceKind::Project.word().to_owned(),
        resource: project.id.clone(),
        subject_kind: entries::PERSON.to_owned(),
        subject: tx.person.id.clone(),
        level: Level::Manage.name().to_owned(),
        created_at: tx.now,
        expires_at: None,
    };
    Ok(entries::put(tx.connection, &entry)?)
}

/// Changes a project.
pub fn change(
    tx: &mut Change<'_>,
    key: &str,
    expected: Expected,
    wanted: ProjectChange,
) -> Result<ProjectView, DomainError> {
    let (before, level) = reach(tx, key)?;
    tx.require_at(Action::ResourceManage, level)?;
    expected.check(before.version, &view(before.clone()))?;
    stays(&before)?;
    let mut row = before.clone();
    if let Some(archived) = wanted.archived {
        row.archived_at = archived.then_some(row.archived_at.unwrap_or(tx.now));
    }
    row.key = wanted.key.unwrap_or(row.key);
    row.name = wanted.name.map_or(row.name, |name| name.trim().to_owned());
    row.about = wanted.about.unwrap_or(row.about);
    row.is_closed = wanted.closed.unwrap_or(row.is_closed);
    if row == before {
        return Ok(view(row));
    }
    if before.archived_at.is_some() {
        is_open(&row)?;
    }
    row.version += 1;
    projects::update(tx.connection, &row).map_err(DomainError::taken("key", &row.key))?;
    let changed = view(row);
    tx.event("project.updated", &changed)?;
    Ok(changed)
}

/// A project as those see it who may.
pub fn view(row: ProjectRow) -> ProjectView {
    ProjectView {
        id: row.id,
        key: row.key,
        name: row.name,
        about: row.about,
        closed: row.is_closed,
        version: row.version,
        created_by: row.created_by,
        created_at: row.created_at.and_utc(),
        archived_at: row.archived_at.map(|at| at.and_utc()),
        delete_after: row.delete_after.map(|at| at.and_utc()),
    }
}
