//! Search in a workspace.

use actix_web::{get, web};
use chrono::NaiveDate;
use renexus_tables::rows::search::SearchEntryRow;
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::search::{MarkedText, SearchHit, TextRange};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::page::{Paging, cursor};
use crate::access::Person;
use crate::error::ApiError;
use crate::planning::searching::{self, Found, Wanted};
use crate::planning::whereabouts::Whereabouts;
use crate::search::marking::{self, Marked};
use crate::state::AppState;
use crate::tasks::query;

/// The address of search.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(find);
}

/// What is sought.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// Words, phrases in quotes, `-` in front of what must not be there, and the filters of tasks, such
    /// as `crash "on start" project:REN is:open`. With a filter only tasks are found.
    #[param(min_length = 1, max_length = 1000)]
    q: String,
    /// The day that `today` means in a filter; the server's day in UTC when missing.
    today: Option<NaiveDate>,
    /// The `next` of the page before.
    #[param(max_length = 1024, pattern = r"^[^\x00]*$")]
    after: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Search the tasks, projects, documents, files and comments that one may read, the best first.
#[utoipa::path(tag = "search", operation_id = "search_find", security(("bearer" = [])),
    params(("workspace" = String, Path), SearchQuery), responses(
    (status = 200, body = Page<SearchHit>),
    (status = 400, body = Problem, description = "There is no word to search for, or the query cannot be read"),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/search")]
pub(crate) async fn find(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    asked: web::Query<SearchQuery>,
) -> Result<web::Json<Page<SearchHit>>, ApiError> {
    let SearchQuery { q, today, after, limit } = asked.into_inner();
    let paging = Paging::new(after, limit)?;
    let rows = found(&state, (&person, &workspace), (&q, today), &paging).await?;
    Ok(web::Json(paging.page(rows, |(_, next)| next.clone(), |(hit, _)| hit)))
}

/// What is found on a page, each with the cursor of what comes behind it.
pub(crate) async fn found(
    state: &AppState,
    (person, workspace): (&Person, &str),
    (q, today): (&str, Option<NaiveDate>),
    paging: &Paging,
) -> Result<Vec<(SearchHit, String)>, ApiError> {
    let query = query::parse(q).map_err(|error| ApiError::invalid("q", error))?;
    let skip = usize::from(paging.behind::<u16>()?.unwrap_or_default());
    let most = usize::try_from(paging.rows()).unwrap_or_default();
    let wanted = Wanted { query, today };
    let found = state
        .domain
        .read(person, workspace, move |look| searching::find(look, wanted, (skip, most)));
    let Found { rows, sought } = found.await?;
    let told = |(row, place): (_, usize)| (hit(row, &sought), cursor(&(place + 1)));
    Ok(rows.into_iter().zip(skip..).map(told).collect())
}

fn hit((row, stands): (SearchEntryRow, Whereabouts), sought: &[String]) -> SearchHit {
    let snippet = (!row.body.trim().is_empty()).then(|| marking::piece(&row.body, sought));
    let (title, place_kind, place, thread) = match stands.said {
        Some(said) => (said.title, Some(said.place_kind), Some(said.place), Some(said.thread)),
        None => (row.title, None, None, None),
    };
    SearchHit {
        project: stands.project,
        kind: row.kind,
        id: row.subject,
        key: stands.key,
        document: row.document,
        place_kind,
        place,
        thread,
        title: told(marking::whole(&title, sought)),
        snippet: snippet.map(told),
        updated_at: row.updated_at.and_utc(),
    }
}

fn told(marked: Marked) -> MarkedText {
    let range = |(start, end)| TextRange { start, end };
    MarkedText { text: marked.text, ranges: marked.places.into_iter().map(range).collect() }
}
