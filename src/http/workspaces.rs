//! Workspaces: make, list, look up, rename. What begins and ends one is in `life`.

pub(crate) mod invitations;
pub(crate) mod life;
pub(crate) mod log;
pub(crate) mod members;
pub(crate) mod sharing;
pub(crate) mod visiting;

use actix_web::{HttpResponse, get, patch, post, web};
use renexus_tables::rows::workspaces::WorkspaceRow;
use renexus_wire::id::fresh;
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::workspaces::{NewWorkspace, WorkspaceChange, WorkspaceView};
use renexus_wire::role::Role;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::kept::kept;
use super::page::{PageQuery, Paging};
use super::version::{Edit, tagged};
use crate::access::{Action, Person};
use crate::cache::WORKSPACES;
use crate::db::Conn;
use crate::db::queries::workspaces;
use crate::domain::{DomainError, View};
use crate::error::ApiError;
use crate::http::query::Query;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create)
        .service(list)
        .service(show)
        .service(update)
        .configure(life::routes)
        .configure(members::routes)
        .configure(invitations::routes)
        .configure(log::routes)
        .configure(sharing::routes)
        .configure(visiting::routes);
}

/// Make a workspace. Whoever makes it owns it.
#[utoipa::path(tag = "workspaces", operation_id = "workspaces_create", security(("bearer" = [])),
    request_body = NewWorkspace, responses(
    (status = 201, body = WorkspaceView),
    (status = 409, body = Problem, description = "The slug is taken, or the person owns too many"),
))]
#[post("/api/v1/workspaces")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    Body(new): Body<NewWorkspace>,
) -> Result<HttpResponse, ApiError> {
    let row = WorkspaceRow {
        id: fresh(),
        slug: new.slug,
        name: new.name.trim().to_owned(),
        event_head: 0,
        version: 1,
        created_at: state.domain.now(),
        archived_at: None,
        delete_after: None,
    };
    let most = state.settings.workspaces.owned;
    let owner = person.id.clone();
    let prepare = move |connection: &mut Conn, _| {
        workspaces::insert(connection, &row, &owner)
            .map_err(DomainError::taken("slug", &row.slug))?;
        Ok(row.id)
    };
    let made = state.domain.begin(&person, prepare, move |tx| {
        tx.require(Action::WorkspaceUpdate)?;
        let View { connection, person, .. } = tx.view();
        if workspaces::owned(connection, &person.id)? > most {
            return Err(DomainError::Conflict("the person owns too many workspaces"));
        }
        let made = view(tx.workspace.clone(), Some(Role::Owner));
        tx.event("workspace.created", &made)?;
        Ok(made)
    });
    let made = made.await?;
    Ok(tagged(HttpResponse::Created(), made.version, &made))
}

/// List the workspaces that the person is in, in the order of their ids.
#[utoipa::path(tag = "workspaces", operation_id = "workspaces_list", security(("bearer" = [])),
    params(PageQuery), responses((status = 200, body = Page<WorkspaceView>)))]
#[get("/api/v1/workspaces")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let paging = Paging::try_from(query.into_inner())?;
    let (after, rows) = (paging.after(), paging.rows());
    let name = format!("workspaces of {} {rows} {after:?}", person.id);
    let read = async {
        let found = listed(&state, &person, after, rows).await?;
        Ok::<_, ApiError>(paging.page(found, |workspace| workspace.id.clone(), |view| view))
    };
    Ok(kept(state.keeper.json(&name, &[WORKSPACES], read).await?))
}

/// Up to `most` workspaces that the person is in, behind the id `after`.
pub(crate) async fn listed(
    state: &AppState,
    person: &Person,
    after: Option<String>,
    most: i64,
) -> Result<Vec<WorkspaceView>, ApiError> {
    let person = person.id.clone();
    let found = state
        .database
        .read(move |connection| workspaces::of_person(connection, &person, after.as_deref(), most));
    let found: Vec<_> = found.await?;
    Ok(found.into_iter().map(|(row, role)| view(row, Some(role))).collect())
}

/// Look a workspace up, by id or slug.
#[utoipa::path(tag = "workspaces", operation_id = "workspaces_show", security(("bearer" = [])),
    params(("workspace" = String, Path)), responses(
    (status = 200, body = WorkspaceView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let found = state.domain.read(&person, &workspace, shown).await?;
    Ok(tagged(HttpResponse::Ok(), found.version, &found))
}

/// Rename a workspace. `If-Match` carries the version that the change is based on.
#[utoipa::path(tag = "workspaces", operation_id = "workspaces_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("If-Match" = String, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    request_body = WorkspaceChange, responses(
    (status = 200, body = WorkspaceView),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
    (status = 428, body = Problem),
))]
#[patch("/api/v1/workspaces/{workspace}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Edit(if_match, change): Edit<WorkspaceChange>,
) -> Result<HttpResponse, ApiError> {
    let expected = if_match.required()?;
    let changed = state.domain.change(&person, &workspace, move |tx| {
        tx.require(Action::WorkspaceUpdate)?;
        let mut row = tx.workspace.clone();
        expected.check(row.version, &view(row.clone(), tx.standing.role))?;
        row.name = change.name.map_or(row.name, |name| name.trim().to_owned());
        row.slug = change.slug.unwrap_or(row.slug);
        let row = workspaces::update(tx.connection, &row)
            .map_err(DomainError::taken("slug", &row.slug))?;
        let changed = view(row, tx.standing.role);
        tx.event("workspace.updated", &changed)?;
        Ok(changed)
    });
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}

/// The workspace that is looked into.
pub(crate) fn shown(look: &mut View<'_>) -> Result<WorkspaceView, DomainError> {
    look.require(Action::WorkspaceRead)?;
    let seq = Some(look.workspace.event_head);
    Ok(WorkspaceView { seq, ..view(look.workspace.clone(), look.standing.role) })
}

/// A workspace as somebody with this role sees it.
pub(crate) fn view(row: WorkspaceRow, role: Option<Role>) -> WorkspaceView {
    WorkspaceView {
        id: row.id,
        slug: row.slug,
        name: row.name,
        role,
        seq: None,
        version: row.version,
        created_at: row.created_at.and_utc(),
        archived_at: row.archived_at.map(|at| at.and_utc()),
        delete_after: row.delete_after.map(|at| at.and_utc()),
    }
}
