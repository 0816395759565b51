//! What a person is told, and how they want to be told.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpResponse, get, patch, post, web};
use renexus_tables::rows::notices::ChoiceRow;
use renexus_wire::notice::{NoticeChoice, NoticeKind};
use renexus_wire::rest::Problem;
use renexus_wire::rest::notices::{ChoicesChange, ChoicesView, NotificationView, Unread};
use renexus_wire::rest::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use super::super::page::Paging;
use crate::access::Person;
use crate::db::queries::notices;
use crate::domain::DomainError;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::notify::showing::view;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(count)
        .service(read_all)
        .service(read)
        .service(show_choices)
        .service(choose);
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NotificationQuery {
    /// Only those that wait to be read.
    unread: Option<bool>,
    /// The `next` of the page before.
    #[param(max_length = 1024, pattern = r"^[^\x00]*$")]
    after: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// List one's notifications, the newest first.
#[utoipa::path(tag = "notifications", operation_id = "notifications_list", security(("bearer" = [])),
    params(NotificationQuery), responses((status = 200, body = Page<NotificationView>)))]
#[get("/api/v1/me/notifications")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    query: Query<NotificationQuery>,
) -> Result<web::Json<Page<NotificationView>>, ApiError> {
    let NotificationQuery { unread, after, limit } = query.into_inner();
    let paging = Paging::new(after, limit)?;
    let found = listed(&state, &person, unread == Some(true), &paging).await?;
    Ok(web::Json(paging.page(found, |one| one.id.clone(), |one| one)))
}

/// A page of what a person was told, the latest first.
pub(crate) async fn listed(
    state: &AppState,
    person: &Person,
    unread: bool,
    paging: &Paging,
) -> Result<Vec<NotificationView>, ApiError> {
    let (before, most, person) = (paging.after(), paging.rows(), person.id.clone());
    let found = state.database.read(move |connection| {
        let rows = notices::list(connection, (&person, unread), before.as_deref(), most)?;
        rows.into_iter().map(view).collect::<Result<Vec<_>, _>>()
    });
    Ok(found.await?)
}

/// See how many of one's notifications wait to be read.
#[utoipa::path(tag = "notifications", operation_id = "notifications_count", security(("bearer" = [])),
    responses((status = 200, body = Unread)))]
#[get("/api/v1/me/notifications/unread")]
pub(crate) async fn count(
    person: Person,
    state: web::Data<AppState>,
) -> Result<web::Json<Unread>, ApiError> {
    Ok(web::Json(Unread { unread: unread(&state, &person).await? }))
}

/// How many notifications wait to be read.
pub(crate) async fn unread(state: &AppState, person: &Person) -> Result<i64, ApiError> {
    let person = person.id.clone();
    let found = state.database.read(move |connection| notices::unread(connection, &person));
    Ok(found.await?)
}

/// Mark all of one's notifications as read.
#[utoipa::path(tag = "notifications", operation_id = "notifications_read_all",
    security(("bearer" = [])), responses((status = 204)))]
#[post("/api/v1/me/notifications/read")]
pub(crate) async fn read_all(
    person: Person,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    mark_all(&state, &person).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Marks everything that a person was told as read.
pub(crate) async fn mark_all(state: &AppState, person: &Person) -> Result<(), ApiError> {
    let (now, person) = (state.domain.now(), person.id.clone());
    let done = state.database.commit(move |connection| notices::read_all(connection, &person, now));
    done.await?;
    Ok(())
}

/// Mark one of one's notifications as read.
#[utoipa::path(tag = "notifications", operation_id = "notifications_read", security(("bearer" = [])),
    params(("notification" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
#[post("/api/v1/me/notifications/{notification}/read")]
pub(crate) async fn read(
    person: Person,
    state: web::Data<AppState>,
    notification: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    mark(&state, &person, notification.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Marks one notification of a person as read.
pub(crate) async fn mark(
    state: &AppState,
    person: &Person,
    notification: String,
) -> Result<(), ApiError> {
    let (now, person) = (state.domain.now(), person.id.clone());
    let done = state.database.commit(move |connection| {
        match notices::read(connection, (&person, &notification), now)? {
            true => Ok(()),
            false => Err(DomainError::NotFound("notification")),
        }
    });
    Ok(done.await?)
}

/// See how one is told: not at all, in the app, or also by mail.
#[utoipa::path(tag = "notifications", operation_id = "notifications_choices",
    security(("bearer" = [])), responses((status = 200, body = ChoicesView)))]
#[get("/api/v1/me/notifications/choices")]
pub(crate) async fn show_choices(
    person: Person,
    state: web::Data<AppState>,
) -> Result<web::Json<ChoicesView>, ApiError> {
    Ok(web::Json(chosen(&state, &person).await?))
}

/// How a person wants to be told.
pub(crate) async fn chosen(state: &AppState, person: &Person) -> Result<ChoicesView, ApiError> {
    let person = BTreeSet::from([person.id.clone()]);
    let found = state.database.read(move |connection| notices::choices(connection, &person));
    let chosen = found.await?.into_values().next().unwrap_or_default();
    Ok(choices(&chosen))
}

/// Choose how one is told; what is missing stays.
#[utoipa::path(tag = "notifications", operation_id = "notifications_choose", security(("bearer" = [])),
    request_body = ChoicesChange, responses((status = 200, body = ChoicesView)))]
#[patch("/api/v1/me/notifications/choices")]
pub(crate) async fn choose(
    person: Person,
    state: web::Data<AppState>,
    Body(change): Body<ChoicesChange>,
) -> Result<web::Json<ChoicesView>, ApiError> {
    Ok(web::Json(set(&state, &person, change).await?))
}

/// Changes how a person wants to be told.
pub(crate) async fn set(
    state: &AppState,
    person: &Person,
    change: ChoicesChange,
) -> Result<ChoicesView, ApiError> {
    let person = person.id.clone();
    let chosen = state.database.commit(move |connection| {
        for (kind, choice) in change.chosen() {
            let row = ChoiceRow {
                person: person.clone(),
                kind: kind.word().to_owned(),
                choice: choice.word().to_owned(),
            };
            notices::choose(connection, &row)?;
        }
        notices::choices(connection, &BTreeSet::from([person]))
    });
    let chosen = chosen.await?.into_values().next().unwrap_or_default();
    Ok(choices(&chosen))
}

fn choices(chosen: &BTreeMap<NoticeKind, NoticeChoice>) -> ChoicesView {
    let of = |kind: NoticeKind| chosen.get(&kind).copied().unwrap_or_else(|| kind.by_default());
    ChoicesView {
        mention: of(NoticeKind::Mention),
        assignment: of(NoticeKind::Assignment),
        comment: of(NoticeKind::Comment),
        due_soon: of(NoticeKind::DueSoon),
        invitation: of(NoticeKind::Invitation),
        webhook: of(NoticeKind::Webhook),
    }
}
