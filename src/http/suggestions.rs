//! What is suggested for tasks, and what people do with it.

use std::sync::Arc;

use actix_web::{HttpResponse, get, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::suggestions::{
    DraftTask, SuggestionAnswer, SuggestionScoresView, SuggestionsView,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::insight::aside;
use crate::access::Person;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::insight::book::Book;
use crate::insight::daily::DAY;
use crate::insight::meant::Meant;
use crate::insight::number::signed;
use crate::insight::suggest::Draft;
use crate::outlook::answers;
use crate::outlook::past::seconds;
use crate::outlook::risks::end_of;
use crate::outlook::shelf::{self, Shared};
use crate::outlook::suggesting::{self, Found};
use crate::planning::{alike, projects, tasks};
use crate::state::AppState;

/// The addresses of suggestions.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(draft).service(of_task).service(next).service(answer).service(scores);
}

/// Which project is meant.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProjectQuery {
    /// The project, by id or key.
    #[param(max_length = 64)]
    project: String,
}

/// The book of a project, from the shelf or read now.
async fn book(
    state: &AppState,
    (person, workspace): (&Person, &str),
    (project, key): (String, String),
) -> Result<Shared, ApiError> {
    if let Some(book) = state.shelf.get(&project) {
        return Ok(book);
    }
    let (most, id) = (state.settings.insight.index_tasks, project.clone());
    let cards =
        state.domain.survey(person, workspace, move |look| shelf::read(look, (&id, &key), most));
    let (cards, shelf) = (cards.await?, Arc::clone(&state.shelf));
    aside(move || shelf.put(&project, Book::of(cards))).await
}

/// Names what was found, as the person may read it.
async fn named(
    state: &AppState,
    (person, workspace): (&Person, &str),
    (project, found): (String, Found),
) -> Result<SuggestionsView, ApiError> {
    let named =
        state.domain.read(person, workspace, move |look| suggesting::named(look, &project, found));
    Ok(named.await?)
}

/// Tasks that mean something like a text, where a model tells meanings; without them it is words alone.
async fn meant(
    state: &AppState,
    (person, workspace): (&Person, &str),
    text: &str,
) -> Result<Vec<Meant>, ApiError> {
    let Ok(lens) = state.meanings.of(person, workspace, text).await? else { return Ok(Vec::new()) };
    let found = state.domain.survey(person, workspace, move |look| alike::tasks(look, &lens));
    Ok(found.await?)
}

/// What is suggested for a task that is not there yet.
pub(crate) async fn for_draft(
    state: &AppState,
    who: (&Person, &str),
    asked: DraftTask,
) -> Result<SuggestionsView, ApiError> {
    let project = asked.project.clone();
    let row = state.domain.read(who.0, who.1, move |look| projects::to_read(look, &project));
    let row = row.await?;
    let project = row.id.clone();
    let book = book(state, who, (row.id, row.key)).await?;
    let text = format!("{}\n{}", asked.title, asked.description);
    let meant = meant(state, who, text.trim()).await?;
    let now = seconds(state.domain.now());
    let found = aside(move || {
        let said = Draft { title: &asked.title, description: &asked.description, id: None };
        let left = asked.due.map(|day| signed(end_of(day) - now) / signed(DAY));
        suggesting::find(&book.open(), said, &meant, left)
    });
    named(state, who, (project, found.await?)).await
}

/// What is suggested for a task that is there.
pub(crate) async fn for_task(
    state: &AppState,
    who: (&Person, &str),
    task: String,
) -> Result<SuggestionsView, ApiError> {
    let row = state.domain.read(who.0, who.1, move |look| {
        let found = tasks::to_read(look, &task)?;
        Ok((found.row, found.project))
    });
    let (row, project) = row.await?;
    let id = project.id.clone();
    let book = book(state, who, (project.id, project.key)).await?;
    let meant = meant(state, who, &row.title).await?;
    let found = aside(move || {
        let said = Draft { title: &row.title, description: "", id: Some(&row.id) };
        suggesting::find(&book.open(), said, &meant, None)
    });
    named(state, who, (id, found.await?)).await
}

/// What is suggested to take next.
pub(crate) async fn for_taker(
    state: &AppState,
    who: (&Person, &str),
    project: String,
) -> Result<SuggestionsView, ApiError> {
    let row = state.domain.read(who.0, who.1, move |look| projects::to_read(look, &project));
    let row = row.await?;
    let project = row.id.clone();
    let book = book(state, who, (row.id, row.key)).await?;
    let (taker, now) = (who.0.id.clone(), seconds(state.domain.now()));
    let found = aside(move || suggesting::next(&book.open(), &taker, now));
    named(state, who, (project, found.await?)).await
}

/// Suggest for a task that is not there yet: duplicates, people, labels, priority, estimate. Nothing is made or kept.
#[utoipa::path(tag = "suggestions", operation_id = "suggestions_draft", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = DraftTask, responses(
    (status = 200, body = SuggestionsView),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/suggestions/draft")]
pub(crate) async fn draft(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Body(asked): Body<DraftTask>,
) -> Result<web::Json<SuggestionsView>, ApiError> {
    Ok(web::Json(for_draft(&state, (&person, &workspace), asked).await?))
}

/// Suggest for a task that is there, by id or key.
#[utoipa::path(tag = "suggestions", operation_id = "suggestions_task", security(("bearer" = [])),
    params(("workspace" = String, Path), ("task" = String, Path)), responses(
    (status = 200, body = SuggestionsView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/tasks/{task}/suggestions")]
pub(crate) async fn of_task(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<SuggestionsView>, ApiError> {
    let (workspace, task) = path.into_inner();
    Ok(web::Json(for_task(&state, (&person, &workspace), task).await?))
}

/// Suggest what to take next, of what nobody has begun.
#[utoipa::path(tag = "suggestions", operation_id = "suggestions_next", security(("bearer" = [])),
    params(("workspace" = String, Path), ProjectQuery), responses(
    (status = 200, body = SuggestionsView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/suggestions/next")]
pub(crate) async fn next(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<ProjectQuery>,
) -> Result<web::Json<SuggestionsView>, ApiError> {
    let project = query.into_inner().project;
    Ok(web::Json(for_taker(&state, (&person, &workspace), project).await?))
}

/// Tell what you did with the suggestions of one kind: which one you took, or that you dismissed them.
#[utoipa::path(tag = "suggestions", operation_id = "suggestions_answer", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = SuggestionAnswer, responses(
    (status = 204),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/suggestions/answers")]
pub(crate) async fn answer(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Body(answer): Body<SuggestionAnswer>,
) -> Result<HttpResponse, ApiError> {
    let kept = state.domain.change(&person, &workspace, move |tx| answers::remember(tx, &answer));
    kept.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Tell how often suggestions were taken: at all, the first one, one of the first five.
#[utoipa::path(tag = "suggestions", operation_id = "suggestions_scores", security(("bearer" = [])),
    params(("workspace" = String, Path), ProjectQuery), responses(
    (status = 200, body = SuggestionScoresView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/suggestions/scores")]
pub(crate) async fn scores(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<ProjectQuery>,
) -> Result<web::Json<SuggestionScoresView>, ApiError> {
    let project = query.into_inner().project;
    let found = state.domain.read(&person, &workspace, move |look| answers::scores(look, &project));
    Ok(web::Json(found.await?))
}
