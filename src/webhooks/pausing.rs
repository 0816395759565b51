//! A webhook that is told nothing any more, and who hears of that.

use renexus_wire::notice::{NoticeKind, PlaceKind};
use renexus_wire::rest::webhooks::PauseReason;
use serde_json::json;

use crate::access::Person;
use crate::db::queries::webhooks::Due;
use crate::db::queries::{members, webhooks};
use crate::domain::{Change, Domain, DomainError, News, Place};
use crate::notify::deciding::Reasons;

/// Pauses a webhook, and tells its owner and the owner of the workspace.
pub(super) async fn pause(
    domain: &Domain,
    due: &Due,
    reason: PauseReason,
) -> Result<(), DomainError> {
    let workspace = due.workspace.clone();
    let owners = domain.database().read(move |connection| members::owners(connection, &workspace));
    let owners: Vec<String> = owners.await?;
    let paused = match owners.first() {
        Some(owner) => pause_and_tell(domain, due, (owner, reason)).await,
        None => Ok(false),
    };
    // An owner who may not act any more is told nothing, and the webhook is paused all the same.
    let paused = match paused {
        Ok(true) => true,
        Ok(false) | Err(DomainError::Deactivated | DomainError::NotFound(_)) => {
            let id = due.id.clone();
            let paused = domain
                .database()
                .commit(move |connection| webhooks::pause(connection, &id, reason.word()));
            paused.await.map_err(DomainError::Database)?
        }
        Err(other) => return Err(other),
    };
    if !paused {
        return Ok(());
    }
    log::info!(
        "workspace.id" = due.workspace.as_str();
        "webhook {} is paused: {}", due.id, reason.word()
    );
    let data = json!({ "id": due.id, "active": false, "reason": reason });
    domain.tend(&due.workspace, move |_, _| Ok(((), vec![("webhook.paused", data)]))).await
}

async fn pause_and_tell(
    domain: &Domain,
    due: &Due,
    (owner, reason): (&str, PauseReason),
) -> Result<bool, DomainError> {
    let id = due.id.clone();
    let paused = domain.change(&Person::in_absence(owner), &due.workspace, move |tx| {
        let paused = webhooks::pause(tx.connection, &id, reason.word())?;
        if paused {
            tell(tx, &id, reason)?;
        }
        Ok(paused)
    });
    paused.await
}

fn tell(tx: &mut Change<'_>, id: &str, reason: PauseReason) -> Result<(), DomainError> {
    let Some(hook) = webhooks::find(tx.connection, id)? else { return Ok(()) };
    let workspace = tx.workspace.id.clone();
    let mut people = vec![tx.person.id.clone()];
    if members::role(tx.connection, &workspace, &hook.owner)?.is_some() {
        people.push(hook.owner);
    }
    let why = match reason {
        PauseReason::Asked => "somebody paused it",
        PauseReason::Gone => "the receiver says that it is gone",
        PauseReason::Failing => "too many attempts failed",
        PauseReason::OwnerLeft => "who set it up may not have it any more",
    };
    tx.notify(News {
        reasons: Reasons::default().because(NoticeKind::Webhook, people),
        place: Place {
            kind: PlaceKind::Workspace,
            id: workspace,
            resource: None,
            title: tx.workspace.name.clone(),
        },
        thread: None,
        comment: None,
        said: format!("{why}: {}", hook.url),
    })
}
