//! People, as administrators of the server see them.

use actix_web::{HttpResponse, delete, get, patch, web};
use renexus_tables::rows::people::PersonRow;
use renexus_wire::rest::Problem;
use renexus_wire::rest::me::{PersonChange, PersonView, SessionView};
use renexus_wire::rest::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::me::sessions;
use super::page::{PageQuery, Paging, cursor};
use crate::access::Person;
use crate::cache::PEOPLE;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(update).service(list_sessions).service(end_sessions);
}

/// List the people of the server, in the order of their addresses.
#[utoipa::path(tag = "people", operation_id = "people_list", security(("bearer" = [])),
    params(PageQuery),
    responses((status = 200, body = Page<PersonView>), (status = 403, body = Problem)))]
#[get("/api/v1/people")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<PersonView>>, ApiError> {
    state.accounts.administrator(&person).await?;
    let paging = Paging::try_from(query.into_inner())?;
    let rows = state.accounts.people(paging.behind::<String>()?, paging.rows()).await?;
    Ok(web::Json(paging.page(rows, |row| cursor(&row.email), view)))
}

/// Keep a person out or let them in again; make them an administrator, or take that away.
#[utoipa::path(tag = "people", operation_id = "people_update", security(("bearer" = [])),
    params(("person" = String, Path)), request_body = PersonChange, responses(
    (status = 200, body = PersonView),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "The last administrator stays"),
))]
#[patch("/api/v1/people/{person}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    whom: web::Path<String>,
    Body(change): Body<PersonChange>,
) -> Result<web::Json<PersonView>, ApiError> {
    state.accounts.administrator(&person).await?;
    if let Some(administers) = change.administrator {
        state.accounts.set_administrator(whom.clone(), administers).await?;
    }
    match change.active {
        Some(true) => state.accounts.activate(whom.clone()).await?,
        Some(false) => {
            let ended = state.accounts.deactivate(whom.clone()).await?;
            state.end_sessions(&ended).await?;
        }
        None => {}
    }
    state.keeper.advance(PEOPLE);
    Ok(web::Json(view(state.accounts.anybody(&whom).await?)))
}

/// List the logins of a person that run.
#[utoipa::path(tag = "people", operation_id = "people_sessions", security(("bearer" = [])),
    params(("person" = String, Path)), responses((status = 200, body = Page<SessionView>)))]
#[get("/api/v1/people/{person}/sessions")]
pub(crate) async fn list_sessions(
    person: Person,
    state: web::Data<AppState>,
    whom: web::Path<String>,
) -> Result<web::Json<Page<SessionView>>, ApiError> {
    state.accounts.administrator(&person).await?;
    let row = state.accounts.anybody(&whom).await?;
    let rows = state.accounts.sessions(&row.id).await?;
    let items = rows.into_iter().map(|row| sessions::view(row, None)).collect();
    Ok(web::Json(Page { items, next: None }))
}

/// End every login of a person.
#[utoipa::path(tag = "people", operation_id = "people_end_sessions", security(("bearer" = [])),
    params(("person" = String, Path)), responses((status = 204), (status = 404, body = Problem)))]
#[delete("/api/v1/people/{person}/sessions")]
pub(crate) async fn end_sessions(
    person: Person,
    state: web::Data<AppState>,
    whom: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    state.accounts.administrator(&person).await?;
    let row = state.accounts.anybody(&whom).await?;
    let ended = state.accounts.end_sessions(&row.id, None).await?;
    state.end_sessions(&ended).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn view(row: PersonRow) -> PersonView {
    PersonView {
        id: row.id,
        email: row.email,
        name: row.name,
        handle: row.handle,
        administrator: row.is_admin,
        totp: row.totp_secret.is_some(),
        created_at: row.created_at.and_utc(),
        deactivated_at: row.deactivated_at.map(|at| at.and_utc()),
    }
}
