//! Files that come in one request.

use bytes::Bytes;
use futures_util::Stream;
use renexus_wire::id;
use renexus_wire::rest::files::{FileView, MAX_DESCRIPTION};
use tokio::sync::SemaphorePermit;

use super::recording::Arrived;
use super::{Filing, FilingError};
use crate::access::{Action, Person};
use crate::db::queries::{blob_removals, files};
use crate::domain::{Change, DomainError};
use crate::files::FileError;
use crate::files::blobs::BlobError;
use crate::files::intake::{Ending, Intake, IntakeBounds};
use crate::files::key::BlobKey;
use crate::files::name::FileName;

/// What is said of a file before its bytes come.
#[derive(Clone, Debug)]
pub(crate) struct Announced {
    /// The name that people see.
    pub(crate) name: FileName,
    /// What people say about it.
    pub(crate) description: String,
}

impl Announced {
    /// Checks what is said.
    pub(crate) fn new(name: FileName, description: String) -> Result<Self, DomainError> {
        let length = description.chars().count();
        if length > MAX_DESCRIPTION {
            let reason = format!("it has {length} characters, at most {MAX_DESCRIPTION} allowed");
            return Err(DomainError::invalid("description", reason));
        }
        if description.contains('\0') {
            return Err(DomainError::invalid("description", "it holds a NUL"));
        }
        Ok(Self { name, description })
    }
}

/// Room that was made for the bytes of a file.
struct Reserved {
    workspace: String,
    file: String,
    key: BlobKey,
    /// Bytes that the file may have.
    room: u64,
}

impl Filing {
    /// Takes a file that comes in one piece.
    pub(crate) async fn receive<S, E>(
        &self,
        (person, workspace): (&Person, &str),
        announced: Announced,
        bytes: S,
    ) -> Result<FileView, FilingError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let _permit = self.permit()?;
        let reserved = self.reserve(person, workspace).await?;
        let writer = self.blobs.begin(&reserved.key).await?;
        let mut intake = Intake::new(writer, self.bounds(reserved.room));
        if intake.pour(bytes).await? == Ending::Cut {
            return Err(FileError::Cut(intake.size()).into());
        }
        let taken = intake.finish().await?;
        let arrived = Arrived { file: reserved.file, key: reserved.key, announced, taken };
        self.record(person, &reserved.workspace, arrived).await
    }

    /// One of the places for files that come in.
    pub(super) fn permit(&self) -> Result<SemaphorePermit<'_>, FilingError> {
        self.transfers.try_acquire().map_err(|_| FilingError::Busy(self.settings.transfers))
    }

    pub(super) fn bounds(&self, bytes: u64) -> IntakeBounds {
        IntakeBounds { bytes, idle: self.settings.idle() }
    }

    /// Makes room for a file whose bytes begin to come, if the person may bring one.
    async fn reserve(&self, person: &Person, workspace: &str) -> Result<Reserved, FilingError> {
        let (most, whole) = (self.settings.file_bytes, self.settings.workspace_bytes);
        let patience = self.settings.upload();
        let reserved = self.domain.change(person, workspace, move |tx| {
            tx.require(Action::FileCreate)?;
            let room = room(tx, whole)?.min(most);
            let (workspace, file) = (tx.workspace.id.clone(), id::fresh());
            let key = key(BlobKey::content(&workspace, &file))?;
            let due = tx.now + patience;
            blob_removals::plan(tx.connection, &[key.to_string()], due)?;
            Ok(Reserved { workspace, file, key, room })
        });
        Ok(reserved.await?)
    }
}

/// Bytes that still fit into the workspace.
pub(super) fn room(tx: &mut Change<'_>, whole: u64) -> Result<u64, DomainError> {
    let workspace = tx.workspace.id.clone();
    let used = u64::try_from(files::bytes(tx.connection, &workspace)?).unwrap_or(u64::MAX);
    match whole.saturating_sub(used) {
        0 => Err(DomainError::Conflict("the files of this workspace are as large as they may be")),
        room => Ok(room),
    }
}

/// Ids make keys; one that does not was not made here.
pub(super) fn key(made: Result<BlobKey, BlobError>) -> Result<BlobKey, DomainError> {
    made.map_err(|_| DomainError::NotFound("file"))
}
