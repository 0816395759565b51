//! A project and its parts.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use chrono::NaiveDate;
use renexus_wire::access::Level;
use renexus_wire::rest::planning::{CycleView, MilestoneView, ProjectView, StatusView};
use renexus_wire::rest::sharing::EntryView;
use renexus_wire::rest::suggestions::{SuggestionScoresView, SuggestionsView};
use renexus_wire::rest::workspaces::MemberView;

use super::super::caller::Caller;
use super::super::inputs::DraftTask;
use super::super::pages::{HISTORY, LOOK, weigh};
use super::board::Board;
use crate::access::level::ResourceKind;
use crate::http::suggestions;
use crate::http::workspaces::sharing;
use crate::outlook::answers;
use crate::planning::{cycles, milestones, statuses};

/// A project.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Project {
    #[graphql(flatten)]
    view: ProjectView,
    #[graphql(skip)]
    workspace: Arc<str>,
}

impl Project {
    pub(in crate::graphql) fn new(view: ProjectView, workspace: &Arc<str>) -> Self {
        Self { view, workspace: Arc::clone(workspace) }
    }
}

#[ComplexObject]
impl Project {
    /// Who made it; nobody when they are not in the workspace any more.
    async fn created_by(&self, ctx: &Context<'_>) -> Result<Option<MemberView>> {
        let caller = Caller::of(ctx)?;
        caller.loaders.members.one(caller, &self.workspace, &self.view.created_by).await
    }

    /// The columns of its board, from left to right.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn statuses(&self, ctx: &Context<'_>) -> Result<Option<Vec<StatusView>>> {
        let id = self.view.id.clone();
        let found = Caller::of(ctx)?.read(&self.workspace, move |look| statuses::list(look, &id));
        found.await.map(Some)
    }

    /// Its cycles.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn cycles(&self, ctx: &Context<'_>) -> Result<Option<Vec<CycleView>>> {
        let id = self.view.id.clone();
        let found = Caller::of(ctx)?.read(&self.workspace, move |look| cycles::list(look, &id));
        found.await.map(Some)
    }

    /// Its milestones.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn milestones(&self, ctx: &Context<'_>) -> Result<Option<Vec<MilestoneView>>> {
        let id = self.view.id.clone();
        let found = Caller::of(ctx)?.read(&self.workspace, move |look| milestones::list(look, &id));
        found.await.map(Some)
    }

    /// Its board: the columns with their first cards.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn board(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is narrowed down to, in the filter language.")] filter: Option<
            String,
        >,
        #[graphql(desc = "The day that `today` means in the filter.")] today: Option<NaiveDate>,
        #[graphql(desc = "Cards of each column, at most 200.")] first: Option<u16>,
    ) -> Result<Option<Board>> {
        let asked = (self.view.id.clone(), filter, today, first);
        Board::read(Caller::of(ctx)?, &self.workspace, asked).await.map(Some)
    }

    /// What the person who asks may do in it.
    #[graphql(complexity = "LOOK")]
    async fn my_level(&self, ctx: &Context<'_>) -> Result<Option<Level>> {
        let id = self.view.id.clone();
        let found = Caller::of(ctx)?
            .read(&self.workspace, move |look| look.level(ResourceKind::Project, &id));
        found.await.map(Some)
    }

    /// What is suggested for a task that is not there yet. Nothing is made or kept.
    #[graphql(complexity = "HISTORY + child_complexity")]
    async fn suggestions(
        &self,
        ctx: &Context<'_>,
        draft: DraftTask,
    ) -> Result<Option<SuggestionsView>> {
        let caller = Caller::of(ctx)?;
        let asked = draft.in_project(&self.view.id)?;
        let who = (&caller.person, &*self.workspace);
        Ok(Some(suggestions::for_draft(&caller.state, who, asked).await?))
    }

    /// What to take next, of what nobody has begun.
    #[graphql(complexity = "HISTORY + child_complexity")]
    async fn next_tasks(&self, ctx: &Context<'_>) -> Result<Option<SuggestionsView>> {
        let (caller, id) = (Caller::of(ctx)?, self.view.id.clone());
        let who = (&caller.person, &*self.workspace);
        Ok(Some(suggestions::for_taker(&caller.state, who, id).await?))
    }

    /// How often suggestions were taken.
    #[graphql(complexity = "LOOK + child_complexity")]
    async fn suggestion_scores(&self, ctx: &Context<'_>) -> Result<Option<SuggestionScoresView>> {
        let id = self.view.id.clone();
        let found = Caller::of(ctx)?.read(&self.workspace, move |look| answers::scores(look, &id));
        found.await.map(Some)
    }

    /// The levels that were given in it. Needs manage.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn access(&self, ctx: &Context<'_>) -> Result<Option<Vec<EntryView>>> {
        let id = self.view.id.clone();
        let found = Caller::of(ctx)?
            .read(&self.workspace, move |look| sharing::listed(look, ResourceKind::Project, &id));
        found.await.map(Some)
    }
}
