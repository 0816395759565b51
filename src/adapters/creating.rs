//! Documents that are created at the same time: one transaction for all that wait for it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDateTime;
use renexus_actors::ports::{DocumentInfo, StoreError, StoreFuture};
use renexus_wire::id::DocumentId;
use tokio::sync::oneshot;

use super::store::info;
use crate::db::queries::documents;
use crate::db::{Conn, Database, DatabaseError};

/// What waits for the next transaction; clones share it.
#[derive(Clone, Default)]
pub(super) struct Creations(Arc<Mutex<Vec<Wanted>>>);

struct Wanted {
    id: DocumentId,
    workspace: Option<String>,
    answer: oneshot::Sender<Created>,
}

impl Creations {
    /// Creates a document, or finds the one that is there. As many wait as jobs of one thread of
    /// the database; further ones are refused.
    pub(super) fn add(
        &self,
        database: &Database,
        id: DocumentId,
        workspace: Option<String>,
        now: NaiveDateTime,
    ) -> StoreFuture<DocumentInfo> {
        let (answer, answered) = oneshot::channel();
        let most = database.waiting();
        let mut waiting = self.lock();
        if waiting.len() >= most {
            return Box::pin(async move { Err(DatabaseError::Overloaded(most).into()) });
        }
        let is_first = waiting.is_empty();
        waiting.push(Wanted { id, workspace, answer });
        drop(waiting);
        // The first one has it done; who comes until it begins is taken along.
        let done = is_first.then(|| {
            let turn = Turn { creations: self.clone(), begun: false };
            database.commit_then::<_, DatabaseError>(
                move |connection| turn.create(connection, now),
                answer_all,
            )
        });
        Box::pin(async move {
            if let Some(done) = done {
                done.await?;
            }
            answered.await.unwrap_or_else(|_| Err(DatabaseError::Unfinished.into()))
        })
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Wanted>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The transaction that was asked for. Where it is refused, everybody who waits for it is told.
struct Turn {
    creations: Creations,
    begun: bool,
}

/// Who is told what, once it is durable.
type Answers = Mutex<Vec<(oneshot::Sender<Created>, Created)>>;
type Created = Result<DocumentInfo, StoreError>;

impl Turn {
    fn create(
        mut self,
        connection: &mut Conn,
        now: NaiveDateTime,
    ) -> Result<Answers, DatabaseError> {
        self.begun = true;
        let wanted = std::mem::take(&mut *self.creations.lock());
        let new: Vec<_> =
            wanted.iter().map(|it| (it.id.as_str(), it.workspace.as_deref())).collect();
        let rows = documents::create_all(connection, &new, now)?;
        let answers = wanted.into_iter().zip(rows).map(|(wanted, row)| {
            let created = row.and_then(info).map_err(StoreError::from);
            (wanted.answer, created)
        });
        Ok(Mutex::new(answers.collect()))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.begun {
            self.creations.lock().clear();
        }
    }
}

fn answer_all(answers: &Answers) {
    let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
    for (answer, created) in answers.drain(..) {
        // Whoever asked may be gone.
        let _ = answer.send(created);
    }
}
