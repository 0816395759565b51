//! The tasks of a table, part by part.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use renexus_tables::rows::tasks::{AssigneeRow, LinkRow, TaskLabelRow, TaskRow};
use renexus_wire::id::fresh;
use renexus_wire::rest::boards::ImportView;
use renexus_wire::task::LinkKind;
use serde_json::json;

use super::super::linking::ends;
use super::super::statuses::{among, first};
use super::super::tasks::{end_of, entered};
use super::super::{describing, projects};
use super::plan::Plan;
use crate::access::Person;
use crate::db::queries::projects as project_rows;
use crate::db::queries::tasks::{self as rows, links, marks};
use crate::domain::{Change, Domain, DomainError};
use crate::tasks::folding::fold;
use crate::tasks::import::ImportedTask;
use crate::tasks::rank::{NoRoom, Rank};

/// Tasks of one transaction; each takes about ten statements.
const PART: usize = 200;

/// Writes all parts, then what lies between tasks.
pub(super) async fn write(
    domain: &Domain,
    person: &Person,
    (workspace, plan): (&str, Plan),
    tasks: Vec<ImportedTask>,
) -> Result<ImportView, DomainError> {
    let (plan, tasks) = (Arc::new(plan), Arc::new(tasks));
    let ids: Arc<Vec<String>> = Arc::new(tasks.iter().map(|_| fresh()).collect());
    let mut view = plan.view.clone();
    for from in (0..tasks.len()).step_by(PART) {
        let part = Part { plan: Arc::clone(&plan), ids: Arc::clone(&ids), from };
        let tasks = Arc::clone(&tasks);
        let written = domain.change(person, workspace, move |tx| part.write(tx, &tasks));
        let (begin, end) = written.await?;
        view.first = view.first.or(Some(begin));
        view.last = Some(end);
    }
    for from in (0..tasks.len()).step_by(PART) {
        let part = Part { plan: Arc::clone(&plan), ids: Arc::clone(&ids), from };
        let tasks = Arc::clone(&tasks);
        domain.change(person, workspace, move |tx| part.join(tx, &tasks)).await?;
    }
    Ok(view)
}

/// Some tasks of a table, from a place on.
struct Part {
    plan: Arc<Plan>,
    ids: Arc<Vec<String>>,
    from: usize,
}

