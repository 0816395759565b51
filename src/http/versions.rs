//! Versions of documents: list, look, take, name, restore, delete.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, ContentType, ETAG, IF_NONE_MATCH, VARY};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use renexus_actors::document::{Patch, PatchError};
use renexus_actors::ports::Writer;
use renexus_actors::registry::Open;
use renexus_wire::id::DocumentId;
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::versions::{NewVersion, RestoredView, VersionChange, VersionView};
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::page::{PageQuery, Paging};
use crate::access::Person;
use crate::domain::DomainError;
use crate::error::ApiError;
use crate::files::conditional::{Conditions, Current, Verdict};
use crate::http::query::Query;
use crate::state::AppState;
use crate::versions;

/// A version never changes; whoever may not read it any more keeps what they had.
const FOREVER: &str = "private, max-age=31536000, immutable";
/// How often a restore gives way to edits that came meanwhile, so that the version before it holds them.
const TRIES: u32 = 5;
/// Meanwhile they are saved.
const PAUSE: Duration = Duration::from_millis(20);

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(take)
        .service(show)
        .service(content)
        .service(update)
        .service(remove)
        .service(restore);
}

/// List the versions of a document, the newest first.
#[utoipa::path(tag = "versions", operation_id = "versions_list", security(("bearer" = [])),
    params(("document" = String, Path), PageQuery), responses(
    (status = 200, body = Page<VersionView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/documents/{document}/versions")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    document: web::Path<String>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<VersionView>>, ApiError> {
    let paging = Paging::try_from(query.into_inner())?;
    let (document, before, most) = (document.into_inner(), paging.after(), paging.rows());
    let workspace = state.domain.workspace_of(&document).await?;
    let found = state.domain.read(&person, &workspace, move |look| {
        versions::list(look, &document, (before.as_deref(), most))
    });
    Ok(web::Json(paging.page(found.await?, |version| version.id.clone(), |version| version)))
}

/// Keep a document as it is now, with a name or without. Where nothing changed since the newest version, that one gets the name.
#[utoipa::path(tag = "versions", operation_id = "versions_take", security(("bearer" = [])),
    params(("document" = String, Path)), request_body = NewVersion, responses(
    (status = 201, body = VersionView),
    (status = 400, body = Problem),
    (status = 403, body = Problem),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "Nothing changed since the newest version, or the document has as many named ones as it may have"),
))]
#[post("/api/v1/documents/{document}/versions")]
pub(crate) async fn take(
    person: Person,
    state: web::Data<AppState>,
    document: web::Path<String>,
    Body(NewVersion { name }): Body<NewVersion>,
) -> Result<HttpResponse, ApiError> {
    let workspace = state.domain.workspace_of(&document).await?;
    let taken = taken(&state, &person, (&workspace, &document), name).await?;
    Ok(HttpResponse::Created().json(taken))
}

/// Takes a version for somebody.
pub(crate) async fn taken(
    state: &AppState,
    person: &Person,
    (workspace, document): (&str, &str),
    name: Option<String>,
) -> Result<VersionView, ApiError> {
    let id = document.to_owned();
    state.domain.read(person, workspace, move |look| versions::allowed(look, &id)).await?;
    let snapshot = state.versions.snapshot(document).await?;
    let snapshot = snapshot.ok_or(DomainError::NotFound("document"))?;
    let settings = state.settings.versions.clone();
    let taken = state.domain.change(person, workspace, move |tx| {
        let name = name.as_deref().map(str::trim);
        versions::ask(tx, &snapshot, (name, &settings))
    });
    Ok(taken.await?)
}

/// Look a version up.
#[utoipa::path(tag = "versions", operation_id = "versions_show", security(("bearer" = [])),
    params(("document" = String, Path), ("version" = String, Path)), responses(
    (status = 200, body = VersionView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/documents/{document}/versions/{version}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<VersionView>, ApiError> {
    let (document, version) = path.into_inner();
    let workspace = state.domain.workspace_of(&document).await?;
    let found = state
        .domain
        .read(&person, &workspace, move |look| versions::show(look, (&document, &version)));
    Ok(web::Json(found.await?))
}

/// Read the document as it was, as one Yjs update (v1). It never changes.
#[utoipa::path(tag = "versions", operation_id = "versions_content", security(("bearer" = [])),
    params(("document" = String, Path), ("version" = String, Path)), responses(
    (status = 200, content_type = "application/octet-stream"),
    (status = 304),
    (status = 404, body = Problem),
))]
#[get("/api/v1/documents/{document}/versions/{version}/update")]
pub(crate) async fn content(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (document, version) = path.into_inner();
    let workspace = state.domain.workspace_of(&document).await?;
    let place = (document.clone(), version.clone());
    let known = state
        .domain
        .read(&person, &workspace, move |look| versions::show(look, (&place.0, &place.1)));
    let known = known.await?;
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let conditions = Conditions { if_none_match: header(IF_NONE_MATCH), ..Conditions::default() };
    let current = Current { tag: &known.id, modified: known.taken_at };
    if conditions.judge(current) == Verdict::NotModified {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag(&known.id))).finish());
    }
    let held = state
        .domain
        .read(&person, &workspace, move |look| versions::content(look, (&document, &version)));
    Ok(HttpResponse::Ok()
        .insert_header(ContentType::octet_stream())
        .insert_header((ETAG, tag(&known.id)))
        .insert_header((CACHE_CONTROL, FOREVER))
        .insert_header((VARY, "Authorization"))
        .body(held.await?))
}

