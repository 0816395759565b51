//! What people are told, and what they want to be told.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::limits::{Limited, Limits};
use crate::notice::{NoticeChoice, NoticeKind, PlaceKind};

/// Something that a person is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotificationView {
    /// Its id.
    pub id: String,
    /// Why.
    pub kind: NoticeKind,
    /// The workspace.
    pub workspace: String,
    /// Who did it; none for the server itself.
    pub actor: Option<String>,
    /// Where it happened.
    pub place_kind: PlaceKind,
    /// The id of that.
    pub place: String,
    /// The conversation.
    pub thread: Option<String>,
    /// The comment.
    pub comment: Option<String>,
    /// What the place is called.
    pub title: String,
    /// The beginning of what was said.
    pub excerpt: String,
    /// When it happened.
    pub created_at: DateTime<Utc>,
    /// When the person read it.
    pub read_at: Option<DateTime<Utc>>,
}

/// How many notifications wait to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Unread {
    /// The number.
    pub unread: i64,
}

/// How a person wants to be told, by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChoicesView {
    /// When they are mentioned.
    pub mention: NoticeChoice,
    /// When a task is given to them.
    pub assignment: NoticeChoice,
    /// When somebody comments where they watch.
    pub comment: NoticeChoice,
    /// When a task of theirs is due soon.
    pub due_soon: NoticeChoice,
    /// When they are invited.
    pub invitation: NoticeChoice,
    /// When a webhook of theirs is paused.
    pub webhook: NoticeChoice,
}

/// Changes how a person wants to be told; what is missing stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChoicesChange {
    /// When they are mentioned.
    pub mention: Option<NoticeChoice>,
    /// When a task is given to them.
    pub assignment: Option<NoticeChoice>,
    /// When somebody comments where they watch.
    pub comment: Option<NoticeChoice>,
    /// When a task of theirs is due soon.
    pub due_soon: Option<NoticeChoice>,
    /// When they are invited.
    pub invitation: Option<NoticeChoice>,
    /// When a webhook of theirs is paused.
    pub webhook: Option<NoticeChoice>,
}

impl ChoicesChange {
    /// What is chosen for which kind.
    pub fn chosen(self) -> Vec<(NoticeKind, NoticeChoice)> {
        let all = [
            (NoticeKind::Mention, self.mention),
            (NoticeKind::Assignment, self.assignment),
            (NoticeKind::Comment, self.comment),
            (NoticeKind::DueSoon, self.due_soon),
            (NoticeKind::Invitation, self.invitation),
            (NoticeKind::Webhook, self.webhook),
        ];
        all.into_iter().filter_map(|(kind, choice)| Some((kind, choice?))).collect()
    }
}

impl Limited for ChoicesChange {
    fn limits(&self, _: &mut Limits) {}
}

/// Whether a person hears of what happens at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WatchView {
    /// Whether they do.
    pub watching: bool,
}
