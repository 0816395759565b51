//! Takes mail from the outbox to the carrier.

use std::sync::Arc;

use chrono::TimeDelta;
use renexus_actors::ports::Clock;

use super::{Carrier, Letter};
use crate::adapters::clock::database_now;
use crate::db::queries::{fences, outbox};
use crate::db::{Database, DatabaseError};

/// Mails of one round.
const ROUND: i64 = 20;
/// Seconds for which a mail that is being carried is nobody else's; then it counts as not carried.
const CLAIM_SECONDS: i64 = 120;
/// Seconds before a mail that failed is tried again; doubled with each failure.
const PAUSE_SECONDS: i64 = 15;
/// Doublings: at most about a day between two attempts.
const MAX_DOUBLINGS: u32 = 12;

/// Carries what stands in the outbox.
pub struct Postman {
    database: Database,
    clock: Arc<dyn Clock>,
    carrier: Arc<dyn Carrier>,
}

impl Postman {
    /// A postman between an outbox and a carrier.
    pub fn new(database: Database, clock: Arc<dyn Clock>, carrier: Arc<dyn Carrier>) -> Self {
        Self { database, clock, carrier }
    }

    /// Carries what is due; what fails is tried again later. `fence` is that of the lock `lock`
    /// under which one node carries: a node that lost it carries nothing more.
    pub async fn round(&self, lock: &'static str, fence: i64) -> Result<(), DatabaseError> {
        let now = database_now(&*self.clock);
        let due = self.database.read(move |connection| outbox::due(connection, now, ROUND));
        for row in due.await? {
            let (asked, now) = (row.id.clone(), database_now(&*self.clock));
            let claimed = self.database.commit(move |connection| {
                let until = now + TimeDelta::seconds(CLAIM_SECONDS);
                Ok::<_, DatabaseError>(
                    fences::pass(connection, lock, fence)?
                        && outbox::claim(connection, &asked, now, until)?,
                )
            });
            if !claimed.await? {
                continue;
            }
            let (id, attempts) = (row.id, u32::try_from(row.attempts).unwrap_or_default());
            let letter = Letter {
                recipient: row.recipient,
                subject: row.subject,
                body: row.body,
                html: row.html,
            };
            let carried = self.carrier.carry(letter).await;
            let now = database_now(&*self.clock);
            let noted = self.database.write(move |connection| match carried {
                Ok(()) => outbox::sent(connection, &id, now),
                Err(error) => {
                    log::warn!("a mail was not carried: {error}");
                    let pause = PAUSE_SECONDS << attempts.min(MAX_DOUBLINGS);
                    let problem = error.to_string();
                    outbox::failed(connection, (&id, &problem), now, TimeDelta::seconds(pause))
                }
            });
            noted.await?;
        }
        Ok(())
    }
}
