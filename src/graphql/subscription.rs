//! What can be listened to.

use async_graphql::{Context, Error, Result, Subscription as Subscribed};
use futures_util::{Stream, StreamExt, stream};
use renexus_actors::workspace::Overhear;
use renexus_wire::rest::notices::NotificationView;
use serde::Deserialize;
use tokio::sync::mpsc;

use super::caller::Caller;
use super::events::{Rights, WorkspaceNews, follow};
use super::telling::refusal;
use crate::error::ApiError;

/// What can be listened to.
pub(super) struct Subscription;

/// What a person is told, as it stands in a whisper.
#[derive(Deserialize)]
struct Whispered {
    notification: NotificationView,
}

#[Subscribed]
impl Subscription {
    /// What happens in a workspace: the events behind a number, each exactly once, or `Reset` when
    /// the log no longer reaches back; without a number from now on.
    async fn workspace_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By id or slug.")] workspace: String,
        #[graphql(desc = "The number of the last event that is known.")] after: Option<i64>,
    ) -> Result<impl Stream<Item = Result<WorkspaceNews>> + use<>> {
        let rights = ctx.data::<Rights>().map_err(|_| Error::from(ApiError::Stopping))?.clone();
        follow(Caller::of(ctx)?.clone(), &workspace, after, rights).await
    }

    /// What the person is told, wherever it happens. What was missed stands in `notifications`.
    async fn notifications(
        &self,
        ctx: &Context<'_>,
    ) -> Result<impl Stream<Item = Result<NotificationView>> + use<>> {
        let caller = Caller::of(ctx)?;
        let (line, told) = mpsc::channel(caller.state.settings.graphql.notifications.max(1));
        let overhear = Overhear { person: caller.person.id.clone(), line };
        let heard = caller.state.session_parts.workspaces.send(overhear).await;
        heard.map_err(ApiError::from)?;
        let told = stream::unfold(told, |mut told| async {
            let text = told.recv().await?;
            let read = serde_json::from_str::<Whispered>(&text);
            let read = read.map(|whispered| whispered.notification);
            Some((read.map_err(|error| Error::from(ApiError::from(error))), told))
        });
        // The line ends by itself only for those who lag.
        let lagging = refusal("lagging", "too many notifications wait; ask for `notifications`");
        let error = Error { extensions: lagging.extensions, ..Error::new(lagging.message) };
        Ok(told.chain(stream::once(async { Err(error) })))
    }
}
