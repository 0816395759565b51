//! What people are told, and what they want to be told.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{Insertable, Queryable, Selectable};

use crate::schema::comments::{notification_choices, notifications, reminders, watches};

/// Who hears of what happens at a place.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = watches)]
pub struct WatchRow {
    /// The person.
    pub person: String,
    /// task, document or project.
    pub place_kind: String,
    /// The id of the place.
    pub place: String,
    /// The workspace.
    pub workspace: String,
    /// Whether the person wants to hear nothing of it.
    pub is_muted: bool,
    /// Since when.
    pub created_at: NaiveDateTime,
}

/// Something that a person is told.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = notifications)]
pub struct NotificationRow {
    /// Its id.
    pub id: String,
    /// Who is told.
    pub person: String,
    /// The workspace.
    pub workspace: String,
    /// mention, assignment, comment, due_soon, invitation or webhook.
    pub kind: String,
    /// Who did it; none for the server itself.
    pub actor: Option<String>,
    /// task, document, project or workspace.
    pub place_kind: String,
    /// The id of the place.
    pub place: String,
    /// The conversation.
    pub thread: Option<String>,
    /// The comment.
    pub comment: Option<String>,
    /// What the place is called.
    pub title: String,
    /// The beginning of what was said.
    pub excerpt: String,
    /// Whether it goes into the next digest.
    pub by_mail: bool,
    /// When it happened.
    pub created_at: NaiveDateTime,
    /// When the person read it.
    pub read_at: Option<NaiveDateTime>,
    /// When it went into a digest.
    pub mailed_at: Option<NaiveDateTime>,
}

/// What a person chose for one kind of notification.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = notification_choices)]
pub struct ChoiceRow {
    /// The person.
    pub person: String,
    /// The kind.
    pub kind: String,
    /// off, app or mail.
    pub choice: String,
}

/// That somebody was reminded of a due date.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = reminders)]
pub struct ReminderRow {
    /// The task.
    pub task: String,
    /// Who was reminded.
    pub person: String,
    /// Of which date.
    pub due_on: NaiveDate,
    /// When.
    pub reminded_at: NaiveDateTime,
}
