//! Lists, groups and boards: tasks that the person may read.

use chrono::NaiveDate;
use renexus_tables::rows::planning::ProjectRow;
use renexus_wire::rest::boards::{BoardView, ColumnView, GroupView, GroupsView};
use renexus_wire::rest::tasks::TaskView;

use super::telling::{self, Keys};
use super::{projects, statuses as columns};
use crate::access::Action;
use crate::db::queries::statuses;
use crate::db::queries::tasks::filter::{Asker, Selection};
use crate::db::queries::tasks::list::{Behind, OtherOrder};
use crate::db::queries::tasks::{board, groups, list};
use crate::domain::{DomainError, View};
use crate::tasks::query::{Group, Query, Sort, SortKey};

/// Most tasks of a board's first page, in all columns together.
const BOARD_TASKS: usize = 2_000;

/// What a list is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What it is narrowed down to.
    pub query: Query,
    /// The day that `today` means; the server's in UTC when missing.
    pub today: Option<NaiveDate>,
}

impl Wanted {
    fn selection(self, view: &View<'_>, projects: Vec<String>) -> Selection {
        let today = self.today.unwrap_or_else(|| view.now.date());
        let asker = Asker { person: view.person.id.clone(), today };
        Selection { projects, query: self.query, asker }
    }

    fn everywhere(self, view: &mut View<'_>) -> Result<(Selection, Keys), DomainError> {
        view.require(Action::WorkspaceRead)?;
        let open = projects::readable(view)?;
        let keys = telling::keys(open.iter().map(|(row, _)| row));
        let ids = open.into_iter().map(|(row, _)| row.id).collect();
        Ok((self.selection(view, ids), keys))
    }
}

/// A task of a list, and where the list goes on behind it.
pub type Line = (TaskView, Behind);

/// Up to `most` tasks from a place on.
pub fn list(
    view: &mut View<'_>,
    wanted: Wanted,
    (sort, behind): (Sort, Option<Behind>),
    most: i64,
) -> Result<Vec<Line>, DomainError> {
    let (selection, keys) = wanted.everywhere(view)?;
    let found = list::page(view.connection, &selection, (sort, behind), most)?;
    let rows = found.map_err(|OtherOrder| {
        DomainError::invalid("after", "it is the `next` of a list in another order")
    })?;
    let places: Vec<_> = rows.iter().map(|row| Behind::task(row, sort)).collect();
    let told = telling::views(view.connection, rows, &keys)?;
    Ok(told.into_iter().zip(places).collect())
}

/// How many tasks have what in common.
pub fn grouped(
    view: &mut View<'_>,
    wanted: Wanted,
    group: Group,
) -> Result<GroupsView, DomainError> {
    let (selection, _) = wanted.everywhere(view)?;
    let counted = groups::count(view.connection, &selection, group)?;
    let items = counted.into_iter().map(|(key, count)| GroupView { key, count }).collect();
    Ok(GroupsView { items })
}

/// A board with the first `limit` cards of each column; `cursor` writes where a column goes on.
pub fn board(
    view: &mut View<'_>,
    project: &str,
    wanted: Wanted,
    (limit, cursor): (usize, fn(&Behind) -> String),
) -> Result<BoardView, DomainError> {
    let project = projects::to_read(view, project)?;
    let selection = wanted.selection(view, vec![project.id.clone()]);
    let all = statuses::of_project(view.connection, &project.id)?;
    let limit = limit.min(BOARD_TASKS / all.len().max(1)).max(1);
    let most = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let counts = board::counts(view.connection, &selection)?;
    let (mut rows, mut heads) = (Vec::new(), Vec::new());
    for status in all {
        let mut cards = board::column(view.connection, &status.id, &selection, most)?;
        let more = cards.len() > limit;
        cards.truncate(limit);
        let by_rank = Sort { key: SortKey::Rank, descending: false };
        let next = cards.last().filter(|_| more).map(|last| cursor(&Behind::task(last, by_rank)));
        let count = counts.get(&status.id).copied().unwrap_or_default();
        rows.extend(cards);
        heads.push((columns::view(status), count, next));
    }
    filled(view, project, heads, rows)
}

type Head = (renexus_wire::rest::planning::StatusView, i64, Option<String>);

fn filled(
    view: &mut View<'_>,
    project: ProjectRow,
    heads: Vec<Head>,
    rows: Vec<renexus_tables::rows::tasks::TaskRow>,
) -> Result<BoardView, DomainError> {
    let keys = telling::keys([&project]);
    let mut cards = telling::views(view.connection, rows, &keys)?.into_iter().peekable();
    let columns = heads.into_iter().map(|(status, count, next)| {
        let mut tasks = Vec::new();
        while let Some(card) = cards.next_if(|card| card.status == status.id) {
            tasks.push(card);
        }
        ColumnView { status, count, tasks, next }
    });
    let columns = columns.collect();
    Ok(BoardView { project: projects::view(project), seq: view.workspace.event_head, columns })
}
