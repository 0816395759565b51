//! Levels in one resource, for a person, a role, or whoever has a link.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, delete, get, post, put, web};
use chrono::TimeDelta;
use renexus_tables::rows::RevocationRow;
use renexus_tables::rows::workspaces::AccessEntryRow;
use renexus_wire::access::Level;
use renexus_wire::id::{TokenId, fresh};
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::sharing::{EntryView, LevelChange, LinkMade, NewLink, SubjectKind};
use renexus_wire::role::Role;
use serde_json::json;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use crate::access::level::ResourceKind;
use crate::access::{Action, Person};
use crate::accounts::secret;
use crate::db::DatabaseError;
use crate::db::queries::{entries, members, revocations};
use crate::domain::{Change, DomainError, View};
use crate::error::ApiError;
use crate::filing;
use crate::state::AppState;

/// Entries of one resource.
const MAX_ENTRIES: usize = 500;
/// How long the token of a link lives; whoever is there opens the link again.
pub(super) const TOKEN_MINUTES: i64 = 60;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(give).service(link).service(remove);
}

/// List the levels that were given in a resource. Needs manage in it.
#[utoipa::path(tag = "sharing", operation_id = "access_list", security(("bearer" = [])),
    params(("workspace" = String, Path), ("kind" = String, Path), ("resource" = String, Path)),
    responses((status = 200, body = Page<EntryView>), (status = 403, body = Problem)))]
#[get("/api/v1/workspaces/{workspace}/access/{kind}/{resource}")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
) -> Result<web::Json<Page<EntryView>>, ApiError> {
    let (workspace, kind, resource) = path.into_inner();
    let kind = parse_kind(&kind)?;
    let found = state.domain.read(&person, &workspace, move |look| listed(look, kind, &resource));
    Ok(web::Json(Page { items: found.await?, next: None }))
}

/// Give a level to a person (by id) or a role. Needs manage in the resource.
#[utoipa::path(tag = "sharing", operation_id = "access_give", security(("bearer" = [])),
    params(("workspace" = String, Path), ("kind" = String, Path), ("resource" = String, Path),
        ("subject_kind" = String, Path), ("subject" = String, Path)),
    request_body = LevelChange, responses((status = 204), (status = 404, body = Problem)))]
#[put("/api/v1/workspaces/{workspace}/access/{kind}/{resource}/{subject_kind}/{subject}")]
pub(crate) async fn give(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String, String, String)>,
    Body(change): Body<LevelChange>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, kind, resource, subject_kind, subject) = path.into_inner();
    let kind = parse_kind(&kind)?;
    let given = state.domain.change(&person, &workspace, move |tx| {
        prepare(tx, kind, &resource)?;
        known(tx, &subject_kind, &subject)?;
        let row = AccessEntryRow {
            id: fresh(),
            workspace: tx.workspace.id.clone(),
            resource_kind: kind.word().to_owned(),
            resource,
            subject_kind,
            subject,
            level: change.level.name().to_owned(),
            created_at: tx.now,
            expires_at: None,
        };
        entries::put(tx.connection, &row)?;
        changed(tx, &row)
    });
    given.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Share a resource by a link. Needs manage in it.
#[utoipa::path(tag = "sharing", operation_id = "access_link", security(("bearer" = [])),
    params(("workspace" = String, Path), ("kind" = String, Path), ("resource" = String, Path)),
    request_body = NewLink, responses((status = 201, body = LinkMade), (status = 403, body = Problem)))]
#[post("/api/v1/workspaces/{workspace}/access/{kind}/{resource}/links")]
pub(crate) async fn link(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
    Body(new): Body<NewLink>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, kind, resource) = path.into_inner();
    let (kind, secret) = (parse_kind(&kind)?, secret::fresh()?);
    let hash = secret::hash(&secret);
    let made = state.domain.change(&person, &workspace, move |tx| {
        prepare(tx, kind, &resource)?;
        if !(Level::Read..=Level::Write).contains(&new.level) {
            return Err(DomainError::Conflict("a link reaches to read, comment or write"));
        }
        let row = AccessEntryRow {
            id: fresh(),
            workspace: tx.workspace.id.clone(),
            resource_kind: kind.word().to_owned(),
            resource,
            subject_kind: entries::LINK.to_owned(),
            subject: hash,
            level: new.level.name().to_owned(),
            created_at: tx.now,
            expires_at: new.seconds.map(|seconds| tx.now + TimeDelta::seconds(seconds)),
        };
        entries::put(tx.connection, &row)?;
        changed(tx, &row)?;
        view(row)
    });
    let body = LinkMade { entry: made.await?, url: state.links.shared(&secret), secret };
    Ok(HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(body))
}

