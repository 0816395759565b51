//! What the server tells people by itself: due dates that come near, and digests by mail.

use chrono::TimeDelta;
use renexus_tables::rows::notices::NotificationRow;
use renexus_wire::notice::{NoticeKind, PlaceKind};
use thiserror::Error;

use crate::access::Person;
use crate::db::queries::reminders::{self, Due};
use crate::db::queries::{notices, outbox, people, workspaces};
use crate::db::{Conn, DatabaseError};
use crate::domain::{Change, Domain, DomainError, News};
use crate::links::Links;
use crate::notify::deciding::Reasons;
use crate::notify::letter::{Line, digest};
use crate::planning::tasks;

/// People who are reminded, or written to, in one round; the next round goes on.
const ROUND: i64 = 100;
/// Notifications in one digest; of more, the oldest.
const LINES: i64 = 50;

/// Why nobody was told.
#[derive(Debug, Error)]
pub(crate) enum TellingError {
    /// The database could not do it.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A change was refused.
    #[error(transparent)]
    Domain(#[from] DomainError),
}

/// Reminds people of their open tasks that are due from today until `ahead` from now, once for each date.
pub(crate) async fn remind(domain: &Domain, ahead: TimeDelta) -> Result<(), TellingError> {
    let now = domain.now();
    let span = (now.date(), (now + ahead).date());
    let due = domain.database().read(move |connection| reminders::due(connection, span, ROUND));
    let due: Vec<Due> = due.await?;
    for one in due {
        let person = Person::in_absence(&one.person);
        let (workspace, again) = (one.workspace.clone(), one.clone());
        let reminded = domain.change(&person, &workspace, move |tx| reminder(tx, &one)).await;
        match reminded {
            Ok(()) => {}
            // Whoever may not read it, or left, is not asked again.
            Err(DomainError::NotFound(_) | DomainError::Deactivated) => {
                let row = reminders::row(&again, now);
                let noted =
                    domain.database().commit(move |connection| reminders::insert(connection, &row));
                noted.await.map_err(TellingError::Database)?;
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}

fn reminder(tx: &mut Change<'_>, due: &Due) -> Result<(), DomainError> {
    let found = tasks::find(tx, &due.task)?;
    let row = reminders::row(due, tx.now);
    reminders::insert(tx.connection, &row)?;
    if tx.workspace.archived_at.is_some() || tx.workspace.delete_after.is_some() {
        return Ok(());
    }
    tx.notify(News {
        reasons: Reasons::default().because(NoticeKind::DueSoon, [due.person.clone()]),
        place: tasks::place(&found.row, &found.project),
        thread: None,
        comment: None,
        said: format!("Due on {}", due.due_on),
    })
}

/// Writes a digest to everybody for whom something has waited unread for `pause`.
pub(crate) async fn digests(
    domain: &Domain,
    pause: TimeDelta,
    links: &Links,
) -> Result<(), TellingError> {
    let (now, links) = (domain.now(), links.clone());
    let due = domain
        .database()
        .read(move |connection| notices::due_digests(connection, now - pause, ROUND));
    let due: Vec<String> = due.await?;
    for person in due {
        let links = links.clone();
        let written = domain.database().commit(move |connection| {
            let rows = notices::take_digest(connection, &person, LINES, now)?;
            let found = people::find(connection, &person)?;
            let Some(person) = found.filter(|row| row.deactivated_at.is_none()) else {
                return Ok(());
            };
            let lines = rows.into_iter().map(|row| line(connection, row, &links));
            let lines = lines.collect::<Result<Vec<_>, _>>()?;
            if lines.is_empty() {
                return Ok(());
            }
            let row = digest(person.email, &lines, links.url()).row(now);
            outbox::insert(connection, &row)
        });
        written.await.map_err(TellingError::Database)?;
    }
    Ok(())
}

fn line(connection: &mut Conn, row: NotificationRow, links: &Links) -> Result<Line, DatabaseError> {
    let damaged = || DatabaseError::Damaged(format!("notification {}", row.id));
    let actor = match &row.actor {
        Some(actor) => people::find(connection, actor)?.map(|person| person.name),
        None => None,
    };
    let workspace = workspaces::find(connection, &row.workspace)?;
    let kind = NoticeKind::from_word(&row.kind).ok_or_else(damaged)?;
    let place = PlaceKind::from_word(&row.place_kind).ok_or_else(damaged)?;
    // Who is invited is not in the workspace yet; the link of the invitation is in a mail of its own.
    let address = match (&workspace, kind) {
        (None, _) | (_, NoticeKind::Invitation) => None,
        (Some(workspace), _) => {
            Some(links.place(&workspace.slug, (place, &row.place), row.thread.as_deref()))
        }
    };
    Ok(Line {
        kind,
        actor,
        workspace: workspace.map_or_else(String::new, |workspace| workspace.name),
        title: row.title,
        excerpt: row.excerpt,
        address,
    })
}
