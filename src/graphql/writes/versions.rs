//! Versions of documents: kept, named, restored, deleted.

use async_graphql::{Context, Object, Result};
use renexus_wire::rest::versions::{self as bodies, RestoredView, VersionView};

use super::super::caller::Caller;
use super::super::inputs::{NewVersion, VersionChange, body};
use crate::http::versions::{renamed, restored, taken};
use crate::versions;

/// Changes of versions of documents.
#[derive(Default)]
pub(super) struct VersionWrites;

#[Object]
impl VersionWrites {
    /// Keep a document as it is now. Where nothing changed since the newest version, that one gets the name.
    async fn create_version(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        document: String,
        input: NewVersion,
    ) -> Result<Option<VersionView>> {
        let (new, caller): (bodies::NewVersion, _) = (body(&input)?, Caller::of(ctx)?);
        let place = (workspace.as_str(), document.as_str());
        Ok(Some(taken(&caller.state, &caller.person, place, new.name).await?))
    }

    /// Give a version a name, or take it away.
    async fn update_version(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        document: String,
        version: String,
        input: VersionChange,
    ) -> Result<Option<VersionView>> {
        let (wanted, caller): (bodies::VersionChange, _) = (body(&input)?, Caller::of(ctx)?);
        let place = (workspace.as_str(), document.as_str(), version.as_str());
        Ok(Some(renamed(&caller.state, &caller.person, place, wanted.name).await?))
    }

    /// Delete a version. The document stays as it is.
    async fn delete_version(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        document: String,
        version: String,
    ) -> Result<Option<bool>> {
        let removed = Caller::of(ctx)?
            .change(&workspace, move |tx| versions::remove(tx, (&document, &version)));
        removed.await?;
        Ok(Some(true))
    }

    /// Make a document what it was, for everybody in it. What came after stays in the version `before`.
    async fn restore_version(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        document: String,
        version: String,
    ) -> Result<Option<RestoredView>> {
        let caller = Caller::of(ctx)?;
        let place = (workspace.as_str(), document.as_str(), version.as_str());
        Ok(Some(restored(&caller.state, &caller.person, place).await?))
    }
}
