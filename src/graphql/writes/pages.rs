//! Changes of documents and their places; their content is edited on the sockets.

use async_graphql::{Context, Object, Result};
use renexus_wire::rest::pages::{self as bodies, PageView};

use super::super::caller::Caller;
use super::super::inputs::{NewPage, PageChange, body};
use super::based_on;
use crate::http::pages::removed;
use crate::pages;

/// Changes of documents and their places.
#[derive(Default)]
pub(super) struct PageWrites;

#[Object]
impl PageWrites {
    /// Make a document, as the last one below its parent.
    async fn create_page(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        input: NewPage,
    ) -> Result<Option<PageView>> {
        let new: bodies::NewPage = body(&input)?;
        Caller::of(ctx)?.change(&workspace, move |tx| pages::add(tx, new)).await.map(Some)
    }

    /// Change title, place, who sees it, or put it away. With a version only if nobody changed it meanwhile.
    async fn update_page(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        page: String,
        version: Option<i64>,
        input: PageChange,
    ) -> Result<Option<PageView>> {
        let wanted: bodies::PageChange = body(&input)?;
        let changed = Caller::of(ctx)?
            .change(&workspace, move |tx| pages::change(tx, &page, based_on(version), wanted));
        changed.await.map(Some)
    }

    /// Delete a document with its content. Those below it move up to where it stood.
    async fn delete_page(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        page: String,
    ) -> Result<Option<bool>> {
        let caller = Caller::of(ctx)?;
        removed(&caller.state, &caller.person, &workspace, page).await?;
        Ok(Some(true))
    }
}
