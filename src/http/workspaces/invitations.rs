//! Invitations into a workspace.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, delete, get, post, web};
use chrono::TimeDelta;
use renexus_tables::rows::workspaces::InvitationRow;
use renexus_wire::id::fresh;
use renexus_wire::notice::{NoticeKind, PlaceKind};
use renexus_wire::rest::Problem;
use renexus_wire::rest::invitations::{
    INVITATION_SECONDS, InvitationMade, InvitationPreview, InvitationView, NewInvitation, Shown,
};
use renexus_wire::rest::page::Page;
use renexus_wire::rest::workspaces::WorkspaceView;
use renexus_wire::role::Role;
use serde_json::json;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use super::super::page::{PageQuery, Paging};
use super::super::version::tagged;
use super::view as workspace_view;
use crate::access::{Action, Person};
use crate::accounts::{Device, secret};
use crate::db::queries::members::parse_role;
use crate::db::queries::{invitations, outbox, people};
use crate::domain::{Change, DomainError, News, Place, View};
use crate::error::ApiError;
use crate::http::query::Query;
use crate::links::Links;
use crate::mail::Letter;
use crate::notify::deciding::Reasons;
use crate::state::AppState;

/// Invitations of a workspace that work at once.
const MAX_INVITATIONS: i64 = 1_000;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create).service(list).service(remove).service(preview).service(accept);
}

/// Invite: whoever has the link, or one person by mail.
#[utoipa::path(tag = "invitations", operation_id = "invitations_create", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = NewInvitation,
    responses((status = 201, body = InvitationMade), (status = 403, body = Problem)))]
#[post("/api/v1/workspaces/{workspace}/invitations")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Body(new): Body<NewInvitation>,
) -> Result<HttpResponse, ApiError> {
    let (secret, links) = (secret::fresh()?, state.links.clone());
    let shown = secret.clone();
    let made = state.domain.change(&person, &workspace, move |tx| {
        tx.require(Action::Invite)?;
        possible(&new)?;
        let (workspace, now) = (tx.workspace.id.clone(), tx.now);
        if invitations::count(tx.connection, &workspace, now)? >= MAX_INVITATIONS {
            return Err(DomainError::Conflict("the workspace has too many invitations"));
        }
        let seconds = new.seconds.unwrap_or(INVITATION_SECONDS);
        let row = InvitationRow {
            id: fresh(),
            workspace,
            role: new.role.name().to_owned(),
            email: new.email.map(|email| email.to_lowercase()),
            hash: secret::hash(&shown),
            invited_by: Some(tx.person.id.clone()),
            created_at: now,
            expires_at: now + TimeDelta::seconds(seconds),
            uses_left: i32::try_from(new.uses.unwrap_or(1)).unwrap_or(1),
        };
        invitations::insert(tx.connection, &row)?;
        if let Some(email) = row.email.clone() {
            tell(tx, &email)?;
            send(tx, email, (&links, &shown))?;
        }
        let made = view(row)?;
        tx.event("invitation.created", &json!({ "id": made.id, "role": made.role }))?;
        Ok(made)
    });
    let invitation = made.await?;
    let body = InvitationMade { invitation, url: state.links.invitation(&secret), secret };
    Ok(HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(body))
}

/// Tells the person with this address in the app, if there is one; the link goes by mail alone.
fn tell(tx: &mut Change<'_>, email: &str) -> Result<(), DomainError> {
    let Some(invited) = people::find_by_email(tx.connection, email)? else { return Ok(()) };
    let reasons = Reasons { actor: Some(tx.person.id.clone()), ..Reasons::default() };
    let place = Place {
        kind: PlaceKind::Workspace,
        id: tx.workspace.id.clone(),
        resource: None,
        title: tx.workspace.name.clone(),
    };
    tx.notify(News {
        reasons: reasons.because(NoticeKind::Invitation, [invited.id]),
        place,
        thread: None,
        comment: None,
        said: String::new(),
    })
}

/// Refuses what no invitation gives.
fn possible(new: &NewInvitation) -> Result<(), DomainError> {
    if new.role == Role::Owner {
        return Err(DomainError::Conflict("a workspace is given away by transfer"));
    }
    if new.email.is_some() && new.uses.is_some_and(|uses| uses != 1) {
        return Err(DomainError::Conflict("an invitation with an address works once"));
    }
    Ok(())
}

