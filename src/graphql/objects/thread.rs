//! Conversations and what is said in them.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use renexus_wire::rest::comments::{CommentView, FormerBody, ThreadView};
use renexus_wire::rest::workspaces::MemberView;

use super::super::caller::Caller;
use super::super::pages::{LOOK, Page, page, paging, weigh};
use crate::comments::saying;

/// A conversation on a task or a document.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Thread {
    #[graphql(flatten)]
    view: ThreadView,
    #[graphql(skip)]
    workspace: Arc<str>,
}

impl Thread {
    pub(in crate::graphql) fn new(view: ThreadView, workspace: &Arc<str>) -> Self {
        Self { view, workspace: Arc::clone(workspace) }
    }
}

#[ComplexObject]
impl Thread {
    /// What it began with.
    async fn opening(&self) -> Option<Comment> {
        self.view.first.clone().map(|view| Comment::new(view, &self.workspace))
    }

    /// Who began it; nobody when they are not in the workspace any more.
    async fn created_by(&self, ctx: &Context<'_>) -> Result<Option<MemberView>> {
        let caller = Caller::of(ctx)?;
        caller.loaders.members.one(caller, &self.workspace, &self.view.created_by).await
    }

    /// What was said, in order.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn comments(
        &self,
        ctx: &Context<'_>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<Comment>>> {
        let paging = paging(first, after)?;
        let (id, behind, most) = (self.view.id.clone(), paging.after(), paging.rows());
        let found = Caller::of(ctx)?
            .read(&self.workspace, move |look| saying::list(look, &id, behind.as_deref(), most));
        let node = |view| Comment::new(view, &self.workspace);
        Ok(Some(page(&paging, found.await?, |comment| comment.id.clone(), node)))
    }
}

/// Something that was said.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Comment {
    #[graphql(flatten)]
    view: CommentView,
    #[graphql(skip)]
    workspace: Arc<str>,
}

impl Comment {
    pub(in crate::graphql) fn new(view: CommentView, workspace: &Arc<str>) -> Self {
        Self { view, workspace: Arc::clone(workspace) }
    }
}

#[ComplexObject]
impl Comment {
    /// Who said it; nobody when they are not in the workspace any more.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<MemberView>> {
        let caller = Caller::of(ctx)?;
        caller.loaders.members.one(caller, &self.workspace, &self.view.author).await
    }

    /// What it said before. Needs manage.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn history(&self, ctx: &Context<'_>) -> Result<Option<Vec<FormerBody>>> {
        let id = self.view.id.clone();
        let found = Caller::of(ctx)?.read(&self.workspace, move |look| saying::history(look, &id));
        found.await.map(Some)
    }
}
