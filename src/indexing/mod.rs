//! Keeping the texts of documents findable.
//!
//! Tasks, projects and files go into the index with the transaction that changes them. A document is edited
//! letter by letter; its text is read when it was quiet for a while, aside from those who edit it.
//! What was not read when the server ended is read at the next start: each entry knows how far its
//! document was.

mod filling;
mod reading;
mod stirred;
mod watched;

use std::time::Duration;

use thiserror::Error;
use tokio_util::sync::CancellationToken;

pub use reading::Reader;
pub use stirred::Stirred;
pub use watched::Watched;

use crate::db::DatabaseError;

/// Between two looks at what became quiet.
const LOOK: Duration = Duration::from_millis(250);

/// Why the text of a document was not read.
#[derive(Debug, Error)]
pub enum IndexError {
    /// The database could not do it.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The document cannot be read.
    #[error("document `{document}`: {reason}")]
    Document {
        /// Its id.
        document: String,
        /// Why not.
        reason: String,
    },
}

/// Reads what is not in the index, then whatever becomes quiet, until `stop`.
pub async fn run(reader: Reader, stop: CancellationToken) {
    reader.stirred().note_others();
    loop {
        let due = reader.stirred().quiet(reader.quiet());
        for document in due.documents {
            if let Err(error) = reader.read(&document).await {
                log::error!("search does not know the newest text: {error}");
            }
            if stop.is_cancelled() {
                return;
            }
        }
        if due.others {
            tokio::select! {
                () = stop.cancelled() => return,
                filled = reader.fill() => match filled {
                    Ok(0) => {}
                    Ok(many) => log::info!("{many} things were added to the search index"),
                    Err(error) => log::error!("the search index is not complete: {error}"),
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
