//! Whether the server lives, and whether it can work.

use actix_web::{HttpResponse, get, web};
use serde_json::json;

use crate::db::queries::ledger;
use crate::state::AppState;

/// The process answers.
#[utoipa::path(operation_id = "health_live", tag = "health", responses((status = 200)))]
#[get("/health/live")]
pub(crate) async fn live() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "live" }))
}

/// The server takes connections and its database answers.
#[utoipa::path(operation_id = "health_ready", tag = "health", responses((status = 200), (status = 503)))]
#[get("/health/ready")]
pub(crate) async fn ready(state: web::Data<AppState>) -> HttpResponse {
    let unready = |reason: String| {
        HttpResponse::ServiceUnavailable().json(json!({ "status": "unready", "reason": reason }))
    };
    if state.is_draining() {
        return unready("draining".into());
    }
    match state.database.read(ledger::commits).await {
        Ok(_) => HttpResponse::Ok().json(json!({ "status": "ready" })),
        Err(error) => unready(error.to_string()),
    }
}
