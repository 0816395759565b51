//! What became of a task, field by field.

use renexus_tables::rows::tasks::HistoryRow;
use renexus_wire::rest::task_lines::HistoryView;

use super::tasks;
use crate::db::queries::tasks::history;
use crate::domain::{DomainError, View};

/// Up to `most` changes of a task behind one of them, the oldest first.
pub fn list(
    look: &mut View<'_>,
    key: &str,
    after: Option<String>,
    most: i64,
) -> Result<Vec<HistoryView>, DomainError> {
    let found = tasks::to_read(look, key)?;
    let rows = history::of(look.connection, &found.row.id, after, most)?;
    Ok(rows.into_iter().map(view).collect())
}

/// A change as it is told.
pub fn view(row: HistoryRow) -> HistoryView {
    HistoryView {
        id: row.id,
        actor: row.actor,
        at: row.at.and_utc(),
        field: row.field,
        before: row.before,
        after: row.after,
    }
}
