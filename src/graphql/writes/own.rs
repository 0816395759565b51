//! Changes of what a person is told.

use async_graphql::{Context, Object, Result};
use renexus_wire::rest::notices::{ChoicesChange, ChoicesView};

use super::super::caller::Caller;
use super::super::inputs::{NotificationChoicesChange, body};
use crate::http::me::notifications;

/// Changes of what a person is told.
#[derive(Default)]
pub(super) struct OwnWrites;

#[Object]
impl OwnWrites {
    /// Mark a notification as read.
    async fn read_notification(
        &self,
        ctx: &Context<'_>,
        notification: String,
    ) -> Result<Option<bool>> {
        let caller = Caller::of(ctx)?;
        notifications::mark(&caller.state, &caller.person, notification).await?;
        Ok(Some(true))
    }

    /// Mark all notifications as read.
    async fn read_all_notifications(&self, ctx: &Context<'_>) -> Result<Option<bool>> {
        let caller = Caller::of(ctx)?;
        notifications::mark_all(&caller.state, &caller.person).await?;
        Ok(Some(true))
    }

    /// Choose how to be told.
    async fn choose_notifications(
        &self,
        ctx: &Context<'_>,
        input: NotificationChoicesChange,
    ) -> Result<Option<ChoicesView>> {
        let change: ChoicesChange = body(&input)?;
        let caller = Caller::of(ctx)?;
        Ok(Some(notifications::set(&caller.state, &caller.person, change).await?))
    }
}