fn tag(id: &str) -> String {
    format!("\"{id}\"")
}

/// Give a version a name, or take it away. Versions without a name make room one day.
#[utoipa::path(tag = "versions", operation_id = "versions_update", security(("bearer" = [])),
    params(("document" = String, Path), ("version" = String, Path)), request_body = VersionChange, responses(
    (status = 200, body = VersionView),
    (status = 400, body = Problem),
    (status = 403, body = Problem),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "The document has as many named versions as it may have"),
))]
#[patch("/api/v1/documents/{document}/versions/{version}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Body(VersionChange { name }): Body<VersionChange>,
) -> Result<web::Json<VersionView>, ApiError> {
    let (document, version) = path.into_inner();
    let workspace = state.domain.workspace_of(&document).await?;
    let place = (workspace.as_str(), document.as_str(), version.as_str());
    Ok(web::Json(renamed(&state, &person, place, name).await?))
}

/// Gives a version a name for somebody, or takes it away; without a word about it, it stays.
pub(crate) async fn renamed(
    state: &AppState,
    person: &Person,
    (workspace, document, version): (&str, &str, &str),
    name: Option<Option<String>>,
) -> Result<VersionView, ApiError> {
    let place = (document.to_owned(), version.to_owned());
    let Some(name) = name else {
        let found = state
            .domain
            .read(person, workspace, move |look| versions::show(look, (&place.0, &place.1)));
        return Ok(found.await?);
    };
    let settings = state.settings.versions.clone();
    let changed = state.domain.change(person, workspace, move |tx| {
        let name = name.as_deref().map(str::trim);
        versions::rename(tx, (&place.0, &place.1), (name, &settings))
    });
    Ok(changed.await?)
}

/// Delete a version. The document stays as it is.
#[utoipa::path(tag = "versions", operation_id = "versions_remove", security(("bearer" = [])),
    params(("document" = String, Path), ("version" = String, Path)), responses(
    (status = 204),
    (status = 403, body = Problem),
    (status = 404, body = Problem),
))]
#[delete("/api/v1/documents/{document}/versions/{version}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (document, version) = path.into_inner();
    let workspace = state.domain.workspace_of(&document).await?;
    let gone = state
        .domain
        .change(&person, &workspace, move |tx| versions::remove(tx, (&document, &version)));
    gone.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make a document what it was, for everybody in it. What came after stays in the version `before`, which is kept first.
#[utoipa::path(tag = "versions", operation_id = "versions_restore", security(("bearer" = [])),
    params(("document" = String, Path), ("version" = String, Path)), responses(
    (status = 200, body = RestoredView),
    (status = 403, body = Problem),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "The document holds what cannot be brought back, or takes no edits now"),
))]
#[post("/api/v1/documents/{document}/versions/{version}/restore")]
pub(crate) async fn restore(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<RestoredView>, ApiError> {
    let (document, version) = path.into_inner();
    let workspace = state.domain.workspace_of(&document).await?;
    Ok(web::Json(restored(&state, &person, (&workspace, &document, &version)).await?))
}

/// Restores a version for somebody: what was edited until it is done is in the version just before.
pub(crate) async fn restored(
    state: &AppState,
    person: &Person,
    (workspace, document, version): (&str, &str, &str),
) -> Result<RestoredView, ApiError> {
    let place = (workspace, document, version);
    let mut tries = 0..TRIES;
    let before = loop {
        let (edit, before) = versions::reverted(&state.versions, person, place).await?;
        let Some(edit) = edit else { return Ok(RestoredView { changed: false, before }) };
        // People who never pause do not keep it away: then it is one more edit among theirs.
        let made_for = tries.next().map(|_| edit.made_for.into());
        let open = Open { document: DocumentId::parse(document)?, create: false };
        let handle = state.registry.send(open).await??;
        let by = Writer::of(Some(&person.id));
        match handle.address.send(Patch { update: edit.update.into(), by, made_for }).await? {
            Err(PatchError::Moved) => tokio::time::sleep(PAUSE).await,
            done => {
                done?;
                break before;
            }
        }
    };
    let place = (document.to_owned(), version.to_owned());
    let told =
        state.domain.change(person, workspace, move |tx| versions::told(tx, (&place.0, &place.1)));
    told.await?;
    Ok(RestoredView { changed: true, before })
}