/// Take a level away, by the id of its entry. What a link opened is closed.
#[utoipa::path(tag = "sharing", operation_id = "access_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("kind" = String, Path), ("resource" = String, Path),
        ("entry" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
#[delete("/api/v1/workspaces/{workspace}/access/{kind}/{resource}/{entry}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, kind, resource, entry) = path.into_inner();
    let kind = parse_kind(&kind)?;
    let removed = state.domain.change(&person, &workspace, move |tx| {
        manages(tx, kind, &resource)?;
        tx.require_at(Action::ResourceManage, Level::Manage)?;
        let View { connection, workspace, now, .. } = tx.view();
        let of = (workspace.id.as_str(), kind.word(), resource.as_str());
        let row = entries::remove(connection, of, &entry)?.ok_or(DomainError::NotFound("entry"))?;
        let until = *now + TimeDelta::minutes(TOKEN_MINUTES);
        let revoked = RevocationRow { token: row.id.clone(), expires_at: until, revoked_at: *now };
        revocations::insert(connection, &revoked)?;
        changed(tx, &row)?;
        Ok((row.id, until))
    });
    let (id, until) = removed.await?;
    state.authority.revoke(TokenId(id.clone()), until.and_utc());
    state.end_sessions(&[id]).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The levels that were given in a resource.
pub(crate) fn listed(
    look: &mut View<'_>,
    kind: ResourceKind,
    resource: &str,
) -> Result<Vec<EntryView>, DomainError> {
    manages(look, kind, resource)?;
    here(look, kind, resource)?.into_iter().map(view).collect()
}

pub(super) fn parse_kind(word: &str) -> Result<ResourceKind, ApiError> {
    Ok(ResourceKind::find(word).ok_or(DomainError::NotFound("kind of resource"))?)
}

/// Refuses everybody who does not manage the resource; foreign ones are not there.
fn manages(look: &mut View<'_>, kind: ResourceKind, resource: &str) -> Result<(), DomainError> {
    let workspace = look.workspace.id.clone();
    let level = match kind {
        ResourceKind::File => filing::level(look, resource)?,
        ResourceKind::Project | ResourceKind::Document => look.level(kind, resource)?,
    };
    let there = entries::resource_belongs(look.connection, &workspace, kind, resource)?;
    if !there || level == Level::None {
        return Err(DomainError::NotFound(kind.word()));
    }
    look.require_at(Action::ResourceManage, level)
}

/// The same before a change that adds an entry.
fn prepare(tx: &mut Change<'_>, kind: ResourceKind, resource: &str) -> Result<(), DomainError> {
    manages(tx, kind, resource)?;
    tx.require_at(Action::ResourceManage, Level::Manage)?;
    if here(tx, kind, resource)?.len() >= MAX_ENTRIES {
        return Err(DomainError::Conflict("the resource is shared with too many"));
    }
    Ok(())
}

fn here(
    look: &mut View<'_>,
    kind: ResourceKind,
    resource: &str,
) -> Result<Vec<AccessEntryRow>, DatabaseError> {
    let of = (look.workspace.id.as_str(), kind.word(), resource);
    entries::of_resource(look.connection, of, look.now)
}

/// Refuses a subject that is no role, or nobody in the workspace.
fn known(tx: &mut Change<'_>, subject_kind: &str, subject: &str) -> Result<(), DomainError> {
    match subject_kind {
        entries::ROLE => {
            subject.parse::<Role>().map(|_| ()).map_err(|_| DomainError::NotFound("role"))
        }
        entries::PERSON => {
            let workspace = tx.workspace.id.clone();
            let role = members::role(tx.connection, &workspace, subject)?;
            role.map(|_| ()).ok_or(DomainError::NotFound("member"))
        }
        _ => Err(DomainError::NotFound("kind of subject")),
    }
}

/// Tells that levels in a resource changed; open sockets are asked again.
fn changed(tx: &mut Change<'_>, row: &AccessEntryRow) -> Result<(), DomainError> {
    let subject = Some(&row.subject).filter(|_| row.subject_kind != entries::LINK);
    let data = json!({
        "kind": row.resource_kind, "resource": row.resource,
        "subject_kind": row.subject_kind, "subject": subject, "level": row.level,
    });
    tx.event("access.changed", &data)
}

fn view(row: AccessEntryRow) -> Result<EntryView, DomainError> {
    let level = entries::parse(&row)?.level;
    let subject_kind = match row.subject_kind.as_str() {
        entries::PERSON => SubjectKind::Person,
        entries::ROLE => SubjectKind::Role,
        _ => SubjectKind::Link,
    };
    Ok(EntryView {
        id: row.id,
        subject: Some(row.subject).filter(|_| subject_kind != SubjectKind::Link),
        subject_kind,
        level,
        created_at: row.created_at.and_utc(),
        expires_at: row.expires_at.map(|at| at.and_utc()),
    })
}
