//! Tasks: found by id or key, and made.

use std::collections::BTreeSet;

use renexus_tables::rows::planning::ProjectRow;
use renexus_tables::rows::tasks::TaskRow;
use renexus_wire::access::Level;
use renexus_wire::id::fresh;
use renexus_wire::rest::tasks::{NewTask, TaskView};
use serde_json::json;

use super::statuses::{among, category, first};
use super::{describing, projects, telling};
use crate::access::Action;
use crate::db::queries::tasks::marks::{self, Marks};
use crate::db::queries::tasks::{self as rows, board};
use crate::db::queries::{cycles, milestones, projects as project_rows, statuses};
use crate::domain::{Change, DomainError, View};
use crate::tasks::folding::fold;
use crate::tasks::query::TaskKey;
use crate::tasks::rank::{NoRoom, Rank};

/// Characters of an id; names like `REN-42` are shorter.
const ID_LENGTH: usize = 36;
/// Most tasks that stand inside one another.
const MAX_DEPTH: usize = 8;

/// A task that was found, with its project and the person's level there.
pub struct Found {
    /// The task.
    pub row: TaskRow,
    /// Its project.
    pub project: ProjectRow,
    /// The person's level in the project.
    pub level: Level,
}

/// The task with this id or key; for those who may not know of it there is none.
pub fn find(view: &mut View<'_>, key: &str) -> Result<Found, DomainError> {
    let unknown = || DomainError::NotFound("task");
    let workspace = view.workspace.id.clone();
    let row = if key.len() == ID_LENGTH {
        rows::find(view.connection, &workspace, key)?
    } else {
        let named = TaskKey::parse(key).ok_or_else(unknown)?;
        let project = project_rows::find(view.connection, &workspace, &named.project)?;
        let project = project.ok_or_else(unknown)?;
        rows::find_by_number(view.connection, &project.id, named.number)?
    };
    let row = row.ok_or_else(unknown)?;
    let (project, level) = match projects::reach(view, &row.project) {
        Err(DomainError::NotFound(_)) => return Err(unknown()),
        reached => reached?,
    };
    Ok(Found { row, project, level })
}

/// A task that is only looked at.
pub fn to_read(view: &mut View<'_>, key: &str) -> Result<Found, DomainError> {
    let found = find(view, key)?;
    view.require_at(Action::ResourceRead, found.level)?;
    Ok(found)
}

/// A task that is changed.
pub fn to_write(tx: &mut Change<'_>, key: &str) -> Result<Found, DomainError> {
    let found = find(tx, key)?;
    projects::to_write(tx, &found.project.id)?;
    Ok(found)
}

/// A task as it is told.
pub fn show(view: &mut View<'_>, key: &str) -> Result<TaskView, DomainError> {
    let found = to_read(view, key)?;
    told(view, found.row, &found.project)
}

/// A row as it is told.
pub fn told(
    view: &mut View<'_>,
    row: TaskRow,
    project: &ProjectRow,
) -> Result<TaskView, DomainError> {
    let marks = marks_of(view, &row.id)?;
    Ok(telling::view(row, marks, &project.key))
}

/// What a task is marked with.
pub fn marks_of(view: &mut View<'_>, id: &str) -> Result<Marks, DomainError> {
    let mut found = marks::of(view.connection, &[id.to_owned()])?;
    Ok(found.remove(id).unwrap_or_default())
}

/// Makes a task at the end of its column.
pub fn create(tx: &mut Change<'_>, new: NewTask) -> Result<TaskView, DomainError> {
    let project = projects::to_write(tx, &new.project)?;
    let all = statuses::of_project(tx.connection, &project.id)?;
    let status = match &new.status {
        Some(id) => among(&all, id)?,
        None => first(&all)?,
    };
    let title = one_line(&new.title);
    let row = TaskRow {
        id: fresh(),
        workspace: project.workspace.clone(),
        project: project.id.clone(),
        number: project_rows::take_numbers(tx.connection, &project.id, 1)?,
        folded: fold(&title),
        title,
        document: describing::create(tx, &new.description)?,
        status: status.id.clone(),
        rank: end_of(tx, &status.id, "")?.to_string(),
        priority: new.priority.number(),
        estimate: new.estimate,
        starts_on: new.start,
        due_on: new.due,
        parent: None,
        cycle: in_project(tx, "cycle", new.cycle, &project)?,
        milestone: in_project(tx, "milestone", new.milestone, &project)?,
        version: 1,
        created_by: tx.person.id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        started_at: None,
        completed_at: None,
        archived_at: None,
    };
    let mut row = entered(row, status, tx.now);
    row.parent = match new.parent {
        Some(key) => Some(parent(tx, &row.id, &key)?),
        None => None,
    };
    let marks = Marks {
        assignees: people(tx, new.assignees.into_iter().collect())?,
        labels: labels(tx, new.labels.into_iter().collect())?,
    };
    rows::insert(tx.connection, std::slice::from_ref(&row))?;
    marks::change(tx.connection, &row.id, (&Marks::default(), &marks))?;
    let made = telling::view(row, marks, &project.key);
    tx.event("task.created", &json!({ "project": project.id, "task": made }))?;
    Ok(made)
}

