//! Labels of a workspace.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::catalogue::{LabelChange, LabelView, NewLabel};
use renexus_wire::rest::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::version::{IfMatch, tagged};
use crate::access::Person;
use crate::error::ApiError;
use crate::planning::labels;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(update).service(remove);
}

/// List the labels.
#[utoipa::path(tag = "labels", operation_id = "labels_list", security(("bearer" = [])),
    params(("workspace" = String, Path)), responses(
    (status = 200, body = Page<LabelView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/labels")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<String>,
) -> Result<web::Json<Page<LabelView>>, ApiError> {
    let found = state.domain.read(&person, &path, labels::list);
    Ok(web::Json(Page { items: found.await?, next: None }))
}

/// Add a label.
#[utoipa::path(tag = "labels", operation_id = "labels_create", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = NewLabel, responses(
    (status = 201, body = LabelView),
    (status = 400, body = Problem),
    (status = 409, body = Problem, description = "The name is taken, or there are as many as there may be"),
))]
#[post("/api/v1/workspaces/{workspace}/labels")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<String>,
    Body(new): Body<NewLabel>,
) -> Result<HttpResponse, ApiError> {
    let made = state.domain.change(&person, &path, move |tx| labels::add(tx, new));
    let made = made.await?;
    Ok(tagged(HttpResponse::Created(), made.version, &made))
}

/// Change a label.
#[utoipa::path(tag = "labels", operation_id = "labels_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("label" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    request_body = LabelChange, responses(
    (status = 200, body = LabelView),
    (status = 404, body = Problem),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[patch("/api/v1/workspaces/{workspace}/labels/{label}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    if_match: IfMatch,
    Body(wanted): Body<LabelChange>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, label) = path.into_inner();
    let expected = if_match.optional();
    let changed = state
        .domain
        .change(&person, &workspace, move |tx| labels::change(tx, &label, expected, wanted));
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}

/// Take a label away, from all tasks as well.
#[utoipa::path(tag = "labels", operation_id = "labels_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("label" = String, Path)), responses(
    (status = 204),
    (status = 404, body = Problem),
))]
#[delete("/api/v1/workspaces/{workspace}/labels/{label}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, label) = path.into_inner();
    let removed = state.domain.change(&person, &workspace, move |tx| labels::remove(tx, &label));
    removed.await?;
    Ok(HttpResponse::NoContent().finish())
}
