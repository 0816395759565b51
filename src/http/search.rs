//! Search in a workspace.

use actix_web::{get, web};
use chrono::NaiveDate;
use renexus_wire::rest::Problem;
use renexus_wire::rest::search::{SearchHit, SearchMode, SearchPage, SearchedBy};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::page::{Paging, cursor};
use crate::access::Person;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::meaning::Why;
use crate::planning::hits;
use crate::planning::searching::{self, Found, Wanted};
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
    /// `words` finds by words alone; `auto`, which is the same as nothing, by their meaning as well where a model tells it.
    #[param(inline)]
    mode: Option<SearchMode>,
    /// The `next` of the page before.
    #[param(max_length = 1024, pattern = r"^[^\x00]*$")]
    after: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Search the tasks, projects, documents, files and comments that one may read, the best first. Where a model tells
/// meanings, what means something like the words is found as well; `by` says whether it did.
#[utoipa::path(tag = "search", operation_id = "search_find", security(("bearer" = [])),
    params(("workspace" = String, Path), SearchQuery), responses(
    (status = 200, body = SearchPage),
    (status = 400, body = Problem, description = "There is no word to search for, or the query cannot be read"),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/search")]
pub(crate) async fn find(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    asked: Query<SearchQuery>,
) -> Result<web::Json<SearchPage>, ApiError> {
    let SearchQuery { q, today, mode, after, limit } = asked.into_inner();
    let paging = Paging::new(after, limit)?;
    let asked = (q.as_str(), today, mode.unwrap_or_default());
    let (rows, by) = found(&state, (&person, &workspace), asked, &paging).await?;
    let page = paging.page(rows, |(_, next)| next.clone(), |(hit, _)| hit);
    Ok(web::Json(SearchPage { items: page.items, next: page.next, by }))
}

/// What is found on a page, each with the cursor of what comes behind it, and how it was looked for.
pub(crate) async fn found(
    state: &AppState,
    (person, workspace): (&Person, &str),
    (q, today, mode): (&str, Option<NaiveDate>, SearchMode),
    paging: &Paging,
) -> Result<(Vec<(SearchHit, String)>, SearchedBy), ApiError> {
    let query = query::parse(q).map_err(|error| ApiError::invalid("q", error))?;
    let skip = usize::from(paging.behind::<u16>()?.unwrap_or_default());
    let most = usize::try_from(paging.rows()).unwrap_or_default();
    let words = Wanted::words(&query).filter(|_| mode == SearchMode::Auto);
    let (lens, by) = match words {
        Some(words) => match state.meanings.of(person, workspace, &words).await? {
            Ok(lens) => (Some(lens), SearchedBy::Meaning),
            Err(why) => (None, said(why)),
        },
        None => (None, SearchedBy::Words),
    };
    let wanted = Wanted { query, today, lens };
    let found = state
        .domain
        .survey(person, workspace, move |look| searching::find(look, wanted, (skip, most)));
    let Found { rows, sought, mut pieces } = found.await?;
    let rows = rows.into_iter().map(|found| {
        let piece = pieces.remove(&found.0.key);
        hits::told(found, &sought, piece)
    });
    let told = rows.zip(skip..).map(|(hit, place)| (hit, cursor(&(place + 1))));
    Ok((told.collect(), by))
}

fn said(why: Why) -> SearchedBy {
    match why {
        Why::Unset => SearchedBy::Words,
        Why::Off => SearchedBy::Off,
        Why::Spent => SearchedBy::Spent,
        Why::Away => SearchedBy::Away,
    }
}
