//! The small REST of y-sweet, for its stock client and SDK.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use bytes::Bytes;
use renexus_actors::document::{Format, Patch};
use renexus_actors::ports::Place;
use renexus_actors::registry::{Handle, Open};
use renexus_wire::access::Level;
use renexus_wire::id::DocumentId;
use renexus_wire::rest::{
    YSweetAuthRequest, YSweetAuthorization, YSweetClientToken, YSweetDocument, YSweetNewDocument,
};
use serde_json::json;

use super::access::Caller;
use super::body::{Json, JsonOrDefault};
use super::content;
use super::documents::refuse_reserved;
use crate::auth::NewClaims;
use crate::db::queries::ledger;
use crate::error::ApiError;
use crate::links::segment;
use crate::socket::bearer_token;
use crate::state::AppState;

/// Create a document, or find the one that is there. Needs write on `*`.
#[utoipa::path(operation_id = "y_sweet_create", tag = "y-sweet", request_body = YSweetNewDocument, responses((status = 200, body = YSweetDocument)))]
#[post("/doc/new")]
pub(crate) async fn create(
    caller: Caller,
    state: web::Data<AppState>,
    Json(body): Json<YSweetNewDocument>,
) -> Result<web::Json<YSweetDocument>, ApiError> {
    if !caller.0.may_create() {
        return Err(ApiError::Forbidden("write on `*` is needed to create documents"));
    }
    let id = body.doc_id;
    let document = id.as_deref().map_or_else(|| Ok(DocumentId::generate()), DocumentId::parse)?;
    refuse_reserved(&document)?;
    let handle = state.registry.send(Open { document, create: true }).await??;
    Ok(web::Json(YSweetDocument { doc_id: handle.info.id.to_string() }))
}

/// Make a client token for a document. Nobody gives more than they have, or for longer.
#[utoipa::path(operation_id = "y_sweet_auth", tag = "y-sweet", request_body = YSweetAuthRequest, params(("id" = String, Path)),
    responses((status = 200, body = YSweetClientToken)))]
#[post("/doc/{id}/auth")]
pub(crate) async fn auth(
    caller: Caller,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<String>,
    JsonOrDefault(wanted): JsonOrDefault<YSweetAuthRequest>,
) -> Result<web::Json<YSweetClientToken>, ApiError> {
    let needed = match wanted.authorization {
        Some(YSweetAuthorization::Full) => Level::Write,
        Some(YSweetAuthorization::ReadOnly) | None => Level::Read,
    };
    let handle = match caller.0.may_create() && state.settings.auth.create_on_open {
        true => {
            let document = DocumentId::parse(&id)?;
            refuse_reserved(&document)?;
            state.registry.send(Open { document, create: true }).await??
        }
        false => caller.open(&state, &id, needed).await?,
    };
    let authorization = match wanted.authorization {
        Some(authorization) => authorization,
        None => caller.most(&state, &handle).await?,
    };
    let level = match authorization {
        YSweetAuthorization::Full => Level::Write,
        YSweetAuthorization::ReadOnly => Level::Read,
    };
    let is_person = caller.0.login.is_some();
    let ttl = wanted.valid_for_seconds.unwrap_or(state.settings.auth.token_seconds);
    let wanted_end =
        state.clock.now() + Duration::from_secs(ttl.clamp(1, super::tokens::MAX_TTL.as_secs()));
    let claims = NewClaims {
        subject: wanted.user_id.or(caller.0.subject).unwrap_or_else(|| "anonymous".into()),
        name: caller.0.name,
        documents: [(handle.info.id.to_string(), level)].into(),
        workspace: None,
        via: caller.0.tokens,
        login: None,
        expires: caller.0.expires.map_or(wanted_end, |end| end.min(wanted_end)),
    };
    let token = match is_person {
        // What a person may is asked each time; a token that says it would outlive their rights.
        true => bearer_token(&request),
        false => state.authority.mint(claims)?.token,
    };
    let (scheme, socket) = match request.connection_info().scheme() {
        "https" => ("https", "wss"),
        _ => ("http", "ws"),
    };
    let host = request.connection_info().host().to_owned();
    let name = segment(handle.info.id.as_str());
    Ok(web::Json(YSweetClientToken {
        url: format!("{socket}://{host}/d/{name}/ws"),
        base_url: format!("{scheme}://{host}/d/{name}"),
        doc_id: handle.info.id.to_string(),
        token,
        authorization,
    }))
}

/// Read a document as one Yjs update (v1).
#[utoipa::path(operation_id = "y_sweet_as_update", tag = "y-sweet", params(("id" = String, Path)), responses((status = 200)))]
#[get("/d/{id}/as-update")]
pub(crate) async fn as_update(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    content::answer(&caller, &state, &id, Format::Update { since: Bytes::new() }).await
}

/// Apply a Yjs update (v1); the answer comes once it is on disk.
#[utoipa::path(operation_id = "y_sweet_update", tag = "y-sweet", params(("id" = String, Path)), responses((status = 200)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"))]
#[post("/d/{id}/update")]
pub(crate) async fn update(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let handle = caller.open(&state, &id, Level::Write).await?;
    let update = content::read_update(body, &state).await?;
    handle.address.send(Patch { update, by: caller.writer(), made_for: None }).await??;
    Ok(HttpResponse::Ok().finish())
}

/// Whether the server takes connections.
#[utoipa::path(operation_id = "y_sweet_ready", tag = "y-sweet", responses((status = 200)))]
#[get("/ready")]
pub(crate) async fn ready(state: web::Data<AppState>) -> HttpResponse {
    if state.is_draining() {
        return HttpResponse::ServiceUnavailable()
            .json(json!({ "ok": false, "error": "draining" }));
    }
    HttpResponse::Ok().json(json!({ "ok": true }))
}

/// Whether the store answers, as the SDK asks.
#[utoipa::path(operation_id = "y_sweet_check_store", tag = "y-sweet", responses((status = 200)))]
#[post("/check_store")]
pub(crate) async fn check_store(
    caller: Caller,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    store_answer(&caller, &state).await
}

/// Whether the store answers, as older clients ask.
#[utoipa::path(operation_id = "y_sweet_check_store_get", tag = "y-sweet", responses((status = 200)))]
#[get("/check_store")]
pub(crate) async fn check_store_get(
    caller: Caller,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    store_answer(&caller, &state).await
}

async fn store_answer(caller: &Caller, state: &AppState) -> Result<HttpResponse, ApiError> {
    caller.needs_manage_everywhere()?;
    Ok(match state.database.read(ledger::commits).await {
        Ok(_) => HttpResponse::Ok().json(json!({ "ok": true })),
        Err(error) => HttpResponse::Ok().json(json!({ "ok": false, "error": error.to_string() })),
    })
}

impl Caller {
    /// The most that the caller can pass on.
    async fn most(
        &self,
        state: &AppState,
        handle: &Handle,
    ) -> Result<YSweetAuthorization, ApiError> {
        let level = match self.0.login.as_ref().and(self.0.subject.clone()) {
            Some(person) => {
                state.rights.level(person, Place::Document(handle.info.id.clone())).await?
            }
            None => self.0.level(&handle.info.id, handle.info.workspace.as_deref()),
        };
        Ok(match level.may_write() {
            true => YSweetAuthorization::Full,
            false => YSweetAuthorization::ReadOnly,
        })
    }
}
