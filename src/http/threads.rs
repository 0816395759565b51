//! Conversations on tasks and documents.

use actix_web::{HttpResponse, get, post, web};
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::Problem;
use renexus_wire::rest::comments::{CommentBody, CommentView, MAX_PLACE, NewThread, ThreadView};
use renexus_wire::rest::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::page::{PageQuery, Paging};
use super::version::tagged;
use crate::access::Person;
use crate::comments::{saying, threads};
use crate::error::ApiError;
use crate::http::query::Query;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create)
        .service(list)
        .service(show)
        .service(resolve)
        .service(reopen)
        .service(say)
        .service(comments);
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ThreadQuery {
    /// `task` or `document`.
    place_kind: PlaceKind,
    /// The id of the task (or its key, like `REN-42`) or of the document.
    #[param(min_length = 1, max_length = 255, pattern = r"^[^\x00]*$")]
    place: String,
    /// Only those that are resolved, or only those that are not.
    resolved: Option<bool>,
    /// The `next` of the page before.
    #[param(max_length = 1024, pattern = r"^[^\x00]*$")]
    after: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Begin a conversation with its first comment. Needs comment in the place.
#[utoipa::path(tag = "comments", operation_id = "threads_create", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = NewThread, responses(
    (status = 201, body = ThreadView),
    (status = 404, body = Problem, description = "There is no such place"),
))]
#[post("/api/v1/workspaces/{workspace}/threads")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Body(new): Body<NewThread>,
) -> Result<HttpResponse, ApiError> {
    let most = state.settings.comments.threads;
    let made =
        state.domain.change(&person, &workspace, move |tx| threads::begin(tx, new, most)).await?;
    Ok(tagged(HttpResponse::Created(), made.version, &made))
}

/// List the conversations of a place with their first comments, in the order in which they began.
#[utoipa::path(tag = "comments", operation_id = "threads_list", security(("bearer" = [])),
    params(("workspace" = String, Path), ThreadQuery),
    responses((status = 200, body = Page<ThreadView>), (status = 404, body = Problem)))]
#[get("/api/v1/workspaces/{workspace}/threads")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<ThreadQuery>,
) -> Result<web::Json<Page<ThreadView>>, ApiError> {
    let ThreadQuery { place_kind, place, resolved, after, limit } = query.into_inner();
    if place.chars().count() > MAX_PLACE {
        return Err(ApiError::invalid("place", format!("it has more than {MAX_PLACE} characters")));
    }
    if place.contains('\0') {
        return Err(ApiError::invalid("place", "it holds a control character"));
    }
    let paging = Paging::new(after, limit)?;
    let (after, most) = (paging.after(), paging.rows());
    let found = state.domain.read(&person, &workspace, move |look| {
        threads::list(look, (place_kind, &place), (resolved, after.as_deref()), most)
    });
    Ok(web::Json(paging.page(found.await?, |thread| thread.id.clone(), |thread| thread)))
}

/// Look a conversation up, with its first comment.
#[utoipa::path(tag = "comments", operation_id = "threads_show", security(("bearer" = [])),
    params(("workspace" = String, Path), ("thread" = String, Path)),
    responses((status = 200, body = ThreadView), (status = 404, body = Problem)))]
#[get("/api/v1/workspaces/{workspace}/threads/{thread}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, thread) = path.into_inner();
    let found = state.domain.read(&person, &workspace, move |look| threads::show(look, &thread));
    let found = found.await?;
    Ok(tagged(HttpResponse::Ok(), found.version, &found))
}

/// Resolve a conversation.
#[utoipa::path(tag = "comments", operation_id = "threads_resolve", security(("bearer" = [])),
    params(("workspace" = String, Path), ("thread" = String, Path)),
    responses((status = 200, body = ThreadView), (status = 404, body = Problem)))]
#[post("/api/v1/workspaces/{workspace}/threads/{thread}/resolve")]
pub(crate) async fn resolve(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, thread) = path.into_inner();
    let done = state.domain.change(&person, &workspace, move |tx| threads::resolve(tx, &thread));
    let done = done.await?;
    Ok(tagged(HttpResponse::Ok(), done.version, &done))
}

/// Reopen a conversation that was resolved.
#[utoipa::path(tag = "comments", operation_id = "threads_reopen", security(("bearer" = [])),
    params(("workspace" = String, Path), ("thread" = String, Path)),
    responses((status = 200, body = ThreadView), (status = 404, body = Problem)))]
#[post("/api/v1/workspaces/{workspace}/threads/{thread}/reopen")]
pub(crate) async fn reopen(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, thread) = path.into_inner();
    let done = state.domain.change(&person, &workspace, move |tx| threads::reopen(tx, &thread));
    let done = done.await?;
    Ok(tagged(HttpResponse::Ok(), done.version, &done))
}

/// Say something in a conversation. `@handle` mentions a person, `REN-42` a task.
#[utoipa::path(tag = "comments", operation_id = "comments_create", security(("bearer" = [])),
    params(("workspace" = String, Path), ("thread" = String, Path)), request_body = CommentBody,
    responses((status = 201, body = CommentView), (status = 404, body = Problem)))]
#[post("/api/v1/workspaces/{workspace}/threads/{thread}/comments")]
pub(crate) async fn say(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Body(said): Body<CommentBody>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, thread) = path.into_inner();
    let most = state.settings.comments.comments;
    let said = state
        .domain
        .change(&person, &workspace, move |tx| saying::say(tx, &thread, said.body, most));
    let said = said.await?;
    Ok(tagged(HttpResponse::Created(), said.version, &said))
}

/// List the comments of a conversation, in the order in which they were said.
#[utoipa::path(tag = "comments", operation_id = "comments_list", security(("bearer" = [])),
    params(("workspace" = String, Path), ("thread" = String, Path), PageQuery),
    responses((status = 200, body = Page<CommentView>), (status = 404, body = Problem)))]
#[get("/api/v1/workspaces/{workspace}/threads/{thread}/comments")]
pub(crate) async fn comments(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<CommentView>>, ApiError> {
    let (workspace, thread) = path.into_inner();
    let paging = Paging::try_from(query.into_inner())?;
    let (after, most) = (paging.after(), paging.rows());
    let found = state
        .domain
        .read(&person, &workspace, move |look| saying::list(look, &thread, after.as_deref(), most));
    Ok(web::Json(paging.page(found.await?, |comment| comment.id.clone(), |comment| comment)))
}
