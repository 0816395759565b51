//! Questions about a workspace. They are among the changes, for each costs something.

use async_graphql::{Context, Object, Result};
use renexus_wire::rest::asking::{AnswerView, NewQuestion};

use super::super::caller::Caller;
use super::super::inputs::{Question, body};
use crate::answering;
use crate::error::ApiError;

/// Questions.
#[derive(Default)]
pub(super) struct Questions;

#[Object]
impl Questions {
    /// Ask a question, which is answered from what one may read, with sources.
    async fn ask(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        input: Question,
    ) -> Result<Option<AnswerView>> {
        let (caller, asked): (_, NewQuestion) = (Caller::of(ctx)?, body(&input)?);
        let asks = (&caller.person, workspace.as_str());
        let begun = answering::begin(&caller.state, asks, asked.question).await;
        Ok(Some(begun.map_err(ApiError::from)?.whole().await))
    }
}
