//! The fixed words of conversations and of what people are told.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::task::words;

/// What things happen at.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A task.
    Task,
    /// A document.
    Document,
    /// A project with everything in it.
    Project,
    /// The workspace itself.
    Workspace,
}

words!(PlaceKind {
    Task = "task",
    Document = "document",
    Project = "project",
    Workspace = "workspace"
});

/// Why somebody is told something; earlier ones matter more.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// They were mentioned.
    Mention,
    /// A task was given to them.
    Assignment,
    /// Somebody commented where they watch.
    Comment,
    /// A task of theirs is due soon.
    DueSoon,
    /// They were invited.
    Invitation,
    /// A webhook of theirs was paused.
    Webhook,
}

words!(NoticeKind {
    Mention = "mention",
    Assignment = "assignment",
    Comment = "comment",
    DueSoon = "due_soon",
    Invitation = "invitation",
    Webhook = "webhook"
});

/// How somebody wants to be told.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum NoticeChoice {
    /// Not at all.
    Off,
    /// In the app.
    App,
    /// In the app, and by the next digest if it was not read before.
    Mail,
}

words!(NoticeChoice { Off = "off", App = "app", Mail = "mail" });

impl NoticeKind {
    /// How people are told who chose nothing. An invitation has a mail of its own.
    pub fn by_default(self) -> NoticeChoice {
        match self {
            Self::Mention | Self::Assignment | Self::DueSoon | Self::Webhook => NoticeChoice::Mail,
            Self::Comment | Self::Invitation => NoticeChoice::App,
        }
    }
}
