//! How the assistant stands in a workspace.

use actix_web::{HttpResponse, get, patch, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::assistant::{AssistantPatch, AssistantView, CallView};
use renexus_wire::rest::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::page::{PageQuery, Paging};
use super::super::version::{Edit, tagged};
use crate::access::Person;
use crate::assistant;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::state::AppState;

/// The addresses of this resource.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(show).service(switch).service(calls);
}

/// Tell how the assistant stands in a workspace: whether it is on, and what it used today.
#[utoipa::path(tag = "assistant", operation_id = "assistant_show", security(("bearer" = [])),
    params(("workspace" = String, Path)), responses(
    (status = 200, body = AssistantView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/assistant")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let settings = state.settings.assistant.clone();
    let found =
        state.domain.read(&person, &workspace, move |look| assistant::show(look, &settings));
    let found = found.await?;
    Ok(tagged(HttpResponse::Ok(), found.version, &found))
}

/// Switch the assistant on or off in a workspace, and say whether what is sent to the service is kept.
#[utoipa::path(tag = "assistant", operation_id = "assistant_switch", security(("bearer" = [])),
    params(("workspace" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    request_body = AssistantPatch, responses(
    (status = 200, body = AssistantView),
    (status = 403, body = Problem),
    (status = 404, body = Problem),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[patch("/api/v1/workspaces/{workspace}/assistant")]
pub(crate) async fn switch(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Edit(if_match, wanted): Edit<AssistantPatch>,
) -> Result<HttpResponse, ApiError> {
    let settings = state.settings.assistant.clone();
    let expected = if_match.optional();
    let changed = state.domain.change(&person, &workspace, move |tx| {
        assistant::change(tx, (wanted, expected), &settings)
    });
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}

/// List the calls of the model service for a workspace, the newest first.
#[utoipa::path(tag = "assistant", operation_id = "assistant_calls", security(("bearer" = [])),
    params(("workspace" = String, Path), PageQuery), responses(
    (status = 200, body = Page<CallView>),
    (status = 403, body = Problem),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/assistant/calls")]
pub(crate) async fn calls(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<CallView>>, ApiError> {
    let paging = Paging::try_from(query.into_inner())?;
    let (before, most) = (paging.after(), paging.rows());
    let found = state
        .domain
        .read(&person, &workspace, move |look| assistant::calls(look, (before.as_deref(), most)));
    Ok(web::Json(paging.page(found.await?, |call| call.id.clone(), |call| call)))
}
