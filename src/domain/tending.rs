//! What the server does in workspaces by itself.

use chrono::NaiveDateTime;
use serde_json::Value;

use super::change::{By, number};
use super::{Domain, DomainError};
use crate::db::Conn;

/// What happened: the kind, and what a view needs to patch itself.
pub type Happened = Vec<(&'static str, Value)>;

impl Domain {
    /// Changes a workspace (by id) in one transaction with its events, in nobody's name; nobody's rights are asked.
    pub fn tend<R: Send + 'static>(
        &self,
        workspace: &str,
        job: impl FnOnce(&mut Conn, NaiveDateTime) -> Result<(R, Happened), DomainError>
        + Send
        + 'static,
    ) -> impl Future<Output = Result<R, DomainError>> + Send + 'static {
        let workspace = workspace.to_owned();
        self.commit(move |connection, now| {
            let (result, happened) = job(connection, now)?;
            let by = By { workspace, actor: None, now };
            Ok((result, number(connection, by, happened)?))
        })
    }
}
