//! Files that come in several requests, and go on where they were cut.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::Stream;
use renexus_tables::rows::files::{UploadPieceRow, UploadRow};
use renexus_wire::id;

use super::direct::DIRECT;
use super::receiving::{Announced, key, room};
use super::{Filing, FilingError};
use crate::access::{Action, Person};
use crate::db::queries::{blob_removals, uploads};
use crate::domain::{DomainError, View};
use crate::files::FileError;
use crate::files::intake::{Ending, Intake};
use crate::files::key::BlobKey;

/// Pieces of one upload; whoever sends more sends pieces that are too small.
const MAX_PIECES: i64 = 10_000;

/// Where an upload is, and who asks.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// Who asks.
    pub(crate) person: Person,
    /// The workspace, by id or slug.
    pub(crate) workspace: String,
    /// The upload.
    pub(crate) id: String,
}

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Its id; the file has the same.
    pub(crate) id: String,
    /// The id of the workspace.
    pub(crate) workspace: String,
    /// How many bytes are here.
    pub(crate) received: i64,
    /// How many there will be.
    pub(crate) size: i64,
    /// When it is given up.
    pub(crate) expires_at: DateTime<Utc>,
}

impl From<&UploadRow> for Progress {
    fn from(row: &UploadRow) -> Self {
        Self {
            id: row.id.clone(),
            workspace: row.workspace.clone(),
            received: row.received,
            size: row.size,
            expires_at: row.expires_at.and_utc(),
        }
    }
}

/// A place for the next bytes of an upload.
struct Place {
    row: UploadRow,
    piece: String,
    key: BlobKey,
}

impl Filing {
    /// Announces a file of this many bytes.
    pub(crate) async fn announce(
        &self,
        (person, workspace): (&Person, &str),
        announced: Announced,
        size: u64,
    ) -> Result<Progress, FilingError> {
        if size > self.settings.file_bytes {
            return Err(FileError::TooLarge(self.settings.file_bytes).into());
        }
        let settings = self.settings.clone();
        let row = self.domain.change(person, workspace, move |tx| {
            tx.require(Action::FileCreate)?;
            let (workspace, person) = (tx.workspace.id.clone(), tx.person.id.clone());
            if uploads::open(tx.connection, &workspace, &person)? >= settings.uploads {
                return Err(DomainError::Conflict("too many uploads are not finished"));
            }
            if size > room(tx, settings.workspace_bytes)? {
                return Err(DomainError::Conflict("the workspace has no room for this file"));
            }
            let row = UploadRow {
                id: id::fresh(),
                workspace,
                person,
                name: announced.name.as_str().to_owned(),
                description: announced.description,
                size: i64::try_from(size).unwrap_or(i64::MAX),
                received: 0,
                done: false,
                created_at: tx.now,
                expires_at: tx.now + settings.upload(),
            };
            uploads::insert(tx.connection, &row)?;
            Ok(row)
        });
        self.completed(person, row.await?).await
    }

    /// How far an upload is.
    pub(crate) async fn progress(&self, upload: &Upload) -> Result<Progress, FilingError> {
        let id = upload.id.clone();
        let found =
            self.domain.read(&upload.person, &upload.workspace, move |look| find(look, &id));
        self.completed(&upload.person, found.await?).await
    }

    /// Adds bytes at an offset. What came before a cut is kept, so that the rest can follow.
    pub(crate) async fn append<S, E>(
        &self,
        upload: &Upload,
        offset: i64,
        bytes: S,
    ) -> Result<Progress, FilingError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let permit = self.permit()?;
        let Place { mut row, piece, key } = self.place(upload).await?;
        if row.received != offset {
            return Err(FilingError::Offset(row.received));
        }
        let left = u64::try_from(row.size - offset).unwrap_or_default();
        let mut intake = Intake::new(self.blobs.begin(&key).await?, self.bounds(left));
        let ending = intake.pour(bytes).await?;
        if intake.size() > 0 {
            let length = i64::try_from(intake.size()).unwrap_or(i64::MAX);
            intake.finish().await?;
            let piece = UploadPieceRow { upload: row.id.clone(), start: offset, length, piece };
            row = self.add(upload, piece).await?;
        }
        drop(permit);
        if ending == Ending::Cut {
            let here = u64::try_from(row.received).unwrap_or_default();
            return Err(FileError::Cut(here).into());
        }
        self.completed(&upload.person, row).await
    }

    /// Calls an upload off; its bytes go.
    pub(crate) async fn call_off(&self, upload: &Upload) -> Result<(), FilingError> {
        let id = upload.id.clone();
        let gone = self.domain.change(&upload.person, &upload.workspace, move |tx| {
            let row = find(tx, &id)?;
            let (keys, now) = (piece_keys(tx, &row)?, tx.now);
            blob_removals::plan(tx.connection, &keys, now)?;
            Ok(uploads::remove(tx.connection, &id)?)
        });
        gone.await?;
        self.due.notify_one();
        Ok(())
    }

    /// Makes a place for more bytes; they are given up with the upload.
    async fn place(&self, upload: &Upload) -> Result<Place, FilingError> {
        let id = upload.id.clone();
        let patience = self.settings.upload();
        let place = self.domain.change(&upload.person, &upload.workspace, move |tx| {
            tx.require(Action::FileCreate)?;
            let row = find(tx, &id)?;
            if uploads::count_pieces(tx.connection, &id)? >= MAX_PIECES {
                return Err(DomainError::Conflict("the upload came in too many small pieces"));
            }
            let piece = id::fresh();
            let key = key(BlobKey::piece(&row.workspace, &row.id, &piece))?;
            // Longer than the upload itself: at its end somebody may be putting it together.
            let due = row.expires_at + patience;
            blob_removals::plan(tx.connection, &[key.to_string()], due)?;
            Ok(Place { row, piece, key })
        });
        Ok(place.await?)
    }

    /// Adds a piece that is on disk, unless somebody else added one there meanwhile.
    pub(super) async fn add(
        &self,
        upload: &Upload,
        piece: UploadPieceRow,
    ) -> Result<UploadRow, FilingError> {
        let id = upload.id.clone();
        let added = self.domain.change(&upload.person, &upload.workspace, move |tx| {
            let added = uploads::append(tx.connection, &piece)?;
            Ok((added, find(tx, &id)?))
        });
        match added.await? {
            (true, row) => Ok(row),
            (false, row) => Err(FilingError::Offset(row.received)),
        }
    }
}

/// An upload of the person who looks, while it lasts.
pub(super) fn find(look: &mut View<'_>, id: &str) -> Result<UploadRow, DomainError> {
    let here = (look.workspace.id.as_str(), look.person.id.as_str());
    let found = uploads::find(look.connection, here, id)?;
    found.filter(|row| row.expires_at > look.now).ok_or(DomainError::NotFound("upload"))
}

/// The keys of the pieces of an upload, but for what was brought past this server: until its address has ended
/// somebody may bring it again, so it has a time of its own.
pub(super) fn piece_keys(look: &mut View<'_>, row: &UploadRow) -> Result<Vec<String>, DomainError> {
    let pieces = uploads::pieces(look.connection, &row.id)?;
    let name = |piece: UploadPieceRow| key(BlobKey::piece(&row.workspace, &row.id, &piece.piece));
    let pieces = pieces.into_iter().filter(|piece| piece.piece != DIRECT);
    pieces.map(|piece| Ok(name(piece)?.to_string())).collect()
}