/// A title is one line.
pub fn one_line(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rank behind the last card of a column.
pub fn end_of(tx: &mut Change<'_>, status: &str, without: &str) -> Result<Rank, DomainError> {
    let last = board::last_rank(tx.connection, status, without)?;
    let last = last.map(|rank| parsed(&rank)).transpose()?;
    Rank::between(last.as_ref(), None).map_err(|NoRoom| DomainError::Conflict("the column is full"))
}

/// Reads a rank that was stored.
pub fn parsed(rank: &str) -> Result<Rank, DomainError> {
    Rank::parse(rank).map_err(|error| crate::db::DatabaseError::Damaged(error.to_string()).into())
}

/// Notes when work began and ended, as the category of the new status says.
pub fn entered(
    mut row: TaskRow,
    status: &renexus_tables::rows::planning::StatusRow,
    now: chrono::NaiveDateTime,
) -> TaskRow {
    use renexus_wire::task::Category::{Done, Started};
    let category = category(status);
    if matches!(category, Started | Done) {
        row.started_at = row.started_at.or(Some(now));
    }
    row.completed_at = match category.is_open() {
        true => None,
        false => row.completed_at.or(Some(now)),
    };
    row
}

/// A cycle or a milestone, if the project has it.
pub fn in_project(
    tx: &mut Change<'_>,
    field: &'static str,
    id: Option<String>,
    project: &ProjectRow,
) -> Result<Option<String>, DomainError> {
    let Some(id) = id else { return Ok(None) };
    let home = match field {
        "cycle" => cycles::find(tx.connection, &id)?.map(|row| row.project),
        _ => milestones::find(tx.connection, &id)?.map(|row| row.project),
    };
    if home.as_ref() == Some(&project.id) {
        return Ok(Some(id));
    }
    Err(DomainError::invalid(field, format!("`{id}` is no {field} of the project")))
}

/// The id of a task that another may be part of: not of itself, and not too deep.
pub fn parent(tx: &mut Change<'_>, task: &str, key: &str) -> Result<String, DomainError> {
    let found = find(tx, key)
        .map_err(|_| DomainError::invalid("parent", format!("there is no task `{key}`")))?;
    let mut above = Some(found.row.id.clone());
    for _ in 0..MAX_DEPTH {
        let Some(id) = above else { return Ok(found.row.id) };
        if id == task {
            return Err(DomainError::invalid("parent", "a task cannot be part of itself"));
        }
        above = rows::parent(tx.connection, &id)?;
    }
    Err(DomainError::invalid("parent", format!("more than {MAX_DEPTH} tasks inside one another")))
}

/// People who are in the workspace, all of them.
pub fn people(
    tx: &mut Change<'_>,
    wanted: BTreeSet<String>,
) -> Result<BTreeSet<String>, DomainError> {
    let workspace = tx.workspace.id.clone();
    let found = marks::members_among(tx.connection, &workspace, &wanted)?;
    match wanted.difference(&found).next() {
        Some(id) => {
            Err(DomainError::invalid("assignees", format!("`{id}` is not in the workspace")))
        }
        None => Ok(wanted),
    }
}

/// Labels that the workspace has, all of them.
pub fn labels(
    tx: &mut Change<'_>,
    wanted: BTreeSet<String>,
) -> Result<BTreeSet<String>, DomainError> {
    let workspace = tx.workspace.id.clone();
    let found = marks::labels_among(tx.connection, &workspace, &wanted)?;
    match wanted.difference(&found).next() {
        Some(id) => {
            Err(DomainError::invalid("labels", format!("the workspace has no label `{id}`")))
        }
        None => Ok(wanted),
    }
}
