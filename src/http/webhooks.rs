//! Webhooks: addresses that are told of what happens.

mod deliveries;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, delete, get, patch, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::webhooks::{MadeWebhook, NewWebhook, WebhookPatch, WebhookView};
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::version::{Edit, tag, tagged};
use crate::access::Person;
use crate::error::ApiError;
use crate::state::AppState;
use crate::webhooks::{self, Rotation, fresh_secret};

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
        .service(show)
        .service(update)
        .service(remove)
        .service(rotate)
        .configure(deliveries::routes);
}

/// List the webhooks.
#[utoipa::path(tag = "webhooks", operation_id = "webhooks_list", security(("bearer" = [])),
    params(("workspace" = String, Path)), responses(
    (status = 200, body = Page<WebhookView>),
    (status = 403, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/webhooks")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<String>,
) -> Result<web::Json<Page<WebhookView>>, ApiError> {
    let found = state.domain.read(&person, &path, webhooks::list);
    Ok(web::Json(Page { items: found.await?, next: None }))
}

/// Set a webhook up. The answer shows its secret, this once.
#[utoipa::path(tag = "webhooks", operation_id = "webhooks_create", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = NewWebhook, responses(
    (status = 201, body = MadeWebhook),
    (status = 400, body = Problem),
    (status = 409, body = Problem, description = "The address is not reached from here, or there are as many as there may be"),
))]
#[post("/api/v1/workspaces/{workspace}/webhooks")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<String>,
    Body(new): Body<NewWebhook>,
) -> Result<HttpResponse, ApiError> {
    let secret = fresh_secret()?;
    let (courier, most) = (state.courier.clone(), state.settings.webhooks.most);
    let shown = secret.clone();
    let made = state.domain.change(&person, &path, move |tx| {
        tx.require(crate::access::Action::Webhooks)?;
        courier.check(&new.url)?;
        webhooks::create(tx, new, (secret, most))
    });
    let webhook = made.await?;
    Ok(with_secret(HttpResponse::Created(), MadeWebhook { webhook, secret: shown }))
}

/// Look a webhook up.
#[utoipa::path(tag = "webhooks", operation_id = "webhooks_show", security(("bearer" = [])),
    params(("workspace" = String, Path), ("webhook" = String, Path)), responses(
    (status = 200, body = WebhookView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/webhooks/{webhook}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, id) = path.into_inner();
    let found = state.domain.read(&person, &workspace, move |look| webhooks::find(look, &id));
    let found = webhooks::view(found.await?)?;
    Ok(tagged(HttpResponse::Ok(), found.version, &found))
}

/// Change a webhook, pause it, or set it going again.
#[utoipa::path(tag = "webhooks", operation_id = "webhooks_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("webhook" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    request_body = WebhookPatch, responses(
    (status = 200, body = WebhookView),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "The address is not reached from here"),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[patch("/api/v1/workspaces/{workspace}/webhooks/{webhook}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Edit(if_match, wanted): Edit<WebhookPatch>,
) -> Result<HttpResponse, ApiError> {
    let ((workspace, id), courier) = (path.into_inner(), state.courier.clone());
    let expected = if_match.optional();
    let changed = state.domain.change(&person, &workspace, move |tx| {
        webhooks::find(tx, &id)?;
        wanted.url.as_deref().map_or(Ok(()), |url| courier.check(url))?;
        webhooks::change(tx, &id, expected, wanted)
    });
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}

/// Take a webhook away, with its deliveries.
#[utoipa::path(tag = "webhooks", operation_id = "webhooks_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("webhook" = String, Path)), responses(
    (status = 204),
    (status = 404, body = Problem),
))]
#[delete("/api/v1/workspaces/{workspace}/webhooks/{webhook}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, id) = path.into_inner();
    state.domain.change(&person, &workspace, move |tx| webhooks::remove(tx, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Give a webhook a new secret. For a while deliveries are signed with the one before, too.
#[utoipa::path(tag = "webhooks", operation_id = "webhooks_rotate", security(("bearer" = [])),
    params(("workspace" = String, Path), ("webhook" = String, Path)), responses(
    (status = 200, body = MadeWebhook),
    (status = 404, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/webhooks/{webhook}/secret")]
pub(crate) async fn rotate(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, id) = path.into_inner();
    let (secret, overlap) = (fresh_secret()?, state.settings.webhooks.rotation());
    let rotation = Rotation { secret: secret.clone(), overlap };
    let changed =
        state.domain.change(&person, &workspace, move |tx| webhooks::rotate(tx, &id, rotation));
    Ok(with_secret(HttpResponse::Ok(), MadeWebhook { webhook: changed.await?, secret }))
}

fn with_secret(mut answer: actix_web::HttpResponseBuilder, made: MadeWebhook) -> HttpResponse {
    use actix_web::http::header::ETAG;
    answer
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((ETAG, tag(made.webhook.version)))
        .json(made)
}