impl Part {
    fn own<'a>(
        &'a self,
        tasks: &'a [ImportedTask],
    ) -> impl Iterator<Item = (&'a ImportedTask, &'a String)> {
        tasks.iter().zip(self.ids.iter()).skip(self.from).take(PART)
    }

    /// Writes the tasks; returns the first and the last number.
    fn write(
        &self,
        tx: &mut Change<'_>,
        tasks: &[ImportedTask],
    ) -> Result<(i64, i64), DomainError> {
        let project = projects::to_write(tx, &self.plan.project.id)?;
        let many = i64::try_from(self.own(tasks).count()).unwrap_or(i64::MAX);
        let begin = project_rows::take_numbers(tx.connection, &project.id, many)?;
        let mut ends: HashMap<String, Rank> = HashMap::new();
        let (mut new, mut people, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        for ((task, id), number) in self.own(tasks).zip(begin..) {
            let row = self.row(tx, (task, id, number), &mut ends)?;
            let person = |name: &String| self.plan.people.get(name).cloned();
            let mut assignees: Vec<_> = task.assignees.iter().filter_map(person).collect();
            assignees.sort();
            assignees.dedup();
            let assignee = |person| AssigneeRow { task: id.clone(), person };
            people.extend(assignees.into_iter().map(assignee));
            let mut marked: Vec<_> =
                task.labels.iter().filter_map(|name| self.plan.labels.id(name)).collect();
            marked.sort();
            marked.dedup();
            labels.extend(marked.into_iter().map(|label| TaskLabelRow { task: id.clone(), label }));
            new.push(row);
        }
        rows::insert(tx.connection, &new)?;
        marks::insert(tx.connection, &people, &labels)?;
        let end = begin + many - 1;
        tx.event("tasks.imported", &json!({ "project": project.id, "first": begin, "last": end }))?;
        Ok((begin, end))
    }

    fn row(
        &self,
        tx: &mut Change<'_>,
        (task, id, number): (&ImportedTask, &str, i64),
        ends: &mut HashMap<String, Rank>,
    ) -> Result<TaskRow, DomainError> {
        let plan = &self.plan;
        let named = task.status.as_ref().and_then(|name| plan.status_names.id(name));
        let status = match named {
            Some(id) => among(&plan.statuses, &id)?,
            None => first(&plan.statuses)?,
        };
        let full = |NoRoom| DomainError::Conflict("the column is full");
        let rank = match ends.get(&status.id) {
            Some(last) => Rank::between(Some(last), None).map_err(full)?,
            None => end_of(tx, &status.id, "")?,
        };
        ends.insert(status.id.clone(), rank.clone());
        let created = past(task.created, tx.now).unwrap_or(tx.now);
        let row = TaskRow {
            id: id.to_owned(),
            workspace: plan.project.workspace.clone(),
            project: plan.project.id.clone(),
            number,
            folded: fold(&task.title),
            title: task.title.clone(),
            document: describing::create(tx, &task.description)?,
            status: status.id.clone(),
            rank: rank.to_string(),
            priority: task.priority.number(),
            estimate: task.estimate,
            starts_on: task.start,
            due_on: task.due,
            parent: None,
            cycle: task.cycle.as_ref().and_then(|name| plan.cycles.id(name)),
            milestone: task.milestone.as_ref().and_then(|name| plan.milestones.id(name)),
            version: 1,
            created_by: tx.person.id.clone(),
            created_at: created,
            updated_at: tx.now,
            started_at: past(task.started, tx.now),
            completed_at: past(task.completed, tx.now),
            archived_at: past(task.archived, tx.now),
        };
        let mut row = entered(row, status, tx.now);
        if task.started.is_none() && task.completed.is_some() && row.completed_at.is_some() {
            // When work began is not known; it was not after its end.
            row.started_at = None;
        }
        Ok(row)
    }

    /// Makes tasks parts of others, and links them.
    fn join(&self, tx: &mut Change<'_>, tasks: &[ImportedTask]) -> Result<(), DomainError> {
        let project = projects::to_write(tx, &self.plan.project.id)?;
        let mut joined = 0;
        for (task, id) in self.own(tasks) {
            if let Some(parent) = task.parent.as_ref().and_then(|key| self.id(key)) {
                rows::set_parent(tx.connection, id, parent)?;
                joined += 1;
            }
            let blocking = task.blocked_by.iter().filter_map(|key| self.id(key));
            let blocking = blocking.map(|other| (LinkKind::Blocks, other.clone(), id.clone()));
            let linked = task.links.iter().filter_map(|(kind, key)| {
                self.id(key).map(|other| (*kind, id.clone(), other.clone()))
            });
            let links: Vec<_> = blocking
                .chain(linked)
                .map(|(kind, one, other)| (kind, ends(kind, one, other)))
                .filter(|(_, (source, target))| source != target)
                .map(|(kind, (source, target))| LinkRow {
                    source,
                    kind: kind.word().to_owned(),
                    target,
                    created_by: tx.person.id.clone(),
                    created_at: tx.now,
                })
                .collect();
            joined += links::insert(tx.connection, &links)?;
        }
        if joined > 0 {
            tx.event("tasks.joined", &json!({ "project": project.id, "count": joined }))?;
        }
        Ok(())
    }

    fn id(&self, key: &str) -> Option<&String> {
        self.plan.places.get(key).and_then(|place| self.ids.get(*place))
    }
}

/// An instant of the table as the database keeps it; what has not happened yet is left out.
fn past(at: Option<DateTime<Utc>>, now: NaiveDateTime) -> Option<NaiveDateTime> {
    use chrono::SubsecRound;
    at.map(|at| at.naive_utc().trunc_subsecs(6)).filter(|at| *at <= now)
}
