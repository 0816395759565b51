//! Delivers to all webhooks at once, to each in order.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use renexus_tables::rows::webhooks::DeliveryRow;
use renexus_wire::rest::webhooks::DeliveryView;
use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

use super::attempt::{Message, NoCourier, Sender};
use super::bell::Bell;
use super::rules;
use super::settling::note;
use super::showing::delivery;
use super::taking::{self, PING, body, message};
use crate::access::{Action, Person};
use crate::config::WebhookSettings;
use crate::db::DatabaseError;
use crate::db::queries::webhooks::Due;
use crate::db::queries::{deliveries, webhooks};
use crate::domain::{Change, Domain, DomainError};
use crate::planning::hearing;

/// Between two looks for what is due, when no event wakes the courier before.
const LOOK: Duration = Duration::from_millis(500);
/// After something that went wrong on this side.
const REST: Duration = Duration::from_secs(2);

/// Carries deliveries.
pub(crate) struct Courier {
    pub(super) domain: Domain,
    pub(super) sender: Sender,
    pub(super) settings: WebhookSettings,
    bell: Bell,
}

/// Webhooks whose turn it is, by task.
#[derive(Default)]
struct Turns {
    tasks: JoinSet<()>,
    busy: HashMap<Id, String>,
}

impl Courier {
    /// A courier who is woken by the bell.
    pub(crate) fn new(
        domain: Domain,
        settings: &WebhookSettings,
        bell: Bell,
    ) -> Result<Self, NoCourier> {
        Ok(Self { domain, sender: Sender::new(settings)?, settings: settings.clone(), bell })
    }

    /// Refuses an address to which nothing could ever be delivered.
    pub(crate) fn check(&self, url: &str) -> Result<(), DomainError> {
        if url.starts_with("http://") && !self.settings.insecure_http {
            return Err(DomainError::Conflict(
                "the address needs https; see webhooks.insecure_http",
            ));
        }
        self.sender.refuses(url).map_or(Ok(()), |reason| Err(DomainError::Conflict(reason)))
    }

    /// Delivers until `stop`. What is under way then is tried again after the next start.
    pub(crate) async fn run(self: Arc<Self>, stop: CancellationToken) {
        // Who was at something before is gone, where nobody else can work on this database.
        let database = self.domain.database();
        if database.is_file()
            && let Err(error) = database.write(webhooks::release).await
        {
            log::error!("webhooks that were under way wait for a while: {error}");
        }
        let mut turns = Turns::default();
        loop {
            if let Err(error) = self.begin(&mut turns).await {
                log::error!("webhooks wait: {error}");
                tokio::time::sleep(REST).await;
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.bell.rung() => {}
                Some(ended) = turns.tasks.join_next_with_id() => {
                    // One that panicked is over as well; the lease keeps it from coming back at once.
                    let id = ended.map_or_else(|error| error.id(), |(id, ())| id);
                    turns.busy.remove(&id);
                }
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// Begins the turns that are due and have room.
    async fn begin(self: &Arc<Self>, turns: &mut Turns) -> Result<(), DatabaseError> {
        let room = self.settings.at_once.saturating_sub(turns.busy.len());
        if room == 0 {
            return Ok(());
        }
        let busy: Vec<String> = turns.busy.values().cloned().collect();
        let (now, most) = (self.domain.now(), i64::try_from(room).unwrap_or(i64::MAX));
        let found = self
            .domain
            .database()
            .read(move |connection| webhooks::due(connection, &busy, now, most));
        let found: Vec<Due> = found.await?;
        for due in found {
            let (courier, id) = (Arc::clone(self), due.id.clone());
            let task = turns.tasks.spawn(async move {
                if let Err(error) = courier.turn(&due).await {
                    log::error!("webhook {}: {error}", due.id);
                    tokio::time::sleep(REST).await;
                }
            });
            turns.busy.insert(task.id(), id);
        }
        Ok(())
    }

    /// Tells a webhook that somebody tries it, now, even when it is paused.
    pub(crate) async fn ping(
        &self,
        person: &Person,
        workspace: &str,
        id: String,
    ) -> Result<DeliveryView, DomainError> {
        let prepared = self.domain.change(person, workspace, move |tx| {
            tx.require(Action::Webhooks)?;
            let hook = rules::find(tx, &id)?;
            let row = taking::delivery(tx, &hook.id, PING);
            deliveries::insert(tx.connection, &row)?;
            let open = hearing::Open::default();
            let body = body(tx, &row, &open)?.unwrap_or_default();
            Ok(message(tx, &hook, (&row, body)))
        });
        self.now(prepared.await?).await
    }

    /// Delivers something once more, now, whatever became of it.
    pub(crate) async fn redeliver(
        &self,
        person: &Person,
        workspace: &str,
        (webhook, id): (String, String),
    ) -> Result<DeliveryView, DomainError> {
        let prepared = self.domain.change(person, workspace, move |tx| again(tx, &webhook, &id));
        self.now(prepared.await?).await
    }

    /// Tries once, out of turn.
    async fn now(&self, message: Message) -> Result<DeliveryView, DomainError> {
        let outcome = self.sender.send(&message, self.domain.now().and_utc()).await;
        let now = self.domain.now();
        let noted = self
            .domain
            .database()
            .write(move |connection| note(connection, &message, outcome, now));
        let row: Option<DeliveryRow> = noted.await?;
        Ok(delivery(row.ok_or(DomainError::NotFound("webhook"))?)?)
    }
}

fn again(tx: &mut Change<'_>, webhook: &str, id: &str) -> Result<Message, DomainError> {
    tx.require(Action::Webhooks)?;
    let (hook, row) = rules::find_delivery(tx, (webhook, id))?;
    let open = hearing::open(tx)?;
    let gone = DomainError::Conflict("what it told may not be heard any more");
    let body = body(tx, &row, &open)?.ok_or(gone)?;
    Ok(message(tx, &hook, (&row, body)))
}
