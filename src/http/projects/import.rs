//! Tables of other trackers.

use actix_web::{HttpResponse, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::boards::ImportView;
use renexus_wire::rest::tasks::{MAX_DESCRIPTION, MAX_TITLE};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::access::Person;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::planning::importing::{self, Target};
use crate::state::AppState;
use crate::tasks::import::{self, ImportLimits, Source};

/// Bytes of a character in UTF-8 at most.
const BYTES_OF_CHARACTER: usize = 4;

/// The addresses of imports.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create);
}

/// How a table is taken.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportQuery {
    /// csv, linear, jira or github; told from the columns when missing.
    #[param(pattern = "^(csv|linear|jira|github)$")]
    source: Option<String>,
    /// Says what would come of it, and writes nothing.
    dry_run: Option<bool>,
}

/// Import a table of tasks: CSV of one's own, or what Linear, Jira or GitHub export.
#[utoipa::path(tag = "projects", operation_id = "imports_create", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path), ImportQuery),
    request_body(content = String, content_type = "text/csv"), responses(
    (status = 200, body = ImportView, description = "What would come of it"),
    (status = 201, body = ImportView),
    (status = 400, body = Problem, description = "Lines that cannot be used, by their numbers; nothing was written"),
    (status = 413, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/projects/{project}/import")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    query: Query<ImportQuery>,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let source = match query.source.as_deref() {
        None => None,
        Some(word) => Some(Source::from_word(word).ok_or_else(|| {
            ApiError::invalid("source", "it is none of csv, linear, jira, github")
        })?),
    };
    let settings = &state.settings.tasks;
    let table = body
        .to_bytes_limited(settings.import_bytes)
        .await
        .map_err(|_| ApiError::TooLarge(settings.import_bytes))?
        .map_err(|error| ApiError::invalid("body", error))?;
    let limits = ImportLimits {
        rows: settings.import_rows,
        title: MAX_TITLE,
        description: MAX_DESCRIPTION * BYTES_OF_CHARACTER,
    };
    let read = web::block(move || import::read(&table, source, &limits));
    let imported = read.await.map_err(|_| ApiError::Stopping)?;
    let imported = imported.map_err(|error| ApiError::invalid("body", error))?;
    let (workspace, project) = path.into_inner();
    let target = Target { workspace, project };
    if query.dry_run == Some(true) {
        let planned = importing::rehearse(&state.domain, &person, target, imported).await?;
        return Ok(HttpResponse::Ok().json(planned));
    }
    let done = importing::import(&state.domain, &person, target, imported).await?;
    Ok(HttpResponse::Created().json(done))
}
