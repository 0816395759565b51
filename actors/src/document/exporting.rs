//! What others read of a document as a whole.
//!
//! A small one is read on the spot. Reading a large one takes the library long: that happens away from this thread,
//! so that only its own document waits.

use std::future::ready;

use actix::prelude::*;
use renexus_wire::close::CloseReason;
use renexus_wire::rich::Prose;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use super::actor::DocumentActor;
use super::messages::{Export, Exported, Format, ReadProse};
use crate::replica::export;
use crate::replica::{Replica, ReplicaError};

/// Bytes of everything stored from which on a document is read away from its thread.
const LARGE: usize = 64 << 10;

/// Where what was read goes.
type Answer<R> = oneshot::Sender<Result<R, ReplicaError>>;

impl Handler<Export> for DocumentActor {
    type Result = ResponseFuture<Result<Exported, ReplicaError>>;

    fn handle(&mut self, Export { format }: Export, ctx: &mut Self::Context) -> Self::Result {
        let most_clients = self.around.limits.state_vector_clients;
        self.told(move |replica| exported(replica, &format, most_clients), ctx)
    }
}

impl Handler<ReadProse> for DocumentActor {
    type Result = ResponseFuture<Result<Prose, ReplicaError>>;

    fn handle(&mut self, _: ReadProse, ctx: &mut Self::Context) -> Self::Result {
        self.told(|replica| Ok(replica.read(export::prose)), ctx)
    }
}

impl DocumentActor {
    /// Reads as soon as the replica is here.
    fn told<R: Send + 'static>(
        &mut self,
        read: impl FnOnce(&Replica) -> Result<R, ReplicaError> + Send + 'static,
        ctx: &mut Context<Self>,
    ) -> ResponseFuture<Result<R, ReplicaError>> {
        let (answer, answered) = oneshot::channel();
        self.finish_reading(ctx);
        ctx.spawn(ready(()).into_actor(self).map(|(), act: &mut Self, ctx| {
            act.tell(read, answer, ctx);
        }));
        Box::pin(async move { answered.await.unwrap_or_else(|_| Err(away())) })
    }

    /// Reads, now or aside. Whoever asked may be gone.
    fn tell<R: Send + 'static>(
        &mut self,
        read: impl FnOnce(&Replica) -> Result<R, ReplicaError> + Send + 'static,
        answer: Answer<R>,
        ctx: &mut Context<Self>,
    ) {
        if self.saving.stored_bytes() < LARGE {
            let told = self.replica.as_ref().ok_or_else(away).and_then(read);
            let _ = answer.send(told);
            return;
        }
        let Some(replica) = self.replica.take() else {
            let _ = answer.send(Err(away()));
            return;
        };
        let reading = spawn_blocking(move || {
            let told = read(&replica);
            (replica, told)
        });
        // Nothing else is heard until it is done: what is read is one moment.
        ctx.wait(reading.into_actor(self).map(|done, act, ctx| match done {
            Ok((replica, told)) => {
                act.replica = Some(replica);
                let _ = answer.send(told);
                act.resume(ctx);
            }
            Err(error) => {
                log::error!("document.id" = act.info.id.as_str(); "document was not read: {error}");
                act.shut(CloseReason::Internal, ctx);
            }
        }));
    }
}

fn away() -> ReplicaError {
    ReplicaError::Encode("the document is being read again".into())
}

fn exported(
    replica: &Replica,
    format: &Format,
    most_clients: usize,
) -> Result<Exported, ReplicaError> {
    Ok(match format {
        Format::Update { since } if since.is_empty() => Exported::Binary(replica.state()?),
        Format::Update { since } => Exported::Binary(replica.diff(since, most_clients)?),
        Format::StateVector => Exported::Binary(replica.state_vector()),
        Format::Json { blocks } => {
            Exported::Json(replica.read(|txn| export::to_json(txn, *blocks)))
        }
        Format::Text => Exported::Text(replica.read(export::to_text)),
    })
}
