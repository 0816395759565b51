//! Lists of tasks, and their groups.

use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use renexus_wire::rest::Problem;
use renexus_wire::rest::boards::GroupsView;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::tasks::TaskView;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::kept::{allowed, kept};
use super::super::page::{Paging, cursor};
use crate::access::{Action, Person};
use crate::cache::{self, PEOPLE, WORKSPACES};
use crate::domain::DomainError;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::planning::listing::{self, Wanted};
use crate::state::AppState;
use crate::tasks::query::{self, Group, Sort};

/// The addresses of lists.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(groups);
}

/// What a list is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// What it is narrowed down to, such as `project:REN assignee:me is:open due:<+7d`.
    #[param(max_length = 1000)]
    filter: Option<String>,
    /// rank, priority, due, start, created, updated, completed, title, number or estimate; with `-` in
    /// front the greatest comes first. Tasks that lack it come last.
    #[param(
        pattern = "^-?(rank|priority|due|start|created|updated|completed|title|number|estimate)$"
    )]
    sort: Option<String>,
    /// The day that `today` means in the filter; the server's day in UTC when missing.
    today: Option<NaiveDate>,
    /// The `next` of the page before.
    #[param(max_length = 1024, pattern = r"^[^\x00]*$")]
    after: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// What groups are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct GroupsQuery {
    /// status, category, assignee, label, priority, cycle, milestone, project or parent.
    #[param(
        pattern = "^(status|category|assignee|label|priority|cycle|milestone|project|parent)$"
    )]
    group: String,
    /// What the list is narrowed down to.
    #[param(max_length = 1000)]
    filter: Option<String>,
    /// The day that `today` means in the filter; the server's day in UTC when missing.
    today: Option<NaiveDate>,
}

/// Reads a filter.
pub(crate) fn narrowed(filter: Option<&str>, today: Option<NaiveDate>) -> Result<Wanted, ApiError> {
    let query = query::parse(filter.unwrap_or_default());
    let query = query.map_err(|error| ApiError::invalid("filter", error))?;
    Ok(Wanted { query, today })
}

/// List the tasks that one may read.
#[utoipa::path(tag = "tasks", operation_id = "tasks_list", security(("bearer" = [])),
    params(("workspace" = String, Path), ListQuery), responses(
    (status = 200, body = Page<TaskView>),
    (status = 400, body = Problem, description = "The filter cannot be read; the error says where"),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/tasks")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let name = format!("tasks {query:?} for {:?}", &person.id);
    let ListQuery { filter, sort, today, after, limit } = query;
    let paging = Paging::new(after, limit)?;
    let wanted = narrowed(filter.as_deref(), today)?;
    let sort = sort.map_or(Ok(Sort::default()), |sort| Sort::parse(&sort));
    let sort = sort.map_err(|error| ApiError::invalid("sort", error))?;
    let (behind, most) = (paging.behind()?, paging.rows());
    let place = allowed(&state, &person, &workspace, Action::WorkspaceRead).await?;
    let found = state
        .domain
        .survey(&person, &workspace, move |look| listing::list(look, wanted, (sort, behind), most));
    let read = async {
        let lines = found.await?;
        let page = paging.page(lines, |(_, behind)| cursor(behind), |(task, _)| task);
        Ok::<_, DomainError>(page)
    };
    if person.link.is_some() {
        return Ok(kept(state.keeper.fresh(read).await?));
    }
    let tags = [&*cache::workspace(&place.workspace), WORKSPACES, PEOPLE];
    Ok(kept(state.keeper.json(&name, &tags, read).await?))
}

/// Count the tasks of a list by what they have in common.
#[utoipa::path(tag = "tasks", operation_id = "tasks_groups", security(("bearer" = [])),
    params(("workspace" = String, Path), GroupsQuery), responses(
    (status = 200, body = GroupsView),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/tasks/groups")]
pub(crate) async fn groups(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<GroupsQuery>,
) -> Result<web::Json<GroupsView>, ApiError> {
    let group = Group::parse(&query.group).map_err(|error| ApiError::invalid("group", error))?;
    let wanted = narrowed(query.filter.as_deref(), query.today)?;
    let found =
        state.domain.survey(&person, &workspace, move |look| listing::grouped(look, wanted, group));
    Ok(web::Json(found.await?))
}

#[cfg(test)]
mod tests {
    use crate::tasks::query::{Group, SortKey};

    /// The description cannot take its words from the code; so it is held to them.
    #[test]
    fn the_description_knows_every_order_and_group() {
        let here = include_str!("lists.rs");
        assert!(here.contains(&format!("\"^-?({})$\"", SortKey::WORDS.join("|"))));
        assert!(here.contains(&format!("\"^({})$\"", Group::WORDS.join("|"))));
    }
}
