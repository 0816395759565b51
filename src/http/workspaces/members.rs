//! Who is in a workspace.

use actix_web::{HttpResponse, delete, get, patch, web};
use renexus_tables::rows::people::PersonRow;
use renexus_tables::rows::workspaces::MemberRow;
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::workspaces::{MemberChange, MemberView};
use renexus_wire::role::Role;
use serde_json::json;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use super::super::kept::{allowed, kept};
use super::super::page::{PageQuery, Paging};
use super::life::set_role;
use crate::access::{Action, Person};
use crate::cache::{PEOPLE, WORKSPACES};
use crate::db::queries::members;
use crate::domain::{Change, DomainError};
use crate::error::ApiError;
use crate::http::query::Query;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(update).service(remove);
}

/// List the members of a workspace, in the order of their ids.
#[utoipa::path(tag = "workspaces", operation_id = "members_list", security(("bearer" = [])),
    params(("workspace" = String, Path), PageQuery), responses((status = 200, body = Page<MemberView>)))]
#[get("/api/v1/workspaces/{workspace}/members")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let paging = Paging::try_from(query.into_inner())?;
    let (after, rows) = (paging.after(), paging.rows());
    let place = allowed(&state, &person, &workspace, Action::MembersRead).await?;
    let name = format!("members of {} {rows} {after:?}", place.workspace);
    let read = async {
        let found = state.database.read(move |connection| {
            let found = members::list(connection, &place.workspace, after.as_deref(), rows)?;
            found.into_iter().map(view).collect::<Result<Vec<_>, DomainError>>()
        });
        let page = paging.page(found.await?, |member| member.person.clone(), |member| member);
        Ok::<_, ApiError>(page)
    };
    Ok(kept(state.keeper.json(&name, &[WORKSPACES, PEOPLE], read).await?))
}

/// Change what a member is. Nobody gives more than they are, or changes somebody above them.
#[utoipa::path(tag = "workspaces", operation_id = "members_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("person" = String, Path)), request_body = MemberChange,
    responses((status = 200, body = MemberView), (status = 404, body = Problem)))]
#[patch("/api/v1/workspaces/{workspace}/members/{person}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Body(change): Body<MemberChange>,
) -> Result<web::Json<MemberView>, ApiError> {
    let (workspace, member) = path.into_inner();
    let changed = state.domain.change(&person, &workspace, move |tx| {
        below(tx, &member)?;
        if change.role == Role::Owner {
            return Err(DomainError::Conflict("a workspace is given away by transfer"));
        }
        set_role(tx, &member, change.role)?;
        let workspace = tx.workspace.id.clone();
        let found = members::find(tx.connection, &workspace, &member)?;
        view(found.ok_or(DomainError::NotFound("member"))?)
    });
    Ok(web::Json(changed.await?))
}

/// Send a member away.
#[utoipa::path(tag = "workspaces", operation_id = "members_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("person" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
#[delete("/api/v1/workspaces/{workspace}/members/{person}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, member) = path.into_inner();
    let removed = state.domain.change(&person, &workspace, move |tx| {
        below(tx, &member)?;
        let workspace = tx.workspace.id.clone();
        members::remove(tx.connection, &workspace, &member)?;
        tx.event("member.removed", &json!({ "person": member }))
    });
    removed.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Refuses to touch somebody who is not there, or is more than the one who asks.
fn below(tx: &mut Change<'_>, member: &str) -> Result<(), DomainError> {
    tx.require(Action::MembersChange)?;
    let workspace = tx.workspace.id.clone();
    match members::role(tx.connection, &workspace, member)? {
        None => Err(DomainError::NotFound("member")),
        Some(Role::Owner) => Err(DomainError::Conflict("the owner is changed by transfer alone")),
        Some(_) => Ok(()),
    }
}

/// A member as others see them.
pub(crate) fn view((member, person): (MemberRow, PersonRow)) -> Result<MemberView, DomainError> {
    Ok(MemberView {
        person: person.id,
        name: person.name,
        handle: person.handle,
        avatar: person.avatar,
        role: members::parse_role(&member.role)?,
        joined_at: member.joined_at.and_utc(),
    })
}
