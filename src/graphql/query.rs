//! Where every question begins.

use async_graphql::{Context, Object, Result};
use renexus_wire::rest::accounts::ProfileView;
use renexus_wire::rest::notices::{ChoicesView, NotificationView};

use super::caller::Caller;
use super::objects::workspace::Workspace;
use super::pages::{LOOK, Page, page, paging, weigh};
use crate::error::ApiError;
use crate::http::accounts::profile;
use crate::http::me::notifications;
use crate::http::workspaces;

/// What can be asked.
pub(super) struct Query;

#[Object]
impl Query {
    /// The person who asks.
    async fn me(&self, ctx: &Context<'_>) -> Result<Option<ProfileView>> {
        let caller = Caller::of(ctx)?;
        let found = caller.state.accounts.person(&caller.person.id).await;
        Ok(Some(profile(found.map_err(ApiError::from)?)))
    }

    /// The workspaces that the person is in.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn workspaces(
        &self,
        ctx: &Context<'_>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<Workspace>>> {
        let (paging, caller) = (paging(first, after)?, Caller::of(ctx)?);
        let (behind, most) = (paging.after(), paging.rows());
        let found = workspaces::listed(&caller.state, &caller.person, behind, most).await?;
        Ok(Some(page(&paging, found, |workspace| workspace.id.clone(), Workspace::new)))
    }

    /// A workspace, by id or slug.
    #[graphql(complexity = "LOOK + child_complexity")]
    async fn workspace(&self, ctx: &Context<'_>, workspace: String) -> Result<Option<Workspace>> {
        let found = Caller::of(ctx)?.read(&workspace, workspaces::shown).await?;
        Ok(Some(Workspace::new(found)))
    }

    /// What the person was told, the latest first.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn notifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that are not read.")] unread: Option<bool>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<NotificationView>>> {
        let (paging, caller) = (paging(first, after)?, Caller::of(ctx)?);
        let unread = unread == Some(true);
        let found = notifications::listed(&caller.state, &caller.person, unread, &paging).await?;
        Ok(Some(page(&paging, found, |one| one.id.clone(), |one| one)))
    }

    /// How many notifications wait to be read.
    #[graphql(complexity = "LOOK")]
    async fn unread_notifications(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        let caller = Caller::of(ctx)?;
        Ok(Some(notifications::unread(&caller.state, &caller.person).await?))
    }

    /// How the person wants to be told.
    #[graphql(complexity = "LOOK + child_complexity")]
    async fn notification_choices(&self, ctx: &Context<'_>) -> Result<Option<ChoicesView>> {
        let caller = Caller::of(ctx)?;
        Ok(Some(notifications::chosen(&caller.state, &caller.person).await?))
    }
}
