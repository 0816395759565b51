//! Files: bring, list, show, change, remove.

mod avatars;
mod content;
mod links;
mod references;
mod resumable;
mod sending;
mod thumbnails;

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::files::{FileChange, FileView, ReferenceKind};
use renexus_wire::rest::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::page::Paging;
use super::version::{Edit, IfMatch, tagged};
use crate::access::Person;
use crate::db::queries::files::FileFilter;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::state::AppState;

/// Characters of what a list is searched for.
const MAX_WORDS: usize = 200;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create).service(list).service(show).service(update).service(remove);
    config.configure(content::routes).configure(links::routes).configure(thumbnails::routes);
    config.configure(references::routes).configure(resumable::routes).configure(avatars::routes);
}

/// What a file is called and said to be, where it comes as a bare body.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Said {
    /// The name of the file; a form may name it in its part instead.
    #[param(max_length = 255)]
    name: Option<String>,
    /// What people say about it.
    #[param(max_length = 2000)]
    description: Option<String>,
}

/// Bring a file: as the body itself, or as the part `file` of a form.
#[utoipa::path(tag = "files", operation_id = "files_create", security(("bearer" = [])),
    params(("workspace" = String, Path), Said),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 201, body = FileView),
    (status = 400, body = Problem, description = "The name cannot be one, or the body ended early"),
    (status = 409, body = Problem, description = "The workspace is full"),
    (status = 413, body = Problem),
    (status = 503, body = Problem, description = "Enough files come in at the moment"),
))]
#[post("/api/v1/workspaces/{workspace}/files")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    (request, said, body): (HttpRequest, Query<Said>, web::Payload),
) -> Result<HttpResponse, ApiError> {
    let asks = (&person, workspace.as_str());
    let file = sending::receive(&state, asks, &request, (said.into_inner(), body)).await?;
    let place = format!("/api/v1/workspaces/{}/files/{}", file.workspace, file.id);
    let mut answer = HttpResponse::Created();
    answer.insert_header((LOCATION, place));
    Ok(tagged(answer, file.version, &file))
}

/// Which files a list shows.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileQuery {
    /// The `next` of the page before.
    #[param(max_length = 1024, pattern = r"^[^\x00]*$")]
    pub(crate) after: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    pub(crate) limit: Option<u16>,
    /// Words in the name or the description.
    #[param(max_length = 200, pattern = r"^[^\x00]*$")]
    pub(crate) q: Option<String>,
    /// How the media type begins, like `image/`.
    #[param(max_length = 200, pattern = r"^[^\x00]*$")]
    pub(crate) media_type: Option<String>,
    /// What uses them: `task:ID`, `document:ID` or `comment:ID`.
    #[param(max_length = 200, pattern = r"^(task|document|comment):[^\x00-\x1f]+$")]
    pub(crate) used_by: Option<String>,
}

/// List the files that one may read, in the order in which they came.
#[utoipa::path(tag = "files", operation_id = "files_list", security(("bearer" = [])),
    params(("workspace" = String, Path), FileQuery), responses((status = 200, body = Page<FileView>)))]
#[get("/api/v1/workspaces/{workspace}/files")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<FileQuery>,
) -> Result<web::Json<Page<FileView>>, ApiError> {
    let query = query.into_inner();
    let paging = Paging::new(query.after.clone(), query.limit)?;
    let part = (paging.after(), paging.rows());
    let found = state.filing.list((&person, &workspace), filter(query)?, part).await?;
    Ok(web::Json(paging.page(found, |file| file.id.clone(), |file| file)))
}

/// Reads what a list is narrowed down to.
pub(crate) fn filter(query: FileQuery) -> Result<FileFilter, ApiError> {
    let bounded = |field: &str, words: Option<String>| match words {
        Some(words) if words.chars().count() > MAX_WORDS || words.contains('\0') => {
            Err(ApiError::invalid(field, "it has more than 200 characters, or holds a NUL"))
        }
        words => Ok(words),
    };
    let narrowing = |words: Option<String>| words.filter(|words| !words.is_empty());
    let used_by = bounded("used_by", query.used_by)?.map(|text| {
        let parts = text.split_once(':').filter(|(_, id)| !id.is_empty());
        let (kind, id) = parts.ok_or_else(|| ApiError::invalid("used_by", "it needs KIND:ID"))?;
        let kind: ReferenceKind =
            kind.parse().map_err(|error| ApiError::invalid("used_by", error))?;
        Ok::<_, ApiError>((kind.word().to_owned(), id.to_owned()))
    });
    Ok(FileFilter {
        words: narrowing(bounded("q", query.q)?),
        media_type: narrowing(bounded("media_type", query.media_type)?),
        used_by: used_by.transpose()?,
    })
}

/// Look up what is known of a file.
#[utoipa::path(tag = "files", operation_id = "files_show", security(("bearer" = [])),
    params(("workspace" = String, Path), ("file" = String, Path)),
    responses((status = 200, body = FileView), (status = 404, body = Problem)))]
#[get("/api/v1/workspaces/{workspace}/files/{file}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, file) = path.into_inner();
    let file = state.filing.show((&person, &workspace), file).await?;
    Ok(tagged(HttpResponse::Ok(), file.version, &file))
}

/// Change what is said of a file. `If-Match` carries the version that the change is based on.
#[utoipa::path(tag = "files", operation_id = "files_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("file" = String, Path)), request_body = FileChange,
    responses((status = 200, body = FileView), (status = 404, body = Problem), (status = 412, body = Problem)))]
#[patch("/api/v1/workspaces/{workspace}/files/{file}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Edit(if_match, change): Edit<FileChange>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, file) = path.into_inner();
    let change = (if_match.optional(), change);
    let file = state.filing.change((&person, &workspace), file, change).await?;
    Ok(tagged(HttpResponse::Ok(), file.version, &file))
}

/// Remove a file and its bytes. Needs manage; who brought a file has that.
#[utoipa::path(tag = "files", operation_id = "files_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("file" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 412, body = Problem)))]
#[delete("/api/v1/workspaces/{workspace}/files/{file}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    if_match: IfMatch,
) -> Result<HttpResponse, ApiError> {
    let (workspace, file) = path.into_inner();
    state.filing.remove((&person, &workspace), file, if_match.optional()).await?;
    Ok(HttpResponse::NoContent().finish())
}
