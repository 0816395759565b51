//! Keys of programs that act as a person.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, delete, get, post, web};
use renexus_tables::rows::people::ApiKeyRow;
use renexus_wire::rest::Problem;
use renexus_wire::rest::me::{KeyMade, KeyView, NewKey};
use renexus_wire::rest::page::Page;
use renexus_wire::scope::Scope;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use crate::access::Person;
use crate::error::ApiError;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create).service(list).service(remove);
}

/// Make a key. It is shown once.
#[utoipa::path(tag = "me", operation_id = "keys_create", security(("bearer" = [])),
    request_body = NewKey, responses((status = 201, body = KeyMade), (status = 403, body = Problem)))]
#[post("/api/v1/me/keys")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    Body(new): Body<NewKey>,
) -> Result<HttpResponse, ApiError> {
    let (row, key) = state.accounts.make_key(&person, new).await?;
    let body = KeyMade { info: view(row), key };
    Ok(HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(body))
}

/// List one's own keys, the oldest first; at most 100.
#[utoipa::path(tag = "me", operation_id = "keys_list", security(("bearer" = [])),
    responses((status = 200, body = Page<KeyView>)))]
#[get("/api/v1/me/keys")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
) -> Result<web::Json<Page<KeyView>>, ApiError> {
    let items = state.accounts.keys(&person).await?.into_iter().map(view).collect();
    Ok(web::Json(Page { items, next: None }))
}

/// Take a key back.
#[utoipa::path(tag = "me", operation_id = "keys_delete", security(("bearer" = [])),
    params(("id" = String, Path)), responses((status = 204), (status = 404, body = Problem)))]
#[delete("/api/v1/me/keys/{id}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id.into_inner();
    state.accounts.end_key(&person, id.clone()).await?;
    state.end_sessions(&[id]).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn view(row: ApiKeyRow) -> KeyView {
    KeyView {
        id: row.id,
        name: row.name,
        scope: Scope::find(&row.scopes).unwrap_or(Scope::Read),
        created_at: row.created_at.and_utc(),
        expires_at: row.expires_at.map(|at| at.and_utc()),
        used_at: row.used_at.map(|at| at.and_utc()),
    }
}
