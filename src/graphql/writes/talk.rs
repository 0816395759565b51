//! Changes of conversations.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::comments::{self as bodies, CommentBody, CommentView, ThreadView};
use renexus_wire::rest::notices::WatchView;

use super::super::caller::Caller;
use super::super::inputs::{NewThread, Said, body};
use super::super::objects::thread::{Comment, Thread};
use super::based_on;
use crate::comments::{reacting, saying, threads, watching};
use crate::domain::{Change, DomainError};

/// Changes of conversations.
#[derive(Default)]
pub(super) struct TalkWrites;

async fn thread(
    ctx: &Context<'_>,
    workspace: &str,
    job: impl FnOnce(&mut Change<'_>) -> Result<ThreadView, DomainError> + Send + 'static,
) -> Result<Option<Thread>> {
    let changed = Caller::of(ctx)?.change(workspace, move |tx| {
        let id: Arc<str> = tx.workspace.id.as_str().into();
        Ok((job(tx)?, id))
    });
    let (view, id) = changed.await?;
    Ok(Some(Thread::new(view, &id)))
}

async fn comment(
    ctx: &Context<'_>,
    workspace: &str,
    job: impl FnOnce(&mut Change<'_>) -> Result<CommentView, DomainError> + Send + 'static,
) -> Result<Option<Comment>> {
    let changed = Caller::of(ctx)?.change(workspace, move |tx| {
        let id: Arc<str> = tx.workspace.id.as_str().into();
        Ok((job(tx)?, id))
    });
    let (view, id) = changed.await?;
    Ok(Some(Comment::new(view, &id)))
}

#[Object]
impl TalkWrites {
    /// Begin a conversation on a task or a document.
    async fn create_thread(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        input: NewThread,
    ) -> Result<Option<Thread>> {
        let new: bodies::NewThread = body(&input)?;
        let most = Caller::of(ctx)?.state.settings.comments.threads;
        thread(ctx, &workspace, move |tx| threads::begin(tx, new, most)).await
    }

    /// Say that a conversation is over.
    async fn resolve_thread(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        thread: String,
    ) -> Result<Option<Thread>> {
        self::thread(ctx, &workspace, move |tx| threads::resolve(tx, &thread)).await
    }

    /// Open a conversation again.
    async fn reopen_thread(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        thread: String,
    ) -> Result<Option<Thread>> {
        self::thread(ctx, &workspace, move |tx| threads::reopen(tx, &thread)).await
    }

    /// Say something in a conversation.
    async fn add_comment(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        thread: String,
        body: String,
    ) -> Result<Option<Comment>> {
        let said: CommentBody = self::body(&Said { body })?;
        let most = Caller::of(ctx)?.state.settings.comments.comments;
        comment(ctx, &workspace, move |tx| saying::say(tx, &thread, said.body, most)).await
    }

    /// Say it better. With a version only if nobody changed it meanwhile.
    async fn update_comment(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        comment: String,
        version: Option<i64>,
        body: String,
    ) -> Result<Option<Comment>> {
        let said: CommentBody = self::body(&Said { body })?;
        let job =
            move |tx: &mut Change<'_>| saying::edit(tx, &comment, based_on(version), said.body);
        self::comment(ctx, &workspace, job).await
    }

    /// Take back what was said.
    async fn delete_comment(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        comment: String,
    ) -> Result<Option<bool>> {
        let removed = Caller::of(ctx)?.change(&workspace, move |tx| saying::delete(tx, &comment));
        removed.await?;
        Ok(Some(true))
    }

    /// Put an emoji below a comment.
    async fn add_reaction(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        comment: String,
        emoji: String,
    ) -> Result<Option<Comment>> {
        let job = move |tx: &mut Change<'_>| reacting::put(tx, &comment, &emoji);
        self::comment(ctx, &workspace, job).await
    }

    /// Take one's emoji away from a comment.
    async fn remove_reaction(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        comment: String,
        emoji: String,
    ) -> Result<Option<Comment>> {
        let job = move |tx: &mut Change<'_>| reacting::take(tx, &comment, &emoji);
        self::comment(ctx, &workspace, job).await
    }

    /// Hear of what happens at a task, document or project, or hear no more of it.
    async fn watch(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        place_kind: PlaceKind,
        place: String,
        #[graphql(default = true)] watching: bool,
    ) -> Result<Option<bool>> {
        if place_kind == PlaceKind::Workspace {
            return Err(DomainError::NotFound("kind").into());
        }
        let decided = Caller::of(ctx)?.change(&workspace, move |tx| {
            watching::decide(tx, (place_kind, &place), WatchView { watching })
        });
        Ok(Some(decided.await?.watching))
    }
}
