//! Forecasts, what became of them, and pictures of how work flows.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use renexus_wire::rest::insight::{
    AgingView, BacktestView, BurnUpView, CycleTimesView, FlowView, ForecastView, RisksView,
    TrackRecordView,
};

use super::super::caller::Caller;
use super::super::pages::{HISTORY, LOOK};
use crate::http::insight::{aside, at_risk, days, past};
use crate::outlook::past::Past;
use crate::outlook::{charts, forecasting, record};

/// What the past of a project, or of all that one may read, says.
pub(in crate::graphql) struct Insight {
    workspace: Arc<str>,
    project: Option<String>,
}

impl Insight {
    pub(in crate::graphql) fn new(workspace: &Arc<str>, project: Option<String>) -> Self {
        Self { workspace: Arc::clone(workspace), project }
    }

    async fn past(&self, caller: &Caller) -> Result<Past> {
        let read = past(&caller.state, &caller.person, &self.workspace, self.project.clone());
        Ok(read.await?)
    }
}

#[Object]
impl Insight {
    /// The latest 100 forecasts that somebody asked for, and what became of them.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn forecasts(&self, ctx: &Context<'_>) -> Result<Option<Vec<ForecastView>>> {
        let project = self.project.clone();
        let found = Caller::of(ctx)?
            .read(&self.workspace, move |look| forecasting::list(look, project.as_deref()));
        found.await.map(Some)
    }

    /// How often the promises of forecasts were kept.
    #[graphql(complexity = "LOOK + child_complexity")]
    async fn track_record(&self, ctx: &Context<'_>) -> Result<Option<TrackRecordView>> {
        let project = self.project.clone();
        let found = Caller::of(ctx)?
            .read(&self.workspace, move |look| record::track(look, project.as_deref()));
        found.await.map(Some)
    }

    /// The whole history played through: how often would forecasts of each week have held?
    #[graphql(complexity = "HISTORY + child_complexity")]
    async fn backtest(&self, ctx: &Context<'_>) -> Result<Option<BacktestView>> {
        let past = self.past(Caller::of(ctx)?).await?;
        Ok(Some(aside(move || record::backtest(&past)).await?))
    }

    /// The cumulative flow and the throughput of the last days.
    #[graphql(complexity = "HISTORY + child_complexity")]
    async fn flow(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "days", desc = "How many days back, at most 732; 90 when missing.")] back: Option<usize>,
    ) -> Result<Option<FlowView>> {
        let days = days(back)?;
        let past = self.past(Caller::of(ctx)?).await?;
        Ok(Some(aside(move || charts::flow(&past, days)).await?))
    }

    /// What was done and what there is, with the cone of what may come.
    #[graphql(complexity = "HISTORY + child_complexity")]
    async fn burn_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "days", desc = "How many days back, at most 732; 90 when missing.")] back: Option<usize>,
    ) -> Result<Option<BurnUpView>> {
        let (days, caller) = (days(back)?, Caller::of(ctx)?);
        let runs = caller.state.settings.insight.runs;
        let past = self.past(caller).await?;
        Ok(Some(aside(move || charts::burn_up(&past, days, runs)).await?))
    }

    /// How long finished tasks took.
    #[graphql(complexity = "HISTORY + child_complexity")]
    async fn cycle_times(&self, ctx: &Context<'_>) -> Result<Option<CycleTimesView>> {
        let past = self.past(Caller::of(ctx)?).await?;
        Ok(Some(aside(move || charts::cycle_times(&past)).await?))
    }

    /// How old work under way is, beside how long finished work took.
    #[graphql(complexity = "HISTORY + child_complexity")]
    async fn aging(&self, ctx: &Context<'_>) -> Result<Option<AgingView>> {
        let past = self.past(Caller::of(ctx)?).await?;
        Ok(Some(aside(move || charts::aging(&past)).await?))
    }

    /// Which tasks and cycles may be late, how probable that is, and why.
    #[graphql(complexity = "HISTORY + child_complexity")]
    async fn risks(&self, ctx: &Context<'_>) -> Result<Option<RisksView>> {
        let caller = Caller::of(ctx)?;
        let asked = (&caller.state, &caller.person, &*self.workspace);
        Ok(Some(at_risk(asked.0, asked.1, asked.2, self.project.clone()).await?))
    }
}
