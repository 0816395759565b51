//! A change of one workspace, under way.

use std::ops::{Deref, DerefMut};

use chrono::NaiveDateTime;
use renexus_tables::rows::notices::NotificationRow;
use renexus_wire::access::Level;
use renexus_wire::event::Event;
use serde::Serialize;
use serde_json::Value;

use super::error::DomainError;
use super::view::View;
use crate::access::Action;
use crate::db::Conn;
use crate::db::queries::events;
use crate::db::queries::search::mirror;

/// Most events of one transaction; a change that needs more is made in parts.
const MAX_EVENTS: usize = 1_000;

/// A look that may change things; what happened is told with [`Change::event`].
pub struct Change<'a> {
    view: View<'a>,
    happened: Vec<(&'static str, Value)>,
    told: Vec<NotificationRow>,
}

/// What a transaction tells after its commit.
pub(super) struct Outcome {
    /// To the workspace.
    pub(super) events: Vec<Event>,
    /// To single people.
    pub(super) told: Vec<NotificationRow>,
}

impl<'a> Deref for Change<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

impl DerefMut for Change<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.view
    }
}

impl<'a> Change<'a> {
    pub(super) fn open(view: View<'a>) -> Self {
        Self { view, happened: Vec::new(), told: Vec::new() }
    }

    /// Its look: taken apart, connection, workspace and person can be borrowed side by side.
    pub fn view(&mut self) -> &mut View<'a> {
        &mut self.view
    }

    /// Refuses what is not allowed, and every change of a workspace that is archived or deleted.
    pub fn require(&self, action: Action) -> Result<(), DomainError> {
        self.require_at(action, Level::None)
    }

    /// The same for an action that depends on the level in a resource.
    pub fn require_at(&self, action: Action, level: Level) -> Result<(), DomainError> {
        self.view.require_at(action, level)?;
        if self.workspace.delete_after.is_some() && action != Action::WorkspaceDelete {
            return Err(DomainError::Conflict("the workspace is deleted; restore it first"));
        }
        let on_archived =
            [Action::WorkspaceArchive, Action::WorkspaceDelete, Action::WorkspaceLeave];
        if self.workspace.archived_at.is_some() && !on_archived.contains(&action) {
            return Err(DomainError::Conflict("the workspace is archived; it is only read"));
        }
        Ok(())
    }

    /// Tells what happened: a thing and a past participle, and what a view needs to patch itself.
    pub fn event(&mut self, kind: &'static str, data: &impl Serialize) -> Result<(), DomainError> {
        if self.happened.len() >= MAX_EVENTS {
            return Err(DomainError::Conflict("too much at once: at most 1000 events"));
        }
        self.happened.push((kind, serde_json::to_value(data)?));
        Ok(())
    }

    /// Hands notifications on after the commit.
    pub(super) fn tell(&mut self, rows: Vec<NotificationRow>) {
        self.told.extend(rows);
    }

    /// Numbers the events and writes them.
    pub(super) fn finish(self) -> Result<Outcome, DomainError> {
        let Self { view, happened, told } = self;
        let by = By { workspace: view.workspace.id, actor: Some(view.person.id), now: view.now };
        Ok(Outcome { events: number(view.connection, by, happened)?, told })
    }
}

/// Where, by whom and when something happened.
pub(super) struct By {
    pub(super) workspace: String,
    pub(super) actor: Option<String>,
    pub(super) now: NaiveDateTime,
}

/// Numbers what happened and writes it.
pub(super) fn number(
    connection: &mut Conn,
    by: By,
    happened: Vec<(&'static str, Value)>,
) -> Result<Vec<Event>, DomainError> {
    if happened.is_empty() {
        return Ok(Vec::new());
    }
    let many = i64::try_from(happened.len()).unwrap_or(i64::MAX);
    let head = events::advance(connection, &by.workspace, many)?;
    let event = |(seq, (kind, data)): (i64, (&str, Value))| Event {
        workspace: by.workspace.clone(),
        seq,
        kind: kind.to_owned(),
        actor: by.actor.clone(),
        at: by.now.and_utc(),
        data,
    };
    let events: Vec<_> = (head - many + 1..).zip(happened).map(event).collect();
    events::append(connection, &events)?;
    mirror::follow(connection, &events)?;
    Ok(events)
}
