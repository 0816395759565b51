//! A project as whoever has its link sees it.

use std::collections::BTreeSet;

use renexus_tables::rows::planning::ProjectRow;
use renexus_tables::rows::workspaces::AccessEntryRow;
use renexus_wire::rest::sharing::{NamedPerson, SharedProject};

use super::listing::{self, Wanted};
use super::{labels, projects};
use crate::db::queries::tasks::list::Behind;
use crate::db::queries::{entries, labels as label_rows, members};
use crate::domain::{DomainError, View};

/// Most cards of a column.
const CARDS: usize = 200;

/// The project that a link is for, with the names of what its cards say.
pub fn project(
    look: &mut View<'_>,
    entry: &AccessEntryRow,
    wanted: Wanted,
    cursor: fn(&Behind) -> String,
) -> Result<SharedProject, DomainError> {
    stays(&projects::to_read(look, &entry.resource)?)?;
    let board = listing::board(look, &entry.resource, wanted, (CARDS, cursor))?;
    let cards = || board.columns.iter().flat_map(|column| &column.tasks);
    let assignees: BTreeSet<_> = cards().flat_map(|card| &card.assignees).cloned().collect();
    let on_cards: BTreeSet<_> = cards().flat_map(|card| &card.labels).cloned().collect();
    let workspace = look.workspace.id.clone();
    let assignees: Vec<_> = assignees.into_iter().collect();
    let people = members::among(look.connection, &workspace, &assignees)?;
    let people = people.into_iter().map(|(_, row)| NamedPerson { id: row.id, name: row.name });
    let all = label_rows::all(look.connection, &workspace)?.into_iter();
    let labels = all.filter(|label| on_cards.contains(&label.id)).map(labels::view);
    Ok(SharedProject {
        level: entries::parse(entry)?.level,
        labels: labels.collect(),
        people: people.collect(),
        board,
    })
}

/// Refuses a project that was deleted, as if it were gone.
pub fn stays(project: &ProjectRow) -> Result<(), DomainError> {
    match project.delete_after {
        Some(_) => Err(DomainError::NotFound("project")),
        None => Ok(()),
    }
}