fn send(
    tx: &mut Change<'_>,
    recipient: String,
    (links, secret): (&Links, &str),
) -> Result<(), DomainError> {
    let id = tx.person.id.clone();
    let host = people::find(tx.connection, &id)?.map_or_else(String::new, |row| row.name);
    let (workspace, url) = (&tx.workspace.name, links.invitation(secret));
    let letter = Letter {
        recipient,
        subject: format!("{host} invites you to {workspace}"),
        body: format!("{host} invites you to the workspace {workspace} on Renexus.\n\n{url}\n"),
        html: None,
    };
    let row = letter.row(tx.now);
    Ok(outbox::insert(tx.connection, &row)?)
}

/// List the invitations of a workspace that work.
#[utoipa::path(tag = "invitations", operation_id = "invitations_list", security(("bearer" = [])),
    params(("workspace" = String, Path), PageQuery),
    responses((status = 200, body = Page<InvitationView>)))]
#[get("/api/v1/workspaces/{workspace}/invitations")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<InvitationView>>, ApiError> {
    let paging = Paging::try_from(query.into_inner())?;
    let (after, most) = (paging.after(), paging.rows());
    let found =
        state.domain.read(&person, &workspace, move |look| listed(look, after.as_deref(), most));
    Ok(web::Json(paging.page(found.await?, |invitation| invitation.id.clone(), |view| view)))
}

/// Withdraw an invitation.
#[utoipa::path(tag = "invitations", operation_id = "invitations_delete", security(("bearer" = [])),
    params(("workspace" = String, Path), ("invitation" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
#[delete("/api/v1/workspaces/{workspace}/invitations/{invitation}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, invitation) = path.into_inner();
    let removed = state.domain.change(&person, &workspace, move |tx| {
        tx.require(Action::Invite)?;
        let workspace = tx.workspace.id.clone();
        if !invitations::remove(tx.connection, &workspace, &invitation)? {
            return Err(DomainError::NotFound("invitation"));
        }
        tx.event("invitation.withdrawn", &json!({ "id": invitation }))
    });
    removed.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// See what an invitation offers, before registering or accepting.
#[utoipa::path(tag = "invitations", operation_id = "invitations_preview", request_body = Shown,
    responses((status = 200, body = InvitationPreview), (status = 404, body = Problem)))]
#[post("/api/v1/invitations/preview")]
pub(crate) async fn preview(
    _device: Device,
    state: web::Data<AppState>,
    Body(shown): Body<Shown>,
) -> Result<web::Json<InvitationPreview>, ApiError> {
    let found = state.accounts.preview(&shown.secret).await?;
    Ok(web::Json(InvitationPreview {
        workspace: found.workspace,
        role: parse_role(&found.invitation.role)?,
        email: found.invitation.email,
        invited_by: found.invited_by,
    }))
}

/// Accept an invitation, as somebody who has an account.
#[utoipa::path(tag = "invitations", operation_id = "invitations_accept", security(("bearer" = [])),
    request_body = Shown,
    responses((status = 200, body = WorkspaceView), (status = 404, body = Problem)))]
#[post("/api/v1/invitations/accept")]
pub(crate) async fn accept(
    person: Person,
    state: web::Data<AppState>,
    Body(shown): Body<Shown>,
) -> Result<HttpResponse, ApiError> {
    let id = state.accounts.accept(&person, &shown.secret).await?;
    let found = state
        .domain
        .read(&person, &id, |look| Ok(workspace_view(look.workspace.clone(), look.standing.role)));
    let found = found.await?;
    Ok(tagged(HttpResponse::Ok(), found.version, &found))
}

/// Up to `most` invitations that are open, behind the id `after`.
pub(crate) fn listed(
    look: &mut View<'_>,
    after: Option<&str>,
    most: i64,
) -> Result<Vec<InvitationView>, DomainError> {
    look.require(Action::Invite)?;
    let of = (look.workspace.id.as_str(), after);
    let rows = invitations::list(look.connection, of, most, look.now)?;
    rows.into_iter().map(view).collect()
}

fn view(row: InvitationRow) -> Result<InvitationView, DomainError> {
    Ok(InvitationView {
        id: row.id,
        role: parse_role(&row.role)?,
        email: row.email,
        invited_by: row.invited_by,
        uses_left: row.uses_left,
        created_at: row.created_at.and_utc(),
        expires_at: row.expires_at.and_utc(),
    })
}
