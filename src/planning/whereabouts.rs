//! Where what was found stands, so that it can be opened.

use std::collections::HashMap;

use renexus_tables::rows::search::SearchEntryRow;
use renexus_tables::rows::tasks::TaskRow;
use renexus_wire::notice::PlaceKind;

use crate::db::queries::search::entry::{COMMENT, DOCUMENT, TASK};
use crate::db::queries::search::said::{self, Home};
use crate::db::queries::{search, tasks};
use crate::db::{Conn, DatabaseError};

/// Where something stands.
#[derive(Clone, Debug, Default)]
pub struct Whereabouts {
    /// The name of the task, such as `REN-42`.
    pub key: Option<String>,
    /// The project of the task.
    pub project: Option<String>,
    /// The conversation.
    pub said: Option<Said>,
}

/// Where a comment stands.
#[derive(Clone, Debug)]
pub struct Said {
    /// What it is about.
    pub place_kind: PlaceKind,
    /// The id of that.
    pub place: String,
    /// Its title.
    pub title: String,
    /// The conversation.
    pub thread: String,
}

/// Where each of some entries stands; `projects` are the keys of those that may be read, by id.
pub fn of(
    connection: &mut Conn,
    rows: Vec<SearchEntryRow>,
    projects: &HashMap<String, String>,
) -> Result<Vec<(SearchEntryRow, Whereabouts)>, DatabaseError> {
    let ids = rows.iter().filter(|row| row.kind == COMMENT).map(|row| row.subject.clone());
    let ids: Vec<_> = ids.collect();
    let mut homes = said::homes(connection, &ids)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let stands = match (row.kind.as_str(), homes.remove(&row.subject)) {
            (TASK, _) => {
                let task = tasks::find(connection, &row.workspace, &row.subject)?;
                of_task(task.as_ref(), projects)
            }
            (COMMENT, Some(home)) => {
                let stands = of_task(home.task.as_ref(), projects);
                Whereabouts { said: Some(said_at(connection, home)?), ..stands }
            }
            _ => Whereabouts::default(),
        };
        found.push((row, stands));
    }
    Ok(found)
}

fn of_task(task: Option<&TaskRow>, projects: &HashMap<String, String>) -> Whereabouts {
    let key = task.and_then(|task| {
        let project = projects.get(&task.project)?;
        Some(format!("{project}-{}", task.number))
    });
    Whereabouts { key, project: task.map(|task| task.project.clone()), said: None }
}

fn said_at(connection: &mut Conn, home: Home) -> Result<Said, DatabaseError> {
    let title = match home.task {
        Some(task) => Some(task.title),
        None => search::find(connection, DOCUMENT, &home.place)?.map(|entry| entry.title),
    };
    let damaged = || DatabaseError::Damaged(format!("place `{}`", home.place_kind));
    let place_kind = PlaceKind::from_word(&home.place_kind).ok_or_else(damaged)?;
    let title = title.unwrap_or_default();
    Ok(Said { place_kind, place: home.place, title, thread: home.thread })
}
