//! Notifications as their people see them.

use renexus_tables::rows::notices::NotificationRow;
use renexus_wire::notice::{NoticeKind, PlaceKind};
use renexus_wire::rest::notices::NotificationView;

use crate::db::DatabaseError;

/// A row as its person sees it.
pub fn view(row: NotificationRow) -> Result<NotificationView, DatabaseError> {
    let damaged = || DatabaseError::Damaged(format!("notification {}", row.id));
    Ok(NotificationView {
        kind: NoticeKind::from_word(&row.kind).ok_or_else(damaged)?,
        place_kind: PlaceKind::from_word(&row.place_kind).ok_or_else(damaged)?,
        id: row.id,
        workspace: row.workspace,
        actor: row.actor,
        place: row.place,
        thread: row.thread,
        comment: row.comment,
        title: row.title,
        excerpt: row.excerpt,
        created_at: row.created_at.and_utc(),
        read_at: row.read_at.map(|at| at.and_utc()),
    })
}
