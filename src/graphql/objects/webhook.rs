//! A webhook and what it was told.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use renexus_wire::rest::webhooks::{DeliveryView, WebhookView};

use super::super::caller::Caller;
use super::super::pages::{Page, page, paging, weigh};
use crate::webhooks;

/// An address that is told of what happens.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Webhook {
    #[graphql(flatten)]
    view: WebhookView,
    #[graphql(skip)]
    workspace: Arc<str>,
}

impl Webhook {
    pub(in crate::graphql) fn new(view: WebhookView, workspace: &Arc<str>) -> Self {
        Self { view, workspace: Arc::clone(workspace) }
    }
}

#[ComplexObject]
impl Webhook {
    /// What it was told, the newest first.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn deliveries(
        &self,
        ctx: &Context<'_>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<DeliveryView>>> {
        let paging = paging(first, after)?;
        let (id, before, most) = (self.view.id.clone(), paging.after(), paging.rows());
        let found = Caller::of(ctx)?.read(&self.workspace, move |look| {
            webhooks::told(look, &id, (before.as_deref(), most))
        });
        Ok(Some(page(&paging, found.await?, |row| row.id.clone(), |row| row)))
    }
}
