//! Links between tasks: one blocks, duplicates or relates to another.

use std::collections::BTreeSet;

use renexus_tables::rows::tasks::LinkRow;
use renexus_wire::rest::task_lines::{NewTaskLink, TaskLinkView};
use renexus_wire::task::LinkKind;
use serde_json::json;

use super::tasks;
use crate::db::queries::tasks::links;
use crate::domain::{Change, DomainError, View};

/// Most links of one task.
const MAX_LINKS: usize = 100;
/// Most tasks that are looked at to find a circle.
const MOST_LOOKED_AT: usize = 2_000;

/// The links from and to a task whose other end the person may read.
pub fn list(look: &mut View<'_>, key: &str) -> Result<Vec<TaskLinkView>, DomainError> {
    let found = tasks::to_read(look, key)?;
    let mut seen = Vec::new();
    for row in links::of(look.connection, &found.row.id)? {
        let other = if row.source == found.row.id { &row.target } else { &row.source };
        match tasks::find(look, other) {
            Ok(_) => seen.push(view(row)),
            Err(DomainError::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(seen)
}

/// Links a task to another. A link that is there already stays as it is.
pub fn add(tx: &mut Change<'_>, key: &str, new: &NewTaskLink) -> Result<TaskLinkView, DomainError> {
    let found = tasks::to_write(tx, key)?;
    let other = tasks::find(tx, &new.task)
        .map_err(|_| DomainError::invalid("task", format!("there is no task `{}`", new.task)))?;
    let ends = ends(new.kind, found.row.id.clone(), other.row.id);
    if ends.0 == ends.1 {
        return Err(DomainError::invalid("task", "a task is not linked to itself"));
    }
    if new.kind == LinkKind::Blocks && blocks(tx, &ends.1, &ends.0)? {
        return Err(DomainError::invalid("task", "it blocks this one already, in a circle"));
    }
    let there = links::of(tx.connection, &found.row.id)?;
    let same =
        |row: &LinkRow| row.source == ends.0 && row.target == ends.1 && row.kind == new.kind.word();
    if let Some(row) = there.iter().find(|row| same(row)) {
        return Ok(view(row.clone()));
    }
    if there.len() >= MAX_LINKS {
        return Err(DomainError::Conflict("the task has 100 links, which is the most"));
    }
    let row = LinkRow {
        source: ends.0,
        kind: new.kind.word().to_owned(),
        target: ends.1,
        created_by: tx.person.id.clone(),
        created_at: tx.now,
    };
    links::insert(tx.connection, std::slice::from_ref(&row))?;
    let told = view(row);
    let (source, kind, target) = (&told.source, told.kind, &told.target);
    let data = json!({
        "project": found.project.id, "source": source, "kind": kind, "target": target,
    });
    tx.event("task.linked", &data)?;
    Ok(told)
}

/// Takes a link away.
pub fn remove(
    tx: &mut Change<'_>,
    key: &str,
    (kind, other): (LinkKind, &str),
) -> Result<(), DomainError> {
    let found = tasks::to_write(tx, key)?;
    let other = tasks::find(tx, other)?;
    let ends = ends(kind, found.row.id, other.row.id);
    if !links::delete(tx.connection, (&ends.0, kind.word(), &ends.1))? {
        return Err(DomainError::NotFound("link"));
    }
    let project = found.project.id;
    let data = json!({ "project": project, "source": ends.0, "kind": kind, "target": ends.1 });
    tx.event("task.unlinked", &data)
}

/// Source and target; what relates does so in both directions and is kept once.
pub fn ends(kind: LinkKind, one: String, other: String) -> (String, String) {
    if kind == LinkKind::Relates && other < one { (other, one) } else { (one, other) }
}

/// Whether one task blocks another, directly or through others.
pub fn blocks(tx: &mut Change<'_>, one: &str, other: &str) -> Result<bool, DomainError> {
    let mut seen = BTreeSet::from([one.to_owned()]);
    let mut front = vec![one.to_owned()];
    while !front.is_empty() && seen.len() < MOST_LOOKED_AT {
        let next = links::targets(tx.connection, LinkKind::Blocks.word(), &front)?;
        if next.iter().any(|id| id == other) {
            return Ok(true);
        }
        front = next.into_iter().filter(|id| seen.insert(id.clone())).collect();
    }
    Ok(false)
}

/// A link as it is told.
pub fn view(row: LinkRow) -> TaskLinkView {
    TaskLinkView {
        source: row.source,
        kind: LinkKind::from_word(&row.kind).unwrap_or(LinkKind::Relates),
        target: row.target,
        created_by: row.created_by,
        created_at: row.created_at.and_utc(),
    }
}
