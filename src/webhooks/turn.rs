//! The turn of one webhook: what is due, one after another.

use chrono::TimeDelta;
use renexus_wire::rest::webhooks::PauseReason;

use super::attempt::Message;
use super::courier::Courier;
use super::pausing::pause;
use super::settling::settle;
use super::taking::{Taken, take};
use crate::access::Person;
use crate::db::queries::webhooks::Due;
use crate::domain::DomainError;

/// Deliveries of one turn; others come to their turn in between.
const DELIVERIES: usize = 50;
/// How much longer than an attempt others are kept away: writing down what came of it takes time.
const MARGIN: TimeDelta = TimeDelta::seconds(5);

impl Courier {
    /// Delivers what is due for a webhook, until something fails or nothing is left.
    pub(super) async fn turn(&self, due: &Due) -> Result<(), DomainError> {
        for _ in 0..DELIVERIES {
            match self.take(due).await {
                Ok(Taken::Message(message)) => {
                    let (arrived, reason) = self.deliver(message).await?;
                    if let Some(reason) = reason {
                        return pause(&self.domain, due, reason).await;
                    }
                    if !arrived {
                        return Ok(());
                    }
                }
                Ok(Taken::More) => {}
                Ok(Taken::Nothing) => return Ok(()),
                Ok(Taken::Orphaned) | Err(DomainError::NotFound(_) | DomainError::Deactivated) => {
                    return pause(&self.domain, due, PauseReason::OwnerLeft).await;
                }
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    async fn take(&self, due: &Due) -> Result<Taken, DomainError> {
        let lease = TimeDelta::from_std(self.settings.timeout()).unwrap_or(MARGIN) + MARGIN;
        let id = due.id.clone();
        let owner = Person::in_absence(&due.owner);
        self.domain.change(&owner, &due.workspace, move |tx| take(tx, &id, lease)).await
    }

    /// Tries once; whether it arrived, and why the webhook must be paused.
    async fn deliver(&self, message: Message) -> Result<(bool, Option<PauseReason>), DomainError> {
        let outcome = self.sender.send(&message, self.domain.now().and_utc()).await;
        let (arrived, settings) = (outcome.arrived(), self.settings.clone());
        let now = self.domain.now();
        let settled = self.domain.database().write(move |connection| {
            settle(connection, &message, outcome, (&settings, now)).map_err(DomainError::from)
        });
        Ok((arrived, settled.await?))
    }
}
