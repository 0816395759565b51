//! Changes of projects.

use async_graphql::{Context, Object, Result};
use renexus_wire::rest::planning as bodies;

use super::super::caller::Caller;
use super::super::inputs::{NewProject, ProjectChange, body};
use super::super::objects::project::Project;
use super::based_on;
use crate::planning::projects;

/// Changes of projects.
#[derive(Default)]
pub(super) struct ProjectWrites;

#[Object]
impl ProjectWrites {
    /// Start a project. It begins with the statuses Backlog, To do, In progress, Done and Cancelled.
    async fn create_project(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        input: NewProject,
    ) -> Result<Option<Project>> {
        let new: bodies::NewProject = body(&input)?;
        let made = Caller::of(ctx)?.change(&workspace, move |tx| {
            Ok((projects::create(tx, new)?, tx.workspace.id.as_str().into()))
        });
        let (view, id) = made.await?;
        Ok(Some(Project::new(view, &id)))
    }

    /// Change a project, put it away, or take it back. With a version only if nobody changed it meanwhile.
    async fn update_project(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        #[graphql(desc = "By id or key.")] project: String,
        version: Option<i64>,
        input: ProjectChange,
    ) -> Result<Option<Project>> {
        let wanted: bodies::ProjectChange = body(&input)?;
        let changed = Caller::of(ctx)?.change(&workspace, move |tx| {
            let changed = projects::change(tx, &project, based_on(version), wanted)?;
            Ok((changed, tx.workspace.id.as_str().into()))
        });
        let (view, id) = changed.await?;
        Ok(Some(Project::new(view, &id)))
    }
}
