//! What happened in a workspace.

use actix_web::{get, web};
use renexus_wire::event::Event;
use renexus_wire::rest::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::page::Paging;
use crate::access::{Action, Person};
use crate::db::queries::events;
use crate::domain::{DomainError, View};
use crate::error::ApiError;
use crate::http::query::Query;
use crate::planning::hearing;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list);
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LogQuery {
    /// The number of the last event that is known; 0 for all.
    #[param(minimum = 0)]
    after: Option<i64>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Read the log of a workspace, in order. Of projects that one may not read, `data` is empty.
#[utoipa::path(tag = "workspaces", operation_id = "events_list", security(("bearer" = [])),
    params(("workspace" = String, Path), LogQuery), responses((status = 200, body = Page<Event>)))]
#[get("/api/v1/workspaces/{workspace}/events")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<LogQuery>,
) -> Result<web::Json<Page<Event>>, ApiError> {
    let paging = Paging::new(None, query.limit)?;
    let (after, most) = (behind(query.after)?, paging.rows());
    let found = state.domain.read(&person, &workspace, move |look| heard(look, after, most));
    Ok(web::Json(paging.page(found.await?, |event| event.seq.to_string(), |event| event)))
}

/// The number that the log is read behind.
pub(crate) fn behind(after: Option<i64>) -> Result<i64, ApiError> {
    match after {
        Some(after) if after < 0 => Err(ApiError::invalid("after", "it is less than 0")),
        after => Ok(after.unwrap_or_default()),
    }
}

/// Up to `most` events behind a number, as the person may hear them.
pub(crate) fn heard(look: &mut View<'_>, after: i64, most: i64) -> Result<Vec<Event>, DomainError> {
    look.require(Action::EventsRead)?;
    let open = hearing::open(look)?;
    let found = events::after(look.connection, &look.workspace.id, after, most)?;
    Ok(found.into_iter().map(|event| hearing::heard(event, &open)).collect())
}
