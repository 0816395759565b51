//! A board: the same read as REST, kept in the same way.

use std::sync::Arc;

use async_graphql::{Result, SimpleObject};
use chrono::NaiveDate;
use renexus_wire::rest::boards::BoardView;
use renexus_wire::rest::planning::StatusView;

use super::super::caller::Caller;
use super::project::Project;
use super::task::Task;
use crate::error::ApiError;
use crate::http::projects::board::{self, BoardQuery};

/// A board: columns with their first cards.
#[derive(SimpleObject)]
pub(in crate::graphql) struct Board {
    /// The project.
    project: Project,
    /// The number of the workspace's last event that the board knows of: resume from here.
    seq: i64,
    /// The columns from left to right.
    columns: Vec<Column>,
}

/// One column of a board.
#[derive(SimpleObject)]
struct Column {
    /// The status.
    status: StatusView,
    /// How many tasks the filter finds in it.
    count: i64,
    /// The first of them, from top to bottom.
    tasks: Vec<Task>,
    /// Pass as `after` to the list of tasks, sorted by rank and with this status, to read on.
    end_cursor: Option<String>,
}

impl Board {
    /// Reads the board of a project.
    pub(super) async fn read(
        caller: &Caller,
        workspace: &Arc<str>,
        (project, filter, today, limit): (String, Option<String>, Option<NaiveDate>, Option<u16>),
    ) -> Result<Self> {
        let query = BoardQuery { filter, today, limit };
        let asks = (&caller.person, &**workspace);
        let found = board::board(&caller.state, asks, project, query).await?;
        let found: BoardView = serde_json::from_slice(&found.json).map_err(ApiError::from)?;
        let columns = found.columns.into_iter().map(|column| Column {
            status: column.status,
            count: column.count,
            tasks: column.tasks.into_iter().map(|task| Task::new(task, workspace)).collect(),
            end_cursor: column.next,
        });
        Ok(Self {
            columns: columns.collect(),
            project: Project::new(found.project, workspace),
            seq: found.seq,
        })
    }
}
