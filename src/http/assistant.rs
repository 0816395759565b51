//! The assistant: writing in documents, and how it stands in a workspace.

mod workspaces;

use actix::Addr;
use actix_web::{HttpResponse, delete, get, post, web};
use renexus_actors::assistant::{AssistantActor, Halt, Verdict, Wake};
use renexus_actors::registry::Open;
use renexus_wire::id::DocumentId;
use renexus_wire::rest::Problem;
use renexus_wire::rest::assistant::{JobView, NewWriting};
use renexus_wire::rest::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::page::{PageQuery, Paging};
use crate::access::Person;
use crate::assistant::{self, AssistantError};
use crate::error::ApiError;
use crate::http::query::Query;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(ask)
        .service(list)
        .service(show)
        .service(stop)
        .service(accept)
        .service(reject)
        .configure(workspaces::routes);
}

/// The assistant, where there is one.
fn running(state: &AppState) -> Result<&Addr<AssistantActor>, AssistantError> {
    state.assistant.as_ref().ok_or(AssistantError::Unavailable)
}

/// Ask the assistant to write into a document. It writes as one more editor; what it wrote is a suggestion until
/// somebody accepts or rejects it.
#[utoipa::path(tag = "assistant", operation_id = "assistant_ask", security(("bearer" = [])),
    params(("document" = String, Path)), request_body = NewWriting, responses(
    (status = 202, body = JobView),
    (status = 400, body = Problem),
    (status = 403, body = Problem),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "There is no model service, or it is switched off in the workspace"),
    (status = 429, body = Problem, description = "The workspace used its tokens of today, or too many of its jobs wait"),
    (status = 503, body = Problem, description = "Too many jobs wait"),
))]
#[post("/api/v1/documents/{document}/assistant")]
pub(crate) async fn ask(
    person: Person,
    state: web::Data<AppState>,
    document: web::Path<String>,
    Body(writing): Body<NewWriting>,
) -> Result<HttpResponse, ApiError> {
    let document = document.into_inner();
    let workspace = state.domain.workspace_of(&document).await?;
    let running = running(&state)?;
    let settings = state.settings.assistant.clone();
    let asked = state
        .domain
        .change(&person, &workspace, move |tx| assistant::ask(tx, (document, writing), &settings));
    let job = asked.await??;
    running.do_send(Wake);
    Ok(HttpResponse::Accepted().json(job))
}

/// List what the assistant was asked to write into a document, the newest first.
#[utoipa::path(tag = "assistant", operation_id = "assistant_jobs", security(("bearer" = [])),
    params(("document" = String, Path), PageQuery), responses(
    (status = 200, body = Page<JobView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/documents/{document}/assistant")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    document: web::Path<String>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<JobView>>, ApiError> {
    let document = document.into_inner();
    let paging = Paging::try_from(query.into_inner())?;
    let (before, most) = (paging.after(), paging.rows());
    let workspace = state.domain.workspace_of(&document).await?;
    let found = state.domain.read(&person, &workspace, move |look| {
        assistant::list(look, &document, (before.as_deref(), most))
    });
    Ok(web::Json(paging.page(found.await?, |job| job.id.clone(), |job| job)))
}

/// Look a job of the assistant up.
#[utoipa::path(tag = "assistant", operation_id = "assistant_job", security(("bearer" = [])),
    params(("document" = String, Path), ("job" = String, Path)), responses(
    (status = 200, body = JobView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/documents/{document}/assistant/{job}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<JobView>, ApiError> {
    let (document, job) = path.into_inner();
    let workspace = state.domain.workspace_of(&document).await?;
    let found = state
        .domain
        .read(&person, &workspace, move |look| assistant::find(look, (&document, &job)));
    Ok(web::Json(found.await?))
}

/// Stop the assistant at once. What it wrote so far can be accepted or rejected.
#[utoipa::path(tag = "assistant", operation_id = "assistant_stop", security(("bearer" = [])),
    params(("document" = String, Path), ("job" = String, Path)), responses(
    (status = 200, body = JobView),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "It is over"),
))]
#[delete("/api/v1/documents/{document}/assistant/{job}")]
pub(crate) async fn stop(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<JobView>, ApiError> {
    let (document, job) = path.into_inner();
    let workspace = state.domain.workspace_of(&document).await?;
    let (id, alive) = (DocumentId::parse(&document)?, state.assistant.is_some());
    let stopped = state
        .domain
        .change(&person, &workspace, move |tx| assistant::stop(tx, (&document, &job), alive));
    let stopped = stopped.await?;
    match &state.assistant {
        Some(running) => running.do_send(Halt { job: stopped.id.clone() }),
        // Nobody else would take away what was left of it.
        None => carry_out(&state, id, (&stopped.id, Verdict::Reject)).await?,
    }
    Ok(web::Json(stopped))
}

/// Make what the assistant wrote a part of the text. What it was to replace goes.
#[utoipa::path(tag = "assistant", operation_id = "assistant_accept", security(("bearer" = [])),
    params(("document" = String, Path), ("job" = String, Path)), responses(
    (status = 200, body = JobView),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "It is still written, or was decided otherwise"),
))]
#[post("/api/v1/documents/{document}/assistant/{job}/accept")]
pub(crate) async fn accept(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<JobView>, ApiError> {
    decide(&person, &state, path.into_inner(), Verdict::Accept).await
}

/// Take what the assistant wrote out of the document.
#[utoipa::path(tag = "assistant", operation_id = "assistant_reject", security(("bearer" = [])),
    params(("document" = String, Path), ("job" = String, Path)), responses(
    (status = 200, body = JobView),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "It is still written, or was decided otherwise"),
))]
#[post("/api/v1/documents/{document}/assistant/{job}/reject")]
pub(crate) async fn reject(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<JobView>, ApiError> {
    decide(&person, &state, path.into_inner(), Verdict::Reject).await
}

async fn decide(
    person: &Person,
    state: &AppState,
    (document, job): (String, String),
    verdict: Verdict,
) -> Result<web::Json<JobView>, ApiError> {
    let workspace = state.domain.workspace_of(&document).await?;
    let id = DocumentId::parse(&document)?;
    let decided = state
        .domain
        .change(person, &workspace, move |tx| assistant::decided(tx, (&document, &job), verdict));
    let decided = decided.await?;
    carry_out(state, id, (&decided.id, verdict)).await?;
    Ok(web::Json(decided))
}

async fn carry_out(
    state: &AppState,
    document: DocumentId,
    (job, verdict): (&str, Verdict),
) -> Result<(), ApiError> {
    let handle = state.registry.send(Open { document, create: false }).await??;
    Ok(assistant::carry_out(&handle, job, verdict).await?)
}
