//! Coming into a workspace by an invitation.

use chrono::NaiveDateTime;
use renexus_tables::rows::people::PersonRow;
use renexus_tables::rows::workspaces::{InvitationRow, MemberRow};
use renexus_wire::rest::workspaces::MemberView;

use super::error::AccountError;
use super::{Accounts, secret};
use crate::access::Person;
use crate::db::Conn;
use crate::db::queries::{invitations, members, people, workspaces};
use crate::domain::{Change, DomainError};

/// What somebody sees of an invitation before accepting it.
pub struct Preview {
    /// The invitation.
    pub invitation: InvitationRow,
    /// The name of the workspace.
    pub workspace: String,
    /// The name of who invited.
    pub invited_by: Option<String>,
}

impl Accounts {
    /// Accepts an invitation; returns the id of the workspace.
    pub async fn accept(&self, person: &Person, shown: &str) -> Result<String, AccountError> {
        let (hash, id) = (secret::hash(shown), person.id.clone());
        let most = self.most_members;
        let prepare = move |connection: &mut Conn, now| {
            let row = people::find(connection, &id)?.ok_or(AccountError::Deactivated)?;
            enter(connection, (&hash, most), &row, now)
        };
        let accepted = self.domain.begin(person, prepare, |tx| {
            joined(tx)?;
            Ok::<_, AccountError>(tx.workspace.id.clone())
        });
        accepted.await
    }

    /// What an invitation offers.
    pub async fn preview(&self, shown: &str) -> Result<Preview, AccountError> {
        let (hash, now) = (secret::hash(shown), self.domain.now());
        let found = self.domain.database().read(move |connection| {
            let invitation = invitations::find_working(connection, &hash, now)?;
            let invitation = invitation.ok_or(AccountError::Void)?;
            let workspace = workspaces::find(connection, &invitation.workspace)?;
            let workspace = workspace.ok_or(AccountError::Void)?.name;
            let invited_by = match &invitation.invited_by {
                Some(id) => people::find(connection, id)?.map(|row| row.name),
                None => None,
            };
            Ok::<_, AccountError>(Preview { invitation, workspace, invited_by })
        });
        found.await
    }
}

/// Whether an invitation (by its hash) was sent to one address.
pub(super) fn is_for_address(
    connection: &mut Conn,
    hash: &str,
    now: NaiveDateTime,
) -> Result<bool, AccountError> {
    let found = invitations::find_working(connection, hash, now)?;
    Ok(found.is_some_and(|row| row.email.is_some()))
}

/// Takes an invitation (by its hash) for a person, and makes them a member; returns the workspace.
///
/// Whoever is in the workspace already stays what they are, and takes nothing.
pub(super) fn enter(
    connection: &mut Conn,
    (hash, most): (&str, i64),
    person: &PersonRow,
    now: NaiveDateTime,
) -> Result<String, AccountError> {
    let found = invitations::find_working(connection, hash, now)?;
    let invitation = found.ok_or(AccountError::Void)?;
    if invitation.email.as_ref().is_some_and(|email| *email != person.email) {
        return Err(DomainError::Forbidden("the invitation is for another address".into()).into());
    }
    let workspace = workspaces::find(connection, &invitation.workspace)?;
    let workspace = workspace.filter(|row| row.delete_after.is_none()).ok_or(AccountError::Void)?;
    if members::role(connection, &workspace.id, &person.id)?.is_some() {
        return Err(DomainError::Conflict("the person is in the workspace already").into());
    }
    if members::count(connection, &workspace.id)? >= most {
        return Err(DomainError::Conflict("the workspace has as many members as it may").into());
    }
    invitations::take(connection, &invitation.id)?;
    let row = MemberRow {
        workspace: workspace.id.clone(),
        person: person.id.clone(),
        role: invitation.role,
        joined_at: now,
    };
    members::insert(connection, &row)?;
    Ok(workspace.id)
}

/// Tells that the one who acts has joined.
pub(super) fn joined(tx: &mut Change<'_>) -> Result<(), DomainError> {
    let (workspace, person) = (tx.workspace.id.clone(), tx.person.id.clone());
    let (member, person) = members::find(tx.connection, &workspace, &person)?
        .ok_or(DomainError::NotFound("member"))?;
    let view = MemberView {
        person: person.id,
        name: person.name,
        handle: person.handle,
        avatar: person.avatar,
        role: members::parse_role(&member.role)?,
        joined_at: member.joined_at.and_utc(),
    };
    tx.event("member.joined", &view)
}
