//! Documents of a workspace in their tree.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use renexus_actors::registry::Delete;
use renexus_wire::id::DocumentId;
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::pages::{NewPage, PageChange, PageView};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::version::{Edit, tagged};
use crate::access::Person;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::pages;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(show).service(update).service(remove);
}

/// Which pages are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PagesQuery {
    /// Also those that are put away.
    #[serde(default)]
    archived: bool,
}

/// List the documents that the person may read, in the order of their ranks: a whole tree, 10,000 at most.
#[utoipa::path(tag = "pages", operation_id = "pages_list", security(("bearer" = [])),
    params(("workspace" = String, Path), PagesQuery), responses(
    (status = 200, body = Page<PageView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/pages")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<String>,
    query: Query<PagesQuery>,
) -> Result<web::Json<Page<PageView>>, ApiError> {
    let archived = query.archived;
    let found = state.domain.read(&person, &path, move |look| pages::list(look, archived));
    Ok(web::Json(Page { items: found.await?, next: None }))
}

/// Make a document, as the last one below its parent. Its content is edited on the sockets.
#[utoipa::path(tag = "pages", operation_id = "pages_create", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = NewPage, responses(
    (status = 201, body = PageView),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "There are as many as there may be, or the parent stands too deep"),
))]
#[post("/api/v1/workspaces/{workspace}/pages")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<String>,
    Body(new): Body<NewPage>,
) -> Result<HttpResponse, ApiError> {
    let made = state.domain.change(&person, &path, move |tx| pages::add(tx, new)).await?;
    Ok(tagged(HttpResponse::Created(), made.version, &made))
}

/// Look a document's place and name up.
#[utoipa::path(tag = "pages", operation_id = "pages_show", security(("bearer" = [])),
    params(("workspace" = String, Path), ("page" = String, Path)), responses(
    (status = 200, body = PageView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/pages/{page}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, page) = path.into_inner();
    let found = state.domain.read(&person, &workspace, move |look| pages::show(look, &page));
    let found = found.await?;
    Ok(tagged(HttpResponse::Ok(), found.version, &found))
}

/// Change title, place, who sees it, or put it away.
#[utoipa::path(tag = "pages", operation_id = "pages_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("page" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    request_body = PageChange, responses(
    (status = 200, body = PageView),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "It cannot stand there"),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[patch("/api/v1/workspaces/{workspace}/pages/{page}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Edit(if_match, wanted): Edit<PageChange>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, page) = path.into_inner();
    let expected = if_match.optional();
    let changed = state
        .domain
        .change(&person, &workspace, move |tx| pages::change(tx, &page, expected, wanted));
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}

/// Delete a document with its content. Those below it move up to where it stood.
#[utoipa::path(tag = "pages", operation_id = "pages_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("page" = String, Path)), responses(
    (status = 204),
    (status = 404, body = Problem),
))]
#[delete("/api/v1/workspaces/{workspace}/pages/{page}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, page) = path.into_inner();
    removed(&state, &person, &workspace, page).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a document out of its tree, and then out of the world.
pub(crate) async fn removed(
    state: &AppState,
    person: &Person,
    workspace: &str,
    page: String,
) -> Result<(), ApiError> {
    let id = page.clone();
    state.domain.change(person, workspace, move |tx| pages::remove(tx, &page)).await?;
    let document = DocumentId::parse(&id)?;
    Ok(state.registry.send(Delete { document }).await??)
}
