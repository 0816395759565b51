//! What a workspace may use, and whether it may at all.

use std::time::Duration;

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use super::error::AssistantError;
use crate::config::AssistantSettings;
use crate::db::queries::{assistant_calls, assistant_switches};
use crate::db::{Conn, DatabaseError};

/// When the day of an instant began.
pub(super) fn midnight(now: NaiveDateTime) -> NaiveDateTime {
    now.date().and_time(NaiveTime::MIN)
}

/// Whether the assistant is on in a workspace.
pub(super) fn is_on(
    connection: &mut Conn,
    workspace: &str,
    settings: &AssistantSettings,
) -> Result<bool, DatabaseError> {
    let said = assistant_switches::find(connection, workspace)?;
    Ok(said.map_or(settings.switched_on, |row| row.is_on))
}

/// Refuses a workspace in which the assistant is off, or that has used up what it may use.
pub(crate) fn check(
    connection: &mut Conn,
    (workspace, now): (&str, NaiveDateTime),
    settings: &AssistantSettings,
) -> Result<Result<(), AssistantError>, DatabaseError> {
    if !is_on(connection, workspace, settings)? {
        return Ok(Err(AssistantError::Off));
    }
    let began = midnight(now);
    let most = settings.tokens_per_day;
    if assistant_calls::tokens(connection, workspace, began)? >= most {
        let wait = (began + TimeDelta::days(1) - now).to_std().unwrap_or(Duration::ZERO);
        return Ok(Err(AssistantError::Quota { most, wait }));
    }
    Ok(Ok(()))
}
