//! Questions about what comes, which are kept, and what people do with suggestions.

use async_graphql::{Context, Object, Result};
use renexus_wire::rest::insight::{self as bodies, ForecastView};
use renexus_wire::rest::suggestions::SuggestionAnswer as Answer;

use super::super::caller::Caller;
use super::super::inputs::{NewForecast, SuggestionAnswer, body};
use crate::http::insight::asked_for;
use crate::outlook::answers;

/// Forecasts and answers to suggestions.
#[derive(Default)]
pub(super) struct InsightWrites;

#[Object]
impl InsightWrites {
    /// Ask when so many tasks are done, or how many within so many days. The forecast is kept, and scored
    /// when its dates come.
    async fn create_forecast(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        input: NewForecast,
    ) -> Result<Option<ForecastView>> {
        let (caller, asked): (_, bodies::NewForecast) = (Caller::of(ctx)?, body(&input)?);
        Ok(Some(asked_for(&caller.state, &caller.person, &workspace, asked).await?))
    }

    /// Tell what you did with the suggestions of one kind: which one you took, or that you dismissed them.
    async fn answer_suggestions(
        &self,
        ctx: &Context<'_>,
        workspace: String,
        input: SuggestionAnswer,
    ) -> Result<Option<bool>> {
        let answer: Answer = body(&input)?;
        let kept = Caller::of(ctx)?.change(&workspace, move |tx| answers::remember(tx, &answer));
        kept.await.map(|_| Some(true))
    }
}
