//! Lists that were kept.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::catalogue::{NewView, ViewChange, ViewView};
use renexus_wire::rest::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::version::{IfMatch, tagged};
use crate::access::Person;
use crate::error::ApiError;
use crate::planning::views;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(update).service(remove);
}

/// List the views.
#[utoipa::path(tag = "views", operation_id = "views_list", security(("bearer" = [])),
    params(("workspace" = String, Path)), responses(
    (status = 200, body = Page<ViewView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/views")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<String>,
) -> Result<web::Json<Page<ViewView>>, ApiError> {
    let found = state.domain.read(&person, &path, views::list);
    Ok(web::Json(Page { items: found.await?, next: None }))
}

/// Add a view.
#[utoipa::path(tag = "views", operation_id = "views_create", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = NewView, responses(
    (status = 201, body = ViewView),
    (status = 400, body = Problem),
    (status = 409, body = Problem, description = "The name is taken, or there are as many as there may be"),
))]
#[post("/api/v1/workspaces/{workspace}/views")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<String>,
    Body(new): Body<NewView>,
) -> Result<HttpResponse, ApiError> {
    let made = state.domain.change(&person, &path, move |tx| views::add(tx, new));
    let made = made.await?;
    Ok(tagged(HttpResponse::Created(), made.version, &made))
}

/// Change a view.
#[utoipa::path(tag = "views", operation_id = "views_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("view" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    request_body = ViewChange, responses(
    (status = 200, body = ViewView),
    (status = 404, body = Problem),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[patch("/api/v1/workspaces/{workspace}/views/{view}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    if_match: IfMatch,
    Body(wanted): Body<ViewChange>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, view) = path.into_inner();
    let expected = if_match.optional();
    let changed = state
        .domain
        .change(&person, &workspace, move |tx| views::change(tx, &view, expected, wanted));
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}

/// Forget a view.
#[utoipa::path(tag = "views", operation_id = "views_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("view" = String, Path)), responses(
    (status = 204),
    (status = 404, body = Problem),
))]
#[delete("/api/v1/workspaces/{workspace}/views/{view}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, view) = path.into_inner();
    let removed = state.domain.change(&person, &workspace, move |tx| views::remove(tx, &view));
    removed.await?;
    Ok(HttpResponse::NoContent().finish())
}
