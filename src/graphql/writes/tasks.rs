//! Changes of tasks.

use async_graphql::{Context, Object, Result};
use renexus_wire::rest::task_lines::NewTaskLink;
use renexus_wire::rest::tasks::{self as bodies, TaskView};
use renexus_wire::rest::trash::{TasksToDelete, TrashedTaskView};
use renexus_wire::task::LinkKind;

use super::super::caller::Caller;
use super::super::inputs::{BulkChange, NewTask, TaskChange, TaskMove, body};
use super::super::objects::task::{Task, TaskLink};
use super::based_on;
use crate::domain::{Change, DomainError};
use crate::planning::{editing, linking, moving, tasks, trash};
use std::sync::Arc;

/// Changes of tasks.
#[derive(Default)]
pub(super) struct TaskWrites;

/// Changes tasks, and tells them with the workspace that they are in.
async fn changed<R: Send + 'static>(
    ctx: &Context<'_>,
    workspace: &str,
    job: impl FnOnce(&mut Change<'_>) -> Result<R, DomainError> + Send + 'static,
) -> Result<(R, Arc<str>)> {
    let changed = Caller::of(ctx)?.change(workspace, move |tx| {
        let id: Arc<str> = tx.workspace.id.as_str().into();
        Ok((job(tx)?, id))
    });
    changed.await
}

fn task((view, workspace): (TaskView, Arc<str>)) -> Option<Task> {
    Some(Task::new(view, &workspace))
}

#[Object]
impl TaskWrites {
    /// Make a task, at the end of its column.
    async fn create_task(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        input: NewTask,
    ) -> Result<Option<Task>> {
        let new: bodies::NewTask = body(&input)?;
        changed(ctx, &workspace, move |tx| tasks::create(tx, new)).await.map(task)
    }

    /// Change a task. With a version only if nobody changed it meanwhile.
    async fn update_task(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] task: String,
        version: Option<i64>,
        input: TaskChange,
    ) -> Result<Option<Task>> {
        let wanted: bodies::TaskChange = body(&input)?;
        let job = move |tx: &mut Change<'_>| editing::change(tx, &task, based_on(version), wanted);
        changed(ctx, &workspace, job).await.map(self::task)
    }

    /// Change up to 200 tasks in the same way: all of them, or none.
    async fn update_tasks(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] tasks: Vec<String>,
        input: TaskChange,
    ) -> Result<Option<Vec<Task>>> {
        let wanted: bodies::BulkChange = body(&BulkChange { tasks, change: input })?;
        let (all, id) = changed(ctx, &workspace, move |tx| editing::bulk(tx, wanted)).await?;
        Ok(Some(all.into_iter().map(|view| Task::new(view, &id)).collect()))
    }

    /// Put tasks away, or take them back.
    async fn archive_tasks(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] tasks: Vec<String>,
        #[graphql(default = true)] archived: bool,
    ) -> Result<Option<Vec<Task>>> {
        let change = bodies::TaskChange { archived: Some(archived), ..Default::default() };
        let wanted: bodies::BulkChange = body(&bodies::BulkChange { tasks, change })?;
        let (all, id) = changed(ctx, &workspace, move |tx| editing::bulk(tx, wanted)).await?;
        Ok(Some(all.into_iter().map(|view| Task::new(view, &id)).collect()))
    }

    /// Delete up to 200 tasks: all of them, or none. Until `deleteAfter` they can be restored.
    async fn delete_tasks(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] tasks: Vec<String>,
    ) -> Result<Option<Vec<TrashedTaskView>>> {
        let wanted: TasksToDelete = body(&TasksToDelete { tasks })?;
        let grace = Caller::of(ctx)?.state.settings.tasks.trash();
        let job = move |tx: &mut Change<'_>| trash::delete_all(tx, &wanted.tasks, grace);
        Ok(Some(changed(ctx, &workspace, job).await?.0))
    }

    /// Restore a deleted task.
    async fn restore_task(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id.")] task: String,
    ) -> Result<Option<Task>> {
        changed(ctx, &workspace, move |tx| trash::restore(tx, &task)).await.map(self::task)
    }

    /// Drop a task somewhere on a board. The server chooses its rank.
    async fn move_task(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] task: String,
        to: TaskMove,
    ) -> Result<Option<Task>> {
        let to: bodies::Move = body(&to)?;
        changed(ctx, &workspace, move |tx| moving::moved(tx, &task, to)).await.map(self::task)
    }

    /// Say how a task stands to another.
    async fn link_tasks(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] task: String,
        kind: LinkKind,
        #[graphql(desc = "By id or key.")] other: String,
    ) -> Result<Option<TaskLink>> {
        let new: NewTaskLink = body(&NewTaskLink { kind, task: other })?;
        let (view, id) = changed(ctx, &workspace, move |tx| linking::add(tx, &task, &new)).await?;
        Ok(Some(TaskLink::new(view, &id)))
    }

    /// Take a link away.
    async fn unlink_tasks(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] task: String,
        kind: LinkKind,
        #[graphql(desc = "By id or key.")] other: String,
    ) -> Result<Option<bool>> {
        let job = move |tx: &mut Change<'_>| linking::remove(tx, &task, (kind, &other));
        changed(ctx, &workspace, job).await?;
        Ok(Some(true))
    }
}
