//! Changes of what a project is planned into: statuses, cycles, milestones.

use async_graphql::{Context, Object, Result};
use renexus_wire::rest::planning::{self as bodies, CycleView, MilestoneView, StatusView};

use super::super::caller::Caller;
use super::super::inputs::{
    CycleChange, MilestoneChange, NewCycle, NewMilestone, NewStatus, StatusChange, body,
};
use super::based_on;
use crate::planning::{cycles, milestones, statuses};

/// Changes of the parts of projects.
#[derive(Default)]
pub(super) struct PartWrites;

#[Object]
impl PartWrites {
    /// Add a status.
    async fn create_status(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] project: String,
        input: NewStatus,
    ) -> Result<Option<StatusView>> {
        let new: bodies::NewStatus = body(&input)?;
        let made = Caller::of(ctx)?.change(&workspace, move |tx| statuses::add(tx, &project, new));
        made.await.map(Some)
    }

    /// Change a status. With a version only if nobody changed it meanwhile.
    async fn update_status(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] project: String,
        status: String,
        version: Option<i64>,
        input: StatusChange,
    ) -> Result<Option<StatusView>> {
        let wanted: bodies::StatusChange = body(&input)?;
        let changed = Caller::of(ctx)?.change(&workspace, move |tx| {
            statuses::change(tx, (&project, &status), based_on(version), wanted)
        });
        changed.await.map(Some)
    }

    /// Take a status away that has no tasks.
    async fn delete_status(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] project: String,
        status: String,
    ) -> Result<Option<bool>> {
        let removed = Caller::of(ctx)?
            .change(&workspace, move |tx| statuses::remove(tx, (&project, &status)));
        removed.await?;
        Ok(Some(true))
    }

    /// Add a cycle.
    async fn create_cycle(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] project: String,
        input: NewCycle,
    ) -> Result<Option<CycleView>> {
        let new: bodies::NewCycle = body(&input)?;
        let made = Caller::of(ctx)?.change(&workspace, move |tx| cycles::add(tx, &project, new));
        made.await.map(Some)
    }

    /// Change a cycle. With a version only if nobody changed it meanwhile.
    async fn update_cycle(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] project: String,
        cycle: String,
        version: Option<i64>,
        input: CycleChange,
    ) -> Result<Option<CycleView>> {
        let wanted: bodies::CycleChange = body(&input)?;
        let changed = Caller::of(ctx)?.change(&workspace, move |tx| {
            cycles::change(tx, (&project, &cycle), based_on(version), wanted)
        });
        changed.await.map(Some)
    }

    /// Take a cycle away; its tasks are in none then.
    async fn delete_cycle(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] project: String,
        cycle: String,
    ) -> Result<Option<bool>> {
        let removed =
            Caller::of(ctx)?.change(&workspace, move |tx| cycles::remove(tx, (&project, &cycle)));
        removed.await?;
        Ok(Some(true))
    }

    /// Add a milestone.
    async fn create_milestone(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] project: String,
        input: NewMilestone,
    ) -> Result<Option<MilestoneView>> {
        let new: bodies::NewMilestone = body(&input)?;
        let made =
            Caller::of(ctx)?.change(&workspace, move |tx| milestones::add(tx, &project, new));
        made.await.map(Some)
    }

    /// Change a milestone. With a version only if nobody changed it meanwhile.
    async fn update_milestone(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] project: String,
        milestone: String,
        version: Option<i64>,
        input: MilestoneChange,
    ) -> Result<Option<MilestoneView>> {
        let wanted: bodies::MilestoneChange = body(&input)?;
        let changed = Caller::of(ctx)?.change(&workspace, move |tx| {
            milestones::change(tx, (&project, &milestone), based_on(version), wanted)
        });
        changed.await.map(Some)
    }

    /// Take a milestone away; its tasks are at none then.
    async fn delete_milestone(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] project: String,
        milestone: String,
    ) -> Result<Option<bool>> {
        let removed = Caller::of(ctx)?
            .change(&workspace, move |tx| milestones::remove(tx, (&project, &milestone)));
        removed.await?;
        Ok(Some(true))
    }
}
