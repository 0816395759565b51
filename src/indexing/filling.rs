//! Reading what there is and is not in the index.

use super::IndexError;
use super::reading::Reader;
use crate::adapters::clock::database_now;
use crate::db::DatabaseError;
use crate::db::queries::search::{self, filling};

/// Rows of one transaction; between two, others write.
const AT_ONCE: i64 = 200;

impl Reader {
    /// Adds what has no entry, and reads documents that went on; returns how many things.
    pub async fn fill(&self) -> Result<usize, IndexError> {
        let now = database_now(&*self.clock);
        let mut many = 0;
        loop {
            let added = self
                .database
                .write(move |connection| {
                    let projects = filling::projects(connection, AT_ONCE, now)?;
                    let files = filling::files(connection, AT_ONCE, now)?;
                    let tasks = filling::tasks(connection, AT_ONCE)?;
                    let pages = filling::pages(connection, AT_ONCE)?;
                    Ok::<_, DatabaseError>(projects + files + tasks + pages)
                })
                .await?;
            if added == 0 {
                break;
            }
            many += added;
        }
        let mut after = String::new();
        loop {
            let filled = self
                .database
                .write(move |connection| filling::comments(connection, &after, AT_ONCE));
            let filled: Result<_, DatabaseError> = filled.await;
            let Some(filled) = filled? else { break };
            after = filled.last;
            many += filled.many;
        }
        let mut after = 0;
        loop {
            let known = self
                .database
                .read(move |connection| filling::documents(connection, after, AT_ONCE));
            let known: Result<_, DatabaseError> = known.await;
            let known = known?;
            let Some(last) = known.last() else { return Ok(many) };
            after = last.key;
            for document in known {
                if self.store.head(document.key, document.head) <= document.position {
                    continue;
                }
                match self.read(&document.id).await {
                    Ok(()) => many += 1,
                    Err(error @ IndexError::Document { .. }) => log::warn!("{error}"),
                    Err(error) => return Err(error),
                }
            }
        }
    }

    /// Forgets all that can be found, and reads it again.
    pub async fn again(&self) -> Result<usize, IndexError> {
        self.database.write(search::clear).await?;
        self.fill().await
    }
}
