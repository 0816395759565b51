//! The first moments of a large document: its readers are served from the checkpoint, while the
//! library still builds the replica on another thread.

use actix::prelude::*;
use renexus_wire::close::CloseReason;
use tokio::task::JoinHandle;

use super::actor::DocumentActor;
use super::hearing::is_empty_vector;
use super::messages::Input;
use crate::replica::{Ahead, ReplicaError, Restored};

/// A replica that is being built.
#[derive(Debug)]
pub struct Reading {
    /// What can be told meanwhile.
    pub ahead: Ahead,
    /// What will come of it.
    pub restored: JoinHandle<Result<Restored, ReplicaError>>,
}

impl DocumentActor {
    /// What this document has, encoded; `None` while it is read again after a failure.
    pub(super) fn state_vector(&self) -> Option<Vec<u8>> {
        match (&self.replica, &self.reading) {
            (Some(replica), _) => Some(replica.state_vector()),
            (None, Some(reading)) => Some(reading.ahead.state_vector.clone()),
            (None, None) => None,
        }
    }

    /// Whether an input can be answered now: by the replica, or without it.
    pub(super) fn can_hear(&self, input: &Input) -> bool {
        let without = match input {
            Input::Step1 { state_vector, .. } => is_empty_vector(state_vector),
            Input::Awareness(_) | Input::QueryAwareness => true,
            Input::Broadcast(_) | Input::Stateless(_) => true,
            Input::Step2(_) | Input::Update(_) | Input::Marker(_) => false,
        };
        self.replica.is_some() || without && self.reading.is_some()
    }

    /// Waits for the replica, if it is still being built; what comes in between is heard then.
    pub(super) fn finish_reading(&mut self, ctx: &mut Context<Self>) {
        let Some(reading) = self.reading.take() else { return };
        ctx.wait(reading.restored.into_actor(self).map(|restored, act, ctx| {
            let failure = match restored {
                Ok(Ok(restored)) => {
                    act.replica = Some(restored.replica);
                    return act.resume(ctx);
                }
                Ok(Err(error)) => error.to_string(),
                Err(error) => error.to_string(),
            };
            log::error!("document.id" = act.info.id.as_str(); "document cannot be read: {failure}");
            act.shut(CloseReason::Internal, ctx);
        }));
    }
}
