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
    #[param(max_length = 1024)]
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
    query: web::Query<NotificationQuery>,
) -> Result<web::Json<Page<NotificationView>>, ApiError> {
    let NotificationQuery { unread, after, limit } = query.into_inner();
    let paging = Paging::new(after, limit)?;
    let (before, most) = (paging.after(), paging.rows());
    let found = state.database.read(move |connection| {
        let wanted = (person.id.as_str(), unread == Some(true));
        let rows = notices::list(connection, wanted, before.as_deref(), most)?;
        rows.into_iter().map(view).collect::<Result<Vec<_>, _>>()
    });
    Ok(web::Json(paging.page(found.await?, |one| one.id.clone(), |one| one)))
}

/// See how many of one's notifications wait to be read.
#[utoipa::path(tag = "notifications", operation_id = "notifications_count", security(("bearer" = [])),
    responses((status = 200, body = Unread)))]
#[get("/api/v1/me/notifications/unread")]
pub(crate) async fn count(
    person: Person,
    state: web::Data<AppState>,
) -> Result<web::Json<Unread>, ApiError> {
    let found = state.database.read(move |connection| notices::unread(connection, &person.id));
    let unread: i64 = found.await?;
    Ok(web::Json(Unread { unread }))
}

/// Mark all of one's notifications as read.
#[utoipa::path(tag = "notifications", operation_id = "notifications_read_all",
    security(("bearer" = [])), responses((status = 204)))]
#[post("/api/v1/me/notifications/read")]
pub(crate) async fn read_all(
    person: Person,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    let now = state.domain.now();
    let done =
        state.database.commit(move |connection| notices::read_all(connection, &person.id, now));
    done.await?;
    Ok(HttpResponse::NoContent().finish())
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
    let now = state.domain.now();
    let done = state.database.commit(move |connection| {
        match notices::read(connection, (&person.id, &notification), now)? {
            true => Ok(()),
            false => Err(DomainError::NotFound("notification")),
        }
    });
    done.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// See how one is told: not at all, in the app, or also by mail.
#[utoipa::path(tag = "notifications", operation_id = "notifications_choices",
    security(("bearer" = [])), responses((status = 200, body = ChoicesView)))]
#[get("/api/v1/me/notifications/choices")]
pub(crate) async fn show_choices(
    person: Person,
    state: web::Data<AppState>,
) -> Result<web::Json<ChoicesView>, ApiError> {
    let found = state
        .database
        .read(move |connection| notices::choices(connection, &BTreeSet::from([person.id])));
    let chosen = found.await?.into_values().next().unwrap_or_default();
    Ok(web::Json(choices(&chosen)))
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
    let chosen = state.database.commit(move |connection| {
        for (kind, choice) in change.chosen() {
            let row = ChoiceRow {
                person: person.id.clone(),
                kind: kind.word().to_owned(),
                choice: choice.word().to_owned(),
            };
            notices::choose(connection, &row)?;
        }
        notices::choices(connection, &BTreeSet::from([person.id]))
    });
    let chosen = chosen.await?.into_values().next().unwrap_or_default();
    Ok(web::Json(choices(&chosen)))
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
