//! A task and what hangs on it.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::catalogue::LabelView;
use renexus_wire::rest::planning::{CycleView, MilestoneView, StatusView};
use renexus_wire::rest::suggestions::SuggestionsView;
use renexus_wire::rest::task_lines::{HistoryView, TaskLinkView};
use renexus_wire::rest::tasks::TaskView;
use renexus_wire::rest::workspaces::MemberView;

use super::super::caller::Caller;
use super::super::pages::{HISTORY, LOOK, Page, page, paging, weigh};
use super::project::Project;
use super::thread::Thread;
use crate::comments::{threads, watching};
use crate::http::suggestions;
use crate::planning::{history, linking};

/// A task.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Task {
    #[graphql(flatten)]
    view: TaskView,
    #[graphql(skip)]
    workspace: Arc<str>,
}

impl Task {
    pub(in crate::graphql) fn new(view: TaskView, workspace: &Arc<str>) -> Self {
        Self { view, workspace: Arc::clone(workspace) }
    }
}

#[ComplexObject]
impl Task {
    /// Its project.
    async fn project(&self, ctx: &Context<'_>) -> Result<Option<Project>> {
        let caller = Caller::of(ctx)?;
        let found = caller.loaders.projects.one(caller, &self.workspace, &self.view.project);
        Ok(found.await?.map(|view| Project::new(view, &self.workspace)))
    }

    /// Its status.
    async fn status(&self, ctx: &Context<'_>) -> Result<Option<StatusView>> {
        let caller = Caller::of(ctx)?;
        caller.loaders.statuses.one(caller, &self.workspace, &self.view.status).await
    }

    /// The task that it is part of.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Task>> {
        let caller = Caller::of(ctx)?;
        let found = caller.loaders.tasks.maybe(caller, &self.workspace, self.view.parent.as_ref());
        Ok(found.await?.map(|view| Task::new(view, &self.workspace)))
    }

    /// Its cycle.
    async fn cycle(&self, ctx: &Context<'_>) -> Result<Option<CycleView>> {
        let caller = Caller::of(ctx)?;
        caller.loaders.cycles.maybe(caller, &self.workspace, self.view.cycle.as_ref()).await
    }

    /// Its milestone.
    async fn milestone(&self, ctx: &Context<'_>) -> Result<Option<MilestoneView>> {
        let caller = Caller::of(ctx)?;
        let wanted = self.view.milestone.as_ref();
        caller.loaders.milestones.maybe(caller, &self.workspace, wanted).await
    }

    /// Those who work on it, and are in the workspace.
    async fn assignees(&self, ctx: &Context<'_>) -> Result<Option<Vec<MemberView>>> {
        let caller = Caller::of(ctx)?;
        let found = caller.loaders.members.all(caller, &self.workspace, &self.view.assignees);
        found.await.map(Some)
    }

    /// Its labels.
    async fn labels(&self, ctx: &Context<'_>) -> Result<Option<Vec<LabelView>>> {
        let caller = Caller::of(ctx)?;
        caller.loaders.labels.all(caller, &self.workspace, &self.view.labels).await.map(Some)
    }

    /// Who made it; nobody when they are not in the workspace any more.
    async fn created_by(&self, ctx: &Context<'_>) -> Result<Option<MemberView>> {
        let caller = Caller::of(ctx)?;
        caller.loaders.members.one(caller, &self.workspace, &self.view.created_by).await
    }

    /// How many comments stand at it.
    async fn comment_count(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        let caller = Caller::of(ctx)?;
        let found = caller.loaders.comment_counts.one(caller, &self.workspace, &self.view.id);
        Ok(Some(found.await?.unwrap_or_default()))
    }

    /// The conversations about it.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn threads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that are resolved, or are not.")] resolved: Option<bool>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<Thread>>> {
        let paging = paging(first, after)?;
        let (id, behind, most) = (self.view.id.clone(), paging.after(), paging.rows());
        let found = Caller::of(ctx)?.read(&self.workspace, move |look| {
            threads::list(look, (PlaceKind::Task, &id), (resolved, behind.as_deref()), most)
        });
        let node = |view| Thread::new(view, &self.workspace);
        Ok(Some(page(&paging, found.await?, |thread| thread.id.clone(), node)))
    }

    /// What became of its fields, the oldest change first.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<HistoryView>>> {
        let paging = paging(first, after)?;
        let (id, behind, most) = (self.view.id.clone(), paging.after(), paging.rows());
        let found = Caller::of(ctx)?
            .read(&self.workspace, move |look| history::list(look, &id, behind, most));
        Ok(Some(page(&paging, found.await?, |line| line.id.clone(), |line| line)))
    }

    /// How it stands to other tasks.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn links(&self, ctx: &Context<'_>) -> Result<Option<Vec<TaskLink>>> {
        let id = self.view.id.clone();
        let found = Caller::of(ctx)?.read(&self.workspace, move |look| linking::list(look, &id));
        let link = |view| TaskLink::new(view, &self.workspace);
        Ok(Some(found.await?.into_iter().map(link).collect()))
    }

    /// What is suggested for it.
    #[graphql(complexity = "HISTORY + child_complexity")]
    async fn suggestions(&self, ctx: &Context<'_>) -> Result<Option<SuggestionsView>> {
        let (caller, id) = (Caller::of(ctx)?, self.view.id.clone());
        let who = (&caller.person, &*self.workspace);
        Ok(Some(suggestions::for_task(&caller.state, who, id).await?))
    }

    /// Whether the person who asks hears of what happens to it.
    #[graphql(complexity = "LOOK")]
    async fn watching(&self, ctx: &Context<'_>) -> Result<Option<bool>> {
        let id = self.view.id.clone();
        let found = Caller::of(ctx)?
            .read(&self.workspace, move |look| watching::show(look, PlaceKind::Task, &id));
        Ok(Some(found.await?.watching))
    }
}

/// How one task stands to another.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct TaskLink {
    #[graphql(flatten)]
    view: TaskLinkView,
    #[graphql(skip)]
    workspace: Arc<str>,
}

impl TaskLink {
    pub(in crate::graphql) fn new(view: TaskLinkView, workspace: &Arc<str>) -> Self {
        Self { view, workspace: Arc::clone(workspace) }
    }
}

#[ComplexObject]
impl TaskLink {
    /// The task that does it, if the person may read it.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Task>> {
        let caller = Caller::of(ctx)?;
        let found = caller.loaders.tasks.one(caller, &self.workspace, &self.view.source);
        Ok(found.await?.map(|view| Task::new(view, &self.workspace)))
    }

    /// The task that it is done to, if the person may read it.
    async fn target(&self, ctx: &Context<'_>) -> Result<Option<Task>> {
        let caller = Caller::of(ctx)?;
        let found = caller.loaders.tasks.one(caller, &self.workspace, &self.view.target);
        Ok(found.await?.map(|view| Task::new(view, &self.workspace)))
    }
}
