//! What happens in a workspace, as a person may hear it, until they may not any more.

use std::sync::Arc;

use async_graphql::{Result, Union};
use futures_util::Stream;
use futures_util::stream::unfold;
use renexus_actors::workspace::{Listener, OpenWorkspace, Subscription, Told};
use renexus_wire::event::{Event, Reset};
use tokio::sync::watch;

use super::caller::Caller;
use crate::access::Action;
use crate::domain::DomainError;
use crate::error::ApiError;

/// What a subscriber of a workspace hears.
#[derive(Union)]
pub(super) enum WorkspaceNews {
    /// The next event.
    Event(Event),
    /// Events are missing: load everything anew. Those behind this number follow.
    Reset(Reset),
}

/// Grows when the rights of the person may have changed; it ends with the connection.
pub(super) type Rights = watch::Receiver<u64>;

/// A subscription, and what it depends on.
struct Line {
    caller: Caller,
    workspace: String,
    subscription: Subscription,
    rights: Rights,
    over: bool,
}

/// The events of a workspace behind a number, or from now on.
pub(super) async fn follow(
    caller: Caller,
    workspace: &str,
    after: Option<i64>,
    mut rights: Rights,
) -> Result<impl Stream<Item = Result<WorkspaceNews>> + use<>> {
    if after.is_some_and(|after| after < 0) {
        return Err(ApiError::invalid("after", "it is less than 0").into());
    }
    // What changes from here on is asked about again.
    rights.mark_unchanged();
    let workspace = may_hear(&caller, workspace).await?;
    let open = OpenWorkspace { workspace: workspace.clone() };
    let channel = caller.state.session_parts.workspaces.send(open).await;
    let channel = channel.map_err(ApiError::from)?.map_err(ApiError::from)?;
    let listener = Listener::Person(caller.person.id.clone());
    let subscription = channel.subscribe(listener, after).await.map_err(ApiError::from)?;
    let line = Line { caller, workspace, subscription, rights, over: false };
    Ok(unfold(line, Line::next))
}

/// The id of a workspace whose events the person may hear.
async fn may_hear(caller: &Caller, workspace: &str) -> Result<String> {
    let found = caller.read(workspace, |look| {
        look.require(Action::EventsRead)?;
        match look.standing.role {
            Some(_) => Ok(look.workspace.id.clone()),
            // Administrators of the server look after workspaces, and hear nothing in them.
            None => Err(DomainError::Forbidden("only members hear what happens".into())),
        }
    });
    found.await
}

impl Line {
    async fn next(mut self) -> Option<(Result<WorkspaceNews>, Self)> {
        if self.over {
            return None;
        }
        loop {
            // Rights first: who was sent away hears nothing of what follows.
            let told = tokio::select! {
                biased;
                changed = self.rights.changed() => {
                    changed.ok()?;
                    if let Err(error) = may_hear(&self.caller, &self.workspace).await {
                        self.over = true;
                        return Some((Err(error), self));
                    }
                    continue;
                }
                told = self.subscription.next() => told?,
            };
            let news = match told {
                Told::Event(event) => WorkspaceNews::Event(Arc::unwrap_or_clone(event)),
                Told::Reset(seq) => WorkspaceNews::Reset(Reset::to(seq)),
            };
            return Some((Ok(news), self));
        }
    }
}
