//! What changes are asked for with: the bodies of REST, with the same limits.
//!
//! A field that is left out stays as it is, `null` empties it. Each input is read as the body of
//! REST that it stands for, so that there is one place for limits and for what is missing.

use async_graphql::{InputObject, MaybeUndefined, Result};
use chrono::NaiveDate;
use renexus_wire::limits::Limited;
use renexus_wire::notice::{NoticeChoice, PlaceKind};
use renexus_wire::rest::catalogue::Layout;
use renexus_wire::task::{Category, Priority};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::ApiError;
use crate::http::body::of_value;

/// Reads an input as the body of REST that it stands for.
pub(super) fn body<T: DeserializeOwned + Limited>(input: &impl Serialize) -> Result<T> {
    let value = serde_json::to_value(input).map_err(ApiError::from)?;
    Ok(of_value(value)?)
}

/// An input: fields that have to be there, and fields that may be left out.
macro_rules! input {
    (
        $(#[$of:meta])* $name:ident
        needs { $($(#[$of_needed:meta])* $needed:ident: $needed_type:ty,)* }
        takes { $($(#[$of_taken:meta])* $taken:ident: $taken_type:ty,)* }
    ) => {
        $(#[$of])*
        #[derive(Clone, Debug, InputObject, Serialize)]
        pub(in crate::graphql) struct $name {
            $($(#[$of_needed])* $needed: $needed_type,)*
            $(
                $(#[$of_taken])*
                #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
                $taken: MaybeUndefined<$taken_type>,
            )*
        }
    };
}

mod insight;
mod pages;
mod versions;

pub(super) use insight::{DraftTask, NewForecast, Question, SuggestionAnswer};
pub(super) use pages::{NewPage, PageChange};
pub(super) use versions::{NewVersion, VersionChange};

input! {
    /// A new task, at the end of its column.
    NewTask
    needs {
        /// The project, by id or key.
        project: String,
        /// What it is called.
        title: String,
    }
    takes {
        /// The first text of its description.
        description: String,
        /// The id of its status; the project's first open one when missing.
        status: String,
        /// How much it presses.
        priority: Priority,
        /// How much work it is.
        estimate: i32,
        /// When work should begin.
        start: NaiveDate,
        /// When it is due.
        due: NaiveDate,
        /// The task that it is part of, by id or key.
        parent: String,
        /// The id of its cycle.
        cycle: String,
        /// The id of its milestone.
        milestone: String,
        /// The ids of those who work on it.
        assignees: Vec<String>,
        /// The ids of its labels.
        labels: Vec<String>,
    }
}

input! {
    /// Changes a task.
    TaskChange
    needs {}
    takes {
        /// What it is called.
        title: String,
        /// The id of its status; it goes to the end of that column.
        status: String,
        /// How much it presses.
        priority: Priority,
        /// How much work it is.
        estimate: i32,
        /// When work should begin.
        start: NaiveDate,
        /// When it is due.
        due: NaiveDate,
        /// The task that it is part of, by id or key.
        parent: String,
        /// The id of its cycle.
        cycle: String,
        /// The id of its milestone.
        milestone: String,
        /// The ids of all who work on it.
        assignees: Vec<String>,
        /// The ids of people who come to it.
        add_assignees: Vec<String>,
        /// The ids of people who leave it.
        remove_assignees: Vec<String>,
        /// The ids of all its labels.
        labels: Vec<String>,
        /// The ids of labels that come to it.
        add_labels: Vec<String>,
        /// The ids of labels that leave it.
        remove_labels: Vec<String>,
        /// Whether it is put away.
        archived: bool,
    }
}

input! {
    /// Drops a task somewhere on a board: right behind `after` if that task is still in the column,
    /// else right before `before`, else at the end.
    TaskMove
    needs {}
    takes {
        /// The project, by id or key; its own when missing. In another one it gets a new number.
        project: String,
        /// The id of the status.
        status: String,
        /// The task that it was dropped behind, by id or key.
        after: String,
        /// The task that it was dropped before, by id or key.
        before: String,
    }
}

/// Changes up to 200 tasks in the same way.
#[derive(Clone, Debug, Serialize)]
pub(super) struct BulkChange {
    pub(super) tasks: Vec<String>,
    pub(super) change: TaskChange,
}

input! {
    /// A new project.
    NewProject
    needs {
        /// What the names of its tasks begin with: `REN` makes `REN-1`.
        key: String,
        /// Its name.
        name: String,
    }
    takes {
        /// What it is about.
        about: String,
        /// Whether only admins and those who are named see it.
        closed: bool,
    }
}

input! {
    /// Changes a project.
    ProjectChange
    needs {}
    takes {
        /// What the names of its tasks begin with.
        key: String,
        /// Its name.
        name: String,
        /// What it is about.
        about: String,
        /// Whether only admins and those who are named see it.
        closed: bool,
        /// Whether it is put away.
        archived: bool,
    }
}

input! {
    /// A new column of a board.
    NewStatus
    needs {
        /// Its name.
        name: String,
        /// What it means.
        category: Category,
    }
    takes {
        /// Its place, from 0 at the left; the last when missing.
        position: u32,
    }
}

input! {
    /// Changes a column.
    StatusChange
    needs {}
    takes {
        /// Its name.
        name: String,
        /// What it means.
        category: Category,
        /// Its place, from 0 at the left.
        position: u32,
    }
}

input! {
    /// A new cycle.
    NewCycle
    needs {
        /// Its name.
        name: String,
        /// Its first day.
        start: NaiveDate,
        /// Its last day.
        end: NaiveDate,
    }
    takes {}
}

input! {
    /// Changes a cycle.
    CycleChange
    needs {}
    takes {
        /// Its name.
        name: String,
        /// Its first day.
        start: NaiveDate,
        /// Its last day.
        end: NaiveDate,
    }
}

input! {
    /// A new milestone.
    NewMilestone
    needs {
        /// Its name.
        name: String,
    }
    takes {
        /// What it is about.
        about: String,
        /// When it should be reached.
        due: NaiveDate,
    }
}

input! {
    /// Changes a milestone.
    MilestoneChange
    needs {}
    takes {
        /// Its name.
        name: String,
        /// What it is about.
        about: String,
        /// When it should be reached.
        due: NaiveDate,
        /// Whether it was reached.
        reached: bool,
    }
}

input! {
    /// A new label.
    NewLabel
    needs {
        /// The word.
        name: String,
    }
    takes {
        /// Its color, as `#rrggbb`.
        color: String,
    }
}

input! {
    /// Changes a label.
    LabelChange
    needs {}
    takes {
        /// The word.
        name: String,
        /// Its color, as `#rrggbb`.
        color: String,
    }
}

input! {
    /// A list that is kept.
    NewView
    needs {
        /// Its name.
        name: String,
    }
    takes {
        /// The project that it shows, by id or key; all of them when missing.
        project: String,
        /// Whether the whole workspace sees it.
        shared: bool,
        /// What it is narrowed down to, in the filter language.
        filter: String,
        /// What it is sorted by, such as `-priority`.
        sort: String,
        /// What it is grouped by.
        group: String,
        /// How it is shown.
        layout: Layout,
    }
}

input! {
    /// Changes a kept list.
    ViewChange
    needs {}
    takes {
        /// Its name.
        name: String,
        /// Whether the whole workspace sees it.
        shared: bool,
        /// What it is narrowed down to.
        filter: String,
        /// What it is sorted by.
        sort: String,
        /// What it is grouped by.
        group: String,
        /// How it is shown.
        layout: Layout,
    }
}

/// A place in a document.
#[derive(Clone, Debug, InputObject, Serialize)]
pub(super) struct NewAnchor {
    /// Where it begins: a Yjs relative position in base64.
    start: String,
    /// Where it ends.
    end: String,
}

input! {
    /// A new conversation, with what it begins with.
    NewThread
    needs {
        /// What it is about: a task or a document.
        place_kind: PlaceKind,
        /// The id of that; of a task also its key.
        place: String,
        /// What is said first.
        body: String,
    }
    takes {
        /// The place in the document.
        anchor: NewAnchor,
        /// The text that stands there.
        quote: String,
    }
}

/// What is said.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Said {
    pub(super) body: String,
}

input! {
    /// Changes how a person wants to be told.
    NotificationChoicesChange
    needs {}
    takes {
        /// When they are mentioned.
        mention: NoticeChoice,
        /// When a task is given to them.
        assignment: NoticeChoice,
        /// When somebody comments where they watch.
        comment: NoticeChoice,
        /// When a task of theirs is due soon.
        due_soon: NoticeChoice,
        /// When they are invited.
        invitation: NoticeChoice,
    }
}
