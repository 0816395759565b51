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
    let unready = |reason: &str| {
        HttpResponse::ServiceUnavailable().json(json!({ "status": "unready", "reason": reason }))
    };
    if state.is_draining() {
        return unready("draining");
    }
    match state.database.read(ledger::commits).await {
        Ok(_) if state.store.is_saving() => HttpResponse::Ok().json(json!({ "status": "ready" })),
        // It is of use to readers, and to nobody would it be of more elsewhere: the disk is the same.
        Ok(_) => HttpResponse::Ok().json(json!({
            "status": "ready",
            "saving": false,
            "reason": "edits cannot be saved now; documents are read-only",
        })),
        // Anybody may ask: names of hosts and roles are for the log alone.
        Err(error) => {
            log::warn!("the server is not ready: {error}");
            unready("the database does not answer")
        }
    }
}
