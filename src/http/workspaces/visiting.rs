//! What a link opens, with or without an account.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::TimeDelta;
use renexus_tables::rows::workspaces::AccessEntryRow;
use renexus_wire::id::{TokenId, fresh};
use renexus_wire::rest::Problem;
use renexus_wire::rest::sharing::{LinkOpened, OpenLink, SharedProject};
use serde::Deserialize;
use tokio::time::{sleep, timeout};
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use super::super::kept::kept;
use super::super::page::cursor;
use super::super::person::Visitor;
use super::super::tasks::narrowed;
use super::super::version::{had, tag};
use super::sharing::{TOKEN_MINUTES, parse_kind};
use crate::access::level::ResourceKind;
use crate::accounts::{AccountError, Device, secret};
use crate::auth::NewClaims;
use crate::cache::{self, Kept, PEOPLE, WORKSPACES};
use crate::db::queries::entries;
use crate::domain::{DomainError, View};
use crate::error::ApiError;
use crate::planning::{tasks, visited};
use crate::state::AppState;

/// Most seconds that somebody is let wait for news.
const MAX_WAIT: u64 = 25;
/// Shortest time between two looks of somebody who waits.
const REST: Duration = Duration::from_millis(200);
/// Longest time between two: a link may end without news.
const LOOK: Duration = Duration::from_secs(5);
/// What says how long somebody would wait (RFC 7240, section 4.3).
const PREFER: &str = "prefer";

/// The addresses of links.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(open).service(project);
}

/// Open a link, with or without an account. A link to a project gives the board (`links_project`),
/// and for a `task` the token of its description.
#[utoipa::path(tag = "sharing", operation_id = "links_open", request_body = OpenLink,
    responses((status = 200, body = LinkOpened), (status = 404, body = Problem)))]
#[post("/api/v1/links/open")]
pub(crate) async fn open(
    _device: Device,
    state: web::Data<AppState>,
    Body(wanted): Body<OpenLink>,
) -> Result<HttpResponse, ApiError> {
    let hash = secret::hash(&wanted.secret);
    let found = state.domain.visit(&hash, move |look, entry| {
        let document = document(look, &entry, wanted.task.as_deref())?;
        Ok((entry, document))
    });
    let (entry, document) = found.await.map_err(void)?;
    let level = entries::parse(&entry)?.level;
    let ends = state.domain.now() + TimeDelta::minutes(TOKEN_MINUTES);
    let ends = entry.expires_at.map_or(ends, |end| end.min(ends)).and_utc();
    let minted = document.clone().map(|document| {
        state.authority.mint(NewClaims {
            // A visitor of their own: two of them must not take each other's cursor.
            subject: format!("link:{}", fresh()),
            name: Some("Visitor".into()),
            documents: BTreeMap::from([(document, level)]),
            via: vec![TokenId(entry.id)],
            expires: ends,
            ..NewClaims::default()
        })
    });
    let minted = minted.transpose()?;
    let body = LinkOpened {
        workspace: entry.workspace,
        kind: entry.resource_kind,
        resource: entry.resource,
        level,
        document,
        expires_at: minted.as_ref().map(|_| ends),
        token: minted.map(|minted| minted.token),
    };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(body))
}

/// The document that a link opens: the one that is shared, or the description of a task.
fn document(
    look: &mut View<'_>,
    entry: &AccessEntryRow,
    task: Option<&str>,
) -> Result<Option<String>, DomainError> {
    match (ResourceKind::find(&entry.resource_kind), task) {
        (Some(ResourceKind::Document), None) => Ok(Some(entry.resource.clone())),
        (Some(ResourceKind::Project), Some(task)) => {
            let task = tasks::to_read(look, task)?;
            visited::stays(&task.project)?;
            Ok(Some(task.row.document))
        }
        (_, Some(_)) => Err(DomainError::NotFound("task")),
        (_, None) => Ok(None),
    }
}

/// Read the board of a project with its link alone. With `If-None-Match` it is 304 while nothing
/// happened; `Prefer: wait=20` (RFC 7240) waits so many seconds, 25 at most, for something to happen.
#[utoipa::path(tag = "sharing", operation_id = "links_project", params(
    ("Renexus-Link" = String, Header, description = "The secret of the link", max_length = 128),
    ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what is known"),
    ("Prefer" = Option<String>, Header, description = "`wait=SECONDS`")), responses(
    (status = 200, body = SharedProject),
    (status = 304, description = "Nothing happened"),
    (status = 400, body = Problem, description = "The header is missing"),
    (status = 404, body = Problem, description = "The link does not work, or opens no project"),
))]
#[get("/api/v1/links/project")]
pub(crate) async fn project(
    visitor: Visitor,
    request: HttpRequest,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    let Visitor { link, entry } = visitor;
    if parse_kind(&entry.resource_kind)? != ResourceKind::Project {
        return Err(DomainError::NotFound("project").into());
    }
    // From here on nothing is missed.
    let mut news = state.onlookers.watch(&entry.workspace);
    let until = Instant::now() + wanted_wait(&request);
    let known = had(&request);
    loop {
        let head = state.domain.visit(&link, |look, _| Ok(look.workspace.event_head));
        let head = head.await.map_err(void)?;
        if known != Some(head) {
            let found = board(&state, &link, &entry).await?;
            // The board's own number: what is kept may know of less for a moment, and is asked for again.
            let Numbered { board: Number { seq } } = serde_json::from_slice(&found.json)?;
            let mut answer = kept(found);
            if let Ok(etag) = HeaderValue::from_str(&tag(seq)) {
                answer.headers_mut().insert(ETAG, etag);
            }
            return Ok(answer);
        }
        let left = until.saturating_duration_since(Instant::now());
        let stopping = state.draining.load(Ordering::Relaxed);
        let Some(news) = news.as_mut().filter(|_| !left.is_zero() && !stopping) else {
            return Ok(HttpResponse::NotModified().insert_header((ETAG, tag(head))).finish());
        };
        if timeout(left.min(LOOK), news.next()).await.is_ok() {
            sleep(REST.min(left)).await;
        }
    }
}

/// As much of the JSON of a shared project as says how new it is.
#[derive(Deserialize)]
struct Numbered {
    board: Number,
}

#[derive(Deserialize)]
struct Number {
    seq: i64,
}

/// The seconds of `Prefer: wait=…`; none when it says nothing of them.
fn wanted_wait(request: &HttpRequest) -> Duration {
    let said = request.headers().get_all(PREFER).filter_map(|value| value.to_str().ok());
    let mut each = said.flat_map(|line| line.split([',', ';']));
    let seconds = each.find_map(|one| one.trim().strip_prefix("wait=")?.parse().ok());
    Duration::from_secs(seconds.unwrap_or(0).min(MAX_WAIT))
}

/// The JSON of a project that is shared, kept or read just now.
async fn board(state: &AppState, link: &str, entry: &AccessEntryRow) -> Result<Kept, ApiError> {
    let wanted = narrowed(None, None)?;
    let read =
        state.domain.visit(link, move |look, entry| visited::project(look, &entry, wanted, cursor));
    let read = async { read.await.map_err(void) };
    let name = format!("shared {} {}", entry.resource, entry.level);
    let tags = [&*cache::workspace(&entry.workspace), WORKSPACES, PEOPLE];
    state.keeper.json(&name, &tags, read).await
}

/// What is not there any more is a link that does not work.
fn void(error: DomainError) -> ApiError {
    match error {
        DomainError::NotFound("link" | "project") => AccountError::Void.into(),
        other => other.into(),
    }
}
