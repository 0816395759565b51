//! What was delivered to a webhook.

use actix_web::{get, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::webhooks::{DeliveryView, WholeDelivery};
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::page::{PageQuery, Paging};
use crate::access::Person;
use crate::domain::DomainError;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::state::AppState;
use crate::webhooks::{self, find_delivery};

/// The addresses of this resource.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(ping).service(list).service(show).service(redeliver);
}

/// Try a webhook: it is told `webhook.ping` now, even when it is paused.
#[utoipa::path(tag = "webhooks", operation_id = "webhooks_ping", security(("bearer" = [])),
    params(("workspace" = String, Path), ("webhook" = String, Path)), responses(
    (status = 200, body = DeliveryView),
    (status = 404, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/webhooks/{webhook}/ping")]
pub(crate) async fn ping(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<DeliveryView>, ApiError> {
    let (workspace, webhook) = path.into_inner();
    Ok(web::Json(state.courier.ping(&person, &workspace, webhook).await?))
}

/// List the deliveries of a webhook, the newest first.
#[utoipa::path(tag = "webhooks", operation_id = "deliveries_list", security(("bearer" = [])),
    params(("workspace" = String, Path), ("webhook" = String, Path), PageQuery), responses(
    (status = 200, body = Page<DeliveryView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/webhooks/{webhook}/deliveries")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<DeliveryView>>, ApiError> {
    let (workspace, webhook) = path.into_inner();
    let paging = Paging::try_from(query.into_inner())?;
    let (before, most) = (paging.after(), paging.rows());
    let found = state.domain.read(&person, &workspace, move |look| {
        webhooks::told(look, &webhook, (before.as_deref(), most))
    });
    Ok(web::Json(paging.page(found.await?, |row| row.id.clone(), |row| row)))
}

/// Look a delivery up, with what it tells.
#[utoipa::path(tag = "webhooks", operation_id = "deliveries_show", security(("bearer" = [])),
    params(("workspace" = String, Path), ("webhook" = String, Path), ("delivery" = String, Path)), responses(
    (status = 200, body = WholeDelivery),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/webhooks/{webhook}/deliveries/{delivery}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
) -> Result<web::Json<WholeDelivery>, ApiError> {
    let (workspace, webhook, id) = path.into_inner();
    let found = state.domain.read(&person, &workspace, move |look| {
        let (_, row) = find_delivery(look, (&webhook, &id))?;
        webhooks::whole(look, row)
    });
    let found: Result<_, DomainError> = found.await;
    Ok(web::Json(found?))
}

/// Deliver something once more, now, whatever became of it.
#[utoipa::path(tag = "webhooks", operation_id = "deliveries_redeliver", security(("bearer" = [])),
    params(("workspace" = String, Path), ("webhook" = String, Path), ("delivery" = String, Path)), responses(
    (status = 200, body = DeliveryView),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "What it told may not be heard any more"),
))]
#[post("/api/v1/workspaces/{workspace}/webhooks/{webhook}/deliveries/{delivery}/redeliver")]
pub(crate) async fn redeliver(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
) -> Result<web::Json<DeliveryView>, ApiError> {
    let (workspace, webhook, id) = path.into_inner();
    Ok(web::Json(state.courier.redeliver(&person, &workspace, (webhook, id)).await?))
}
