//! Comments: changed, taken back, and what is put below them.

use actix_web::{HttpResponse, delete, get, patch, put, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::comments::{CommentBody, CommentView, FormerBody};
use renexus_wire::rest::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use super::version::{Edit, tagged};
use crate::access::Person;
use crate::comments::{reacting, saying};
use crate::error::ApiError;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(update).service(remove).service(history).service(react).service(unreact);
}

/// Change one's own comment. With `If-Match` only if nobody changed it meanwhile.
#[utoipa::path(tag = "comments", operation_id = "comments_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("comment" = String, Path), ("If-Match" = Option<String>, Header)),
    request_body = CommentBody, responses(
    (status = 200, body = CommentView),
    (status = 403, body = Problem, description = "It is somebody else's"),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[patch("/api/v1/workspaces/{workspace}/comments/{comment}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Edit(if_match, said): Edit<CommentBody>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, comment) = path.into_inner();
    let expected = if_match.optional();
    let changed = state
        .domain
        .change(&person, &workspace, move |tx| saying::edit(tx, &comment, expected, said.body));
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}

/// Take a comment back: one's own, or any where one manages. Its place stays, empty.
#[utoipa::path(tag = "comments", operation_id = "comments_delete", security(("bearer" = [])),
    params(("workspace" = String, Path), ("comment" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
#[delete("/api/v1/workspaces/{workspace}/comments/{comment}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, comment) = path.into_inner();
    state.domain.change(&person, &workspace, move |tx| saying::delete(tx, &comment)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// See what a comment said before, the oldest first; at most 50. Needs manage in the place.
#[utoipa::path(tag = "comments", operation_id = "comments_history", security(("bearer" = [])),
    params(("workspace" = String, Path), ("comment" = String, Path)),
    responses((status = 200, body = Page<FormerBody>), (status = 403, body = Problem)))]
#[get("/api/v1/workspaces/{workspace}/comments/{comment}/history")]
pub(crate) async fn history(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<Page<FormerBody>>, ApiError> {
    let (workspace, comment) = path.into_inner();
    let found = state.domain.read(&person, &workspace, move |look| saying::history(look, &comment));
    Ok(web::Json(Page { items: found.await?, next: None }))
}

/// Put an emoji below a comment, one of 👍 👎 ❤️ 🎉 😄 😕 🚀 👀 🙏 ✅ 🔥 💯.
#[utoipa::path(tag = "comments", operation_id = "reactions_put", security(("bearer" = [])),
    params(("workspace" = String, Path), ("comment" = String, Path), ("emoji" = String, Path)),
    responses((status = 200, body = CommentView), (status = 404, body = Problem)))]
#[put("/api/v1/workspaces/{workspace}/comments/{comment}/reactions/{emoji}")]
pub(crate) async fn react(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, comment, emoji) = path.into_inner();
    let put = state
        .domain
        .change(&person, &workspace, move |tx| reacting::put(tx, &comment, &emoji))
        .await?;
    Ok(tagged(HttpResponse::Ok(), put.version, &put))
}

/// Take one's own emoji away.
#[utoipa::path(tag = "comments", operation_id = "reactions_delete", security(("bearer" = [])),
    params(("workspace" = String, Path), ("comment" = String, Path), ("emoji" = String, Path)),
    responses((status = 200, body = CommentView), (status = 404, body = Problem)))]
#[delete("/api/v1/workspaces/{workspace}/comments/{comment}/reactions/{emoji}")]
pub(crate) async fn unreact(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, comment, emoji) = path.into_inner();
    let taken = state
        .domain
        .change(&person, &workspace, move |tx| reacting::take(tx, &comment, &emoji))
        .await?;
    Ok(tagged(HttpResponse::Ok(), taken.version, &taken))
}
