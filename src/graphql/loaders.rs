//! What is loaded for many things at once: one look into the workspace, however many there are.

use std::collections::HashMap;
use std::sync::Arc;

use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::catalogue::LabelView;
use renexus_wire::rest::planning::{CycleView, MilestoneView, ProjectView, StatusView};
use renexus_wire::rest::tasks::TaskView;
use renexus_wire::rest::workspaces::MemberView;

use super::batch::Batch;
use crate::access::Action;
use crate::db::queries::{comments, members, tasks};
use crate::domain::{DomainError, View};
use crate::http::workspaces::members::view as member;
use crate::planning::{cycles, labels, milestones, projects, statuses, telling};

type Loaded<V> = Result<HashMap<String, V>, DomainError>;

/// The batches of one request.
pub(super) struct Loaders {
    pub(super) members: Batch<MemberView>,
    pub(super) projects: Batch<ProjectView>,
    pub(super) statuses: Batch<StatusView>,
    pub(super) labels: Batch<LabelView>,
    pub(super) cycles: Batch<CycleView>,
    pub(super) milestones: Batch<MilestoneView>,
    pub(super) tasks: Batch<TaskView>,
    pub(super) comment_counts: Batch<i64>,
}

impl Default for Loaders {
    fn default() -> Self {
        let asked = Arc::default();
        Self {
            members: Batch::new(of_members, &asked),
            projects: Batch::new(of_projects, &asked),
            statuses: Batch::new(of_statuses, &asked),
            labels: Batch::new(of_labels, &asked),
            cycles: Batch::new(of_cycles, &asked),
            milestones: Batch::new(of_milestones, &asked),
            tasks: Batch::new(of_tasks, &asked),
            comment_counts: Batch::new(of_comments, &asked),
        }
    }
}

fn of_members(look: &mut View<'_>, ids: Vec<String>) -> Loaded<MemberView> {
    look.require(Action::MembersRead)?;
    let found = members::among(look.connection, &look.workspace.id, &ids)?;
    let told = found.into_iter().map(member);
    told.map(|told| told.map(|member| (member.person.clone(), member))).collect()
}

fn of_projects(look: &mut View<'_>, ids: Vec<String>) -> Loaded<ProjectView> {
    let rows = projects::readable(look)?.into_iter().map(|(row, _)| row);
    let wanted = rows.filter(|row| ids.binary_search(&row.id).is_ok());
    Ok(wanted.map(|row| (row.id.clone(), projects::view(row))).collect())
}

fn of_labels(look: &mut View<'_>, _: Vec<String>) -> Loaded<LabelView> {
    Ok(labels::list(look)?.into_iter().map(|label| (label.id.clone(), label)).collect())
}

fn of_tasks(look: &mut View<'_>, ids: Vec<String>) -> Loaded<TaskView> {
    let keys = telling::keys(projects::readable(look)?.iter().map(|(row, _)| row));
    let mut rows = tasks::with_ids(look.connection, &look.workspace.id, &ids)?;
    rows.retain(|row| keys.contains_key(&row.project));
    let told = telling::views(look.connection, rows, &keys)?;
    Ok(told.into_iter().map(|task| (task.id.clone(), task)).collect())
}

/// How many comments stand at tasks that the person reads.
fn of_comments(look: &mut View<'_>, ids: Vec<String>) -> Loaded<i64> {
    let place = (look.workspace.id.as_str(), PlaceKind::Task.word());
    Ok(comments::at_places(look.connection, place, &ids)?)
}

/// Parts of projects that the person may read.
macro_rules! part {
    ($name:ident, $module:ident, $view:ty) => {
        fn $name(look: &mut View<'_>, ids: Vec<String>) -> Loaded<$view> {
            let open = telling::keys(projects::readable(look)?.iter().map(|(row, _)| row));
            let rows = crate::db::queries::$module::among(look.connection, &ids)?;
            let open = rows.into_iter().filter(|row| open.contains_key(&row.project));
            Ok(open.map(|row| (row.id.clone(), $module::view(row))).collect())
        }
    };
}

part!(of_statuses, statuses, StatusView);
part!(of_cycles, cycles, CycleView);
part!(of_milestones, milestones, MilestoneView);
