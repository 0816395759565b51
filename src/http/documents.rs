//! Documents: create, list, look up, change, delete.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use renexus_actors::document::Patch;
use renexus_actors::ports::DocumentStore;
use renexus_actors::registry::Delete;
use renexus_tables::rows::DocumentRow;
use renexus_wire::access::{EVERY_DOCUMENT, Level};
use renexus_wire::event::is_reserved;
use renexus_wire::id::DocumentId;
use renexus_wire::rest::{Applied, DocumentPage, DocumentView, NewDocument, Problem};
use serde::Deserialize;
use utoipa::IntoParams;

use super::access::Caller;
use super::body::Json;
use super::content;
use crate::db::queries::documents::{self, Visible};
use crate::error::ApiError;
use crate::http::query::Query;
use crate::state::AppState;

/// Documents on a page when nobody says how many.
const PAGE: u16 = 50;
/// Most documents on a page.
const MAX_PAGE: u16 = 200;

/// Create a document. Needs write on `*`, or in the workspace named.
#[utoipa::path(operation_id = "documents_create", request_body = NewDocument, tag = "documents", security(("bearer" = [])), responses(
    (status = 201, body = DocumentView),
    (status = 403, body = Problem),
    (status = 409, body = Problem, description = "The id is in use, or was"),
))]
#[post("/api/documents")]
pub(crate) async fn create(
    caller: Caller,
    state: web::Data<AppState>,
    Json(body): Json<NewDocument>,
) -> Result<HttpResponse, ApiError> {
    let NewDocument { id, workspace } = body;
    let granted =
        caller.0.workspace.as_ref().filter(|grant| workspace.as_deref() == Some(grant.id.as_str()));
    if !caller.0.may_create() && !granted.is_some_and(|grant| grant.level.may_write()) {
        return Err(ApiError::Forbidden(
            "write on `*` or in the workspace is needed to create documents",
        ));
    }
    let id = id.as_deref().map_or_else(|| Ok(DocumentId::generate()), DocumentId::parse)?;
    refuse_reserved(&id)?;
    let taken = id.clone();
    let known = state
        .database
        .read(move |connection| documents::find_by_id(connection, taken.as_str()))
        .await?;
    if known.is_some() {
        return Err(ApiError::Taken(id.to_string()));
    }
    state.store.create(id.clone(), workspace).await?;
    let row = state
        .database
        .read(move |connection| documents::find_by_id(connection, id.as_str()))
        .await?;
    let row = row.ok_or(ApiError::NoRoute)?;
    Ok(HttpResponse::Created().json(view(&state, row)))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct Page {
    /// The last id of the page before.
    after: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// List the documents that the token reaches, in the order of their ids.
#[utoipa::path(operation_id = "documents_list", params(Page), tag = "documents", security(("bearer" = [])), responses((status = 200, body = DocumentPage)))]
#[get("/api/documents")]
pub(crate) async fn list(
    caller: Caller,
    state: web::Data<AppState>,
    page: Query<Page>,
) -> Result<web::Json<DocumentPage>, ApiError> {
    let limit = page.limit.unwrap_or(PAGE);
    if limit == 0 || limit > MAX_PAGE {
        return Err(ApiError::invalid("limit", format!("{limit} is not from 1 to {MAX_PAGE}")));
    }
    let visible = visible(&caller);
    let after = page.into_inner().after;
    let most = i64::from(limit) + 1;
    let mut rows = state
        .database
        .read(move |connection| documents::list(connection, visible, after, most))
        .await?;
    let more = rows.len() > usize::from(limit);
    rows.truncate(limit.into());
    let next = rows.last().filter(|_| more).map(|row| row.id.clone());
    Ok(web::Json(DocumentPage {
        items: rows.into_iter().map(|row| view(&state, row)).collect(),
        next,
    }))
}

fn visible(caller: &Caller) -> Visible {
    if caller.0.everywhere() >= Level::Read {
        return Visible::All;
    }
    let readable = caller
        .0
        .documents
        .iter()
        .filter(|(id, level)| **level >= Level::Read && *id != EVERY_DOCUMENT);
    let workspace = caller.0.workspace.as_ref().filter(|grant| grant.level >= Level::Read);
    Visible::Some {
        ids: readable.map(|(id, _)| id.clone()).collect(),
        workspace: workspace.map(|grant| grant.id.clone()),
    }
}

/// Look a document up.
#[utoipa::path(operation_id = "documents_show", tag = "documents", security(("bearer" = [])), params(("id" = String, Path)), responses(
    (status = 200, body = DocumentView),
    (status = 404, body = Problem),
))]
#[get("/api/documents/{id}")]
pub(crate) async fn show(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
) -> Result<web::Json<DocumentView>, ApiError> {
    let handle = caller.open(&state, &id, Level::Read).await?;
    let key = handle.info.key;
    let row =
        state.database.read(move |connection| documents::find_by_key(connection, key)).await?;
    Ok(web::Json(view(&state, row.ok_or(ApiError::NoRoute)?)))
}

/// Apply a Yjs update (v1). The answer comes once the update is on disk.
#[utoipa::path(operation_id = "documents_apply", tag = "documents", security(("bearer" = [])), params(("id" = String, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 200, body = Applied),
    (status = 400, body = Problem),
    (status = 409, body = Problem, description = "The update builds on others that are not here"),
    (status = 413, body = Problem),
))]
#[patch("/api/documents/{id}")]
pub(crate) async fn apply(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<web::Json<Applied>, ApiError> {
    let handle = caller.open(&state, &id, Level::Write).await?;
    let update = content::read_update(body, &state).await?;
    Ok(web::Json(
        handle.address.send(Patch { update, by: caller.writer(), made_for: None }).await??,
    ))
}

/// Delete a document. Everybody in it is sent away; its id is not given again.
#[utoipa::path(operation_id = "documents_remove", tag = "documents", security(("bearer" = [])), params(("id" = String, Path)), responses(
    (status = 204),
    (status = 404, body = Problem),
))]
#[delete("/api/documents/{id}")]
pub(crate) async fn remove(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let document = caller.open(&state, &id, Level::Manage).await?.info.id.clone();
    state.registry.send(Delete { document }).await??;
    Ok(HttpResponse::NoContent().finish())
}

/// Refuses to make a document whose name sockets take for something else.
pub(super) fn refuse_reserved(id: &DocumentId) -> Result<(), ApiError> {
    if is_reserved(id) {
        return Err(ApiError::invalid("id", "names that begin with `workspace/` are channels"));
    }
    Ok(())
}

/// A document as it is told.
pub(crate) fn view(state: &AppState, row: DocumentRow) -> DocumentView {
    let created_at: DateTime<Utc> = row.created_at.and_utc();
    let seq = state.store.head(row.key, row.head);
    DocumentView { id: row.id, workspace: row.workspace, seq, created_at }
}
