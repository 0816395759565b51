//! What people may hear on sockets: the rule of the log, asked of the same rows.

use std::sync::Arc;

use renexus_actors::ports::{Ear, Hearing, StoreError, StoreFuture};
use renexus_wire::event::Event;
use serde_json::Value;

use super::rights::on_a_socket;
use crate::access::Action;
use crate::domain::{Domain, DomainError};
use crate::planning::hearing::{self, Open};

/// What people may hear, over the domain.
pub(crate) struct PeopleHearing {
    domain: Domain,
}

impl PeopleHearing {
    /// Asks this domain.
    pub(crate) fn new(domain: Domain) -> Self {
        Self { domain }
    }
}

/// What one person may hear of.
#[derive(Debug)]
struct OpenEar(Open);

impl Ear for OpenEar {
    fn instead(&self, event: &Event) -> Option<Value> {
        hearing::instead(event, &self.0)
    }
}

impl Hearing for PeopleHearing {
    fn is_guarded(&self, event: &Event) -> bool {
        hearing::is_guarded(event)
    }

    fn changes_rights(&self, event: &Event) -> bool {
        hearing::changes_rights(event)
    }

    fn ear(&self, workspace: String, person: String) -> StoreFuture<Arc<dyn Ear>> {
        let domain = self.domain.clone();
        Box::pin(async move {
            let person = on_a_socket(person);
            let open = domain.read(&person, &workspace, |look| {
                look.require(Action::EventsRead)?;
                hearing::open(look)
            });
            let open = match open.await {
                Ok(open) => open,
                Err(DomainError::Database(error)) => {
                    return Err(StoreError::Failing(error.to_string()));
                }
                // Strangers, and people who may not act any more.
                Err(_) => Open::default(),
            };
            let ear: Arc<dyn Ear> = Arc::new(OpenEar(open));
            Ok(ear)
        })
    }
}
