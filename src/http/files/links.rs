//! Links to files: for pages that show a picture, and for saving, where no token can be sent along.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, SubsecRound, Utc};
use renexus_wire::rest::Problem;
use renexus_wire::rest::files::FileLink;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::content::{Wish, answer};
use crate::access::Person;
use crate::auth::FileTicket;
use crate::error::ApiError;
use crate::filing::Kept;
use crate::http::query::Query;
use crate::state::AppState;

/// Characters of a ticket; a longer one is none of ours.
const MAX_TICKET: usize = 2_048;

/// The addresses of this resource.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create).service(follow);
}

/// Make a link to the bytes of a file. Whoever has it reads the file until it ends.
#[utoipa::path(tag = "files", operation_id = "files_link", security(("bearer" = [])),
    params(("workspace" = String, Path), ("file" = String, Path), Wish),
    responses((status = 201, body = FileLink), (status = 404, body = Problem)))]
#[post("/api/v1/workspaces/{workspace}/files/{file}/link")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    wish: Query<Wish>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, file) = path.into_inner();
    let kept = state.filing.kept((&person, &workspace), file).await?;
    let expires_at = state.clock.now().trunc_subsecs(6) + state.settings.files.link();
    let url = match state.filing.link(&kept).await? {
        Some(url) => url,
        None => own_link(&state, &kept, (&wish, expires_at))?,
    };
    let link = FileLink { url, expires_at };
    Ok(HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(link))
}

/// A link to this server, where the store gives none.
fn own_link(
    state: &AppState,
    Kept(row): &Kept,
    (wish, ends): (&Wish, DateTime<Utc>),
) -> Result<String, ApiError> {
    let ticket = state.authority.issue(FileTicket {
        workspace: row.workspace.clone(),
        file: row.id.clone(),
        exp: ends.timestamp(),
    })?;
    let download = if wish.download { "&download=true" } else { "" };
    Ok(format!("/api/v1/linked-file?ticket={ticket}{download}"))
}

/// What a link carries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Carried {
    /// The ticket.
    #[param(max_length = 2048)]
    ticket: String,
    /// `true` saves the file where a browser would show it.
    #[serde(default)]
    download: bool,
}

/// Follow a link to the bytes of a file.
#[utoipa::path(tag = "files", operation_id = "files_linked", params(Carried), responses(
    (status = 200, content_type = "application/octet-stream", body = Vec<u8>),
    (status = 206, content_type = "application/octet-stream", body = Vec<u8>),
    (status = 304), (status = 307, description = "The store itself gives the bytes"), (status = 401, body = Problem), (status = 404, body = Problem),
    (status = 412, body = Problem), (status = 416, body = Problem),
))]
#[get("/api/v1/linked-file")]
pub(crate) async fn follow(
    state: web::Data<AppState>,
    request: HttpRequest,
    carried: Query<Carried>,
) -> Result<HttpResponse, ApiError> {
    if carried.ticket.len() > MAX_TICKET {
        return Err(ApiError::invalid("ticket", "it is too long"));
    }
    let ticket = state.authority.redeem(&carried.ticket)?;
    let kept = state.filing.linked(ticket.workspace, ticket.file).await?;
    answer(&state.filing, &request, kept, &Wish { download: carried.download }).await
}
