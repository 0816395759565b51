//! The assistant in a workspace: whether it is on, what it used, what it was asked.

use renexus_tables::rows::assistant::AssistantSwitchRow;
use renexus_wire::rest::assistant::{AssistantPatch, AssistantView, CallView};
use renexus_wire::role::Role;
use serde_json::json;

use super::{quota, showing};
use crate::access::Action;
use crate::config::AssistantSettings;
use crate::db::queries::{assistant_calls, assistant_jobs, assistant_switches};
use crate::domain::{Change, DomainError, Expected, View};

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
    let model = Some(settings.model.clone()).filter(|model| is_admin && !model.is_empty());
    Ok(AssistantView {
        available: settings.is_set_up(),
        on: said.is_on,
        keep_prompts: said.keeps_prompts,
        model,
        tokens_today: assistant_calls::tokens(look.connection, &workspace, since)?,
        tokens_per_day: settings.tokens_per_day,
        jobs: assistant_jobs::open(look.connection, Some(&workspace))?,
        version: said.version,
    })
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
