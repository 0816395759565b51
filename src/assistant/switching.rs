//! The assistant in a workspace: whether it is on, what it used, what it was asked.

use chrono::TimeDelta;
use renexus_tables::rows::assistant::AssistantSwitchRow;
use renexus_wire::rest::assistant::{AssistantPatch, AssistantView, CallView, UsageView, UsedView};
use renexus_wire::role::Role;
use serde_json::json;

use super::{quota, showing};
use crate::access::Action;
use crate::config::AssistantSettings;
use crate::db::queries::{assistant_calls, assistant_jobs, assistant_switches};
use crate::domain::{Change, DomainError, Expected, View};
use crate::insight::number::signed;

/// Days of the longer time that usage is told for.
const MONTH: i64 = 30;

/// Tokens that prices are for.
const MILLION: f64 = 1e6;

/// How it stands.
pub(crate) fn show(
    look: &mut View<'_>,
    settings: &AssistantSettings,
) -> Result<AssistantView, DomainError> {
    look.require(Action::WorkspaceRead)?;
    let workspace = look.workspace.id.clone();
    let said = said(look, settings)?;
    let since = quota::midnight(look.now);
    let is_admin = look.standing.role.is_some_and(|role| role >= Role::Admin);
    let usage = if is_admin { Some(usage(look, settings)?) } else { None };
    let model = Some(settings.model.clone()).filter(|model| is_admin && !model.is_empty());
    Ok(AssistantView {
        available: settings.is_set_up(),
        on: said.is_on,
        keep_prompts: said.keeps_prompts,
        model,
        tokens_today: assistant_calls::tokens(look.connection, &workspace, since)?,
        tokens_per_day: settings.tokens_per_day,
        jobs: assistant_jobs::open(look.connection, Some(&workspace))?,
        usage,
        version: said.version,
    })
}

/// What was used, and what it cost.
fn usage(look: &mut View<'_>, settings: &AssistantSettings) -> Result<UsageView, DomainError> {
    let today = quota::midnight(look.now);
    let mut used = |since| {
        let (calls, prompt_tokens, answer_tokens) =
            assistant_calls::used(look.connection, &look.workspace.id, since)?;
        let cost = cost(settings, (prompt_tokens, answer_tokens));
        Ok::<_, DomainError>(UsedView { calls, prompt_tokens, answer_tokens, cost })
    };
    let month = used(today - TimeDelta::days(MONTH - 1))?;
    Ok(UsageView { today: used(today)?, month, currency: settings.currency.clone() })
}

/// What so many tokens cost, asked and answered; none without prices.
fn cost(settings: &AssistantSettings, (asked, answered): (i64, i64)) -> Option<f64> {
    let AssistantSettings { asked_price, answered_price, .. } = *settings;
    let known = asked_price > 0.0 || answered_price > 0.0;
    known.then(|| (signed(asked) * asked_price + signed(answered) * answered_price) / MILLION)
}

/// What was said, or what counts until somebody says something.
fn said(
    look: &mut View<'_>,
    settings: &AssistantSettings,
) -> Result<AssistantSwitchRow, DomainError> {
    let workspace = look.workspace.id.clone();
    let said = assistant_switches::find(look.connection, &workspace)?;
    let unsaid = || AssistantSwitchRow {
        workspace,
        is_on: settings.switched_on,
        keeps_prompts: false,
        version: 0,
    };
    Ok(said.unwrap_or_else(unsaid))
}

/// Switches it, or what is kept of it.
pub(crate) fn change(
    tx: &mut Change<'_>,
    (patch, expected): (AssistantPatch, Expected),
    settings: &AssistantSettings,
) -> Result<AssistantView, DomainError> {
    tx.require(Action::WorkspaceUpdate)?;
    let current = show(tx, settings)?;
    expected.check(current.version, &current)?;
    let row = AssistantSwitchRow {
        workspace: tx.workspace.id.clone(),
        is_on: patch.on.unwrap_or(current.on),
        keeps_prompts: patch.keep_prompts.unwrap_or(current.keep_prompts),
        version: current.version.saturating_add(1),
    };
    assistant_switches::save(tx.connection, &row)?;
    tx.event("assistant.switched", &json!({ "on": row.is_on, "keep_prompts": row.keeps_prompts }))?;
    show(tx, settings)
}

/// The record of calls before the id `before`, the newest first.
pub(crate) fn calls(
    look: &mut View<'_>,
    (before, most): (Option<&str>, i64),
) -> Result<Vec<CallView>, DomainError> {
    look.require(Action::WorkspaceUpdate)?;
    let rows = assistant_calls::list(look.connection, &look.workspace.id, before, most)?;
    Ok(rows.into_iter().map(showing::call).collect())
}
