//! What ends a workspace, and what undoes that.

use actix_web::{HttpResponse, delete, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::workspaces::{Transfer, WorkspaceView};
use renexus_wire::role::Role;
use serde_json::json;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use super::super::version::tagged;
use super::view;
use crate::access::{Action, Person};
use crate::db::queries::{members, workspaces};
use crate::domain::{Change, DomainError};
use crate::error::ApiError;
use crate::state::AppState;

/// The addresses of a workspace's life.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(archive)
        .service(unarchive)
        .service(remove)
        .service(restore)
        .service(transfer)
        .service(leave);
}

/// Make a workspace read-only.
#[utoipa::path(tag = "workspaces", operation_id = "workspaces_archive", security(("bearer" = [])),
    params(("workspace" = String, Path)), responses((status = 200, body = WorkspaceView)))]
#[post("/api/v1/workspaces/{workspace}/archive")]
pub(crate) async fn archive(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let changed = state.domain.change(&person, &workspace, |tx| {
        tx.require(Action::WorkspaceArchive)?;
        tx.workspace.archived_at = tx.workspace.archived_at.or(Some(tx.now));
        save(tx, "workspace.archived")
    });
    answer(changed.await?)
}

/// Let a workspace that was archived be changed again.
#[utoipa::path(tag = "workspaces", operation_id = "workspaces_unarchive", security(("bearer" = [])),
    params(("workspace" = String, Path)), responses((status = 200, body = WorkspaceView)))]
#[post("/api/v1/workspaces/{workspace}/unarchive")]
pub(crate) async fn unarchive(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let changed = state.domain.change(&person, &workspace, |tx| {
        tx.require(Action::WorkspaceArchive)?;
        tx.workspace.archived_at = None;
        save(tx, "workspace.unarchived")
    });
    answer(changed.await?)
}

/// Delete a workspace. Until `delete_after` it can be restored.
#[utoipa::path(tag = "workspaces", operation_id = "workspaces_delete", security(("bearer" = [])),
    params(("workspace" = String, Path)), responses((status = 202, body = WorkspaceView)))]
#[delete("/api/v1/workspaces/{workspace}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let grace = state.settings.workspaces.grace();
    let changed = state.domain.change(&person, &workspace, move |tx| {
        tx.require(Action::WorkspaceDelete)?;
        tx.workspace.delete_after = tx.workspace.delete_after.or(Some(tx.now + grace));
        save(tx, "workspace.deleted")
    });
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Accepted(), changed.version, &changed))
}

/// Undo a deletion.
#[utoipa::path(tag = "workspaces", operation_id = "workspaces_restore", security(("bearer" = [])),
    params(("workspace" = String, Path)), responses((status = 200, body = WorkspaceView)))]
#[post("/api/v1/workspaces/{workspace}/restore")]
pub(crate) async fn restore(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let changed = state.domain.change(&person, &workspace, |tx| {
        tx.require(Action::WorkspaceDelete)?;
        tx.workspace.delete_after = None;
        save(tx, "workspace.restored")
    });
    answer(changed.await?)
}

/// Give a workspace to another of its members. The owner before becomes admin.
#[utoipa::path(tag = "workspaces", operation_id = "workspaces_transfer", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = Transfer, responses(
    (status = 204), (status = 404, body = Problem, description = "There is no such member")))]
#[post("/api/v1/workspaces/{workspace}/transfer")]
pub(crate) async fn transfer(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Body(to): Body<Transfer>,
) -> Result<HttpResponse, ApiError> {
    let given = state.domain.change(&person, &workspace, move |tx| {
        tx.require(Action::WorkspaceTransfer)?;
        let workspace = tx.workspace.id.clone();
        if members::role(tx.connection, &workspace, &to.person)?.is_none() {
            return Err(DomainError::NotFound("member"));
        }
        for owner in members::owners(tx.connection, &workspace)? {
            set_role(tx, &owner, Role::Admin)?;
        }
        set_role(tx, &to.person, Role::Owner)
    });
    given.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Leave a workspace. Its owner gives it away first.
#[utoipa::path(tag = "workspaces", operation_id = "workspaces_leave", security(("bearer" = [])),
    params(("workspace" = String, Path)), responses((status = 204), (status = 409, body = Problem)))]
#[post("/api/v1/workspaces/{workspace}/leave")]
pub(crate) async fn leave(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let left = state.domain.change(&person, &workspace, |tx| {
        tx.require(Action::WorkspaceLeave)?;
        if tx.standing.role == Some(Role::Owner) {
            return Err(DomainError::Conflict("the owner gives the workspace away before leaving"));
        }
        let (workspace, person) = (tx.workspace.id.clone(), tx.person.id.clone());
        members::remove(tx.connection, &workspace, &person)?;
        tx.event("member.left", &json!({ "person": person }))
    });
    left.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a member another role, and tells it.
pub(super) fn set_role(tx: &mut Change<'_>, person: &str, role: Role) -> Result<(), DomainError> {
    let workspace = tx.workspace.id.clone();
    members::set_role(tx.connection, &workspace, person, role)?;
    tx.event("member.updated", &json!({ "person": person, "role": role }))
}

fn save(tx: &mut Change<'_>, kind: &'static str) -> Result<WorkspaceView, DomainError> {
    let row = tx.workspace.clone();
    let row = workspaces::update(tx.connection, &row)?;
    let changed = view(row, tx.standing.role);
    tx.event(kind, &changed)?;
    Ok(changed)
}

fn answer(changed: WorkspaceView) -> Result<HttpResponse, ApiError> {
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}
