//! Changes of what all projects of a workspace share: labels and kept lists.

use async_graphql::{Context, Object, Result};
use renexus_wire::rest::catalogue::{self as bodies, LabelView, ViewView};

use super::super::caller::Caller;
use super::super::inputs::{LabelChange, NewLabel, NewView, ViewChange, body};
use super::based_on;
use crate::planning::{labels, views};

/// Changes of what projects share.
#[derive(Default)]
pub(super) struct WideWrites;

#[Object]
impl WideWrites {
    /// Add a label.
    async fn create_label(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        input: NewLabel,
    ) -> Result<Option<LabelView>> {
        let new: bodies::NewLabel = body(&input)?;
        Caller::of(ctx)?.change(&workspace, move |tx| labels::add(tx, new)).await.map(Some)
    }

    /// Change a label. With a version only if nobody changed it meanwhile.
    async fn update_label(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        label: String,
        version: Option<i64>,
        input: LabelChange,
    ) -> Result<Option<LabelView>> {
        let wanted: bodies::LabelChange = body(&input)?;
        let changed = Caller::of(ctx)?
            .change(&workspace, move |tx| labels::change(tx, &label, based_on(version), wanted));
        changed.await.map(Some)
    }

    /// Take a label away, from its tasks too.
    async fn delete_label(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        label: String,
    ) -> Result<Option<bool>> {
        let removed = Caller::of(ctx)?.change(&workspace, move |tx| labels::remove(tx, &label));
        removed.await?;
        Ok(Some(true))
    }

    /// Keep a list.
    async fn create_view(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        input: NewView,
    ) -> Result<Option<ViewView>> {
        let new: bodies::NewView = body(&input)?;
        Caller::of(ctx)?.change(&workspace, move |tx| views::add(tx, new)).await.map(Some)
    }

    /// Change a kept list. With a version only if nobody changed it meanwhile.
    async fn update_view(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        view: String,
        version: Option<i64>,
        input: ViewChange,
    ) -> Result<Option<ViewView>> {
        let wanted: bodies::ViewChange = body(&input)?;
        let changed = Caller::of(ctx)?
            .change(&workspace, move |tx| views::change(tx, &view, based_on(version), wanted));
        changed.await.map(Some)
    }

    /// Forget a kept list.
    async fn delete_view(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        view: String,
    ) -> Result<Option<bool>> {
        let removed = Caller::of(ctx)?.change(&workspace, move |tx| views::remove(tx, &view));
        removed.await?;
        Ok(Some(true))
    }
}
