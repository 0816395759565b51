//! Putting the pieces of an upload together.

use renexus_tables::rows::files::{UploadPieceRow, UploadRow};

use super::direct::{DIRECT, aside};
use super::receiving::{Announced, key};
use super::recording::{Arrived, write};
use super::uploads::{Progress, find, piece_keys};
use super::{Filing, FilingError};
use crate::access::{Action, Person};
use crate::db::queries::{blob_removals, uploads};
use crate::files::FileError;
use crate::files::intake::{Ending, Intake, Taken};
use crate::files::key::BlobKey;
use crate::files::name::FileName;

impl Filing {
    /// Makes the file once all bytes of an upload are here. It may be asked again, after a crash for one.
    pub(super) async fn completed(
        &self,
        person: &Person,
        row: UploadRow,
    ) -> Result<Progress, FilingError> {
        let progress = Progress::from(&row);
        if row.done || row.received < row.size {
            return Ok(progress);
        }
        let _permit = self.permit()?;
        let Some((key, pieces)) = self.pieces(person, &row).await? else { return Ok(progress) };
        let direct = pieces.iter().any(|piece| piece.piece == DIRECT);
        let last_bytes = self.last_bytes();
        let taken = self.join(&row, &key, pieces).await?;
        let name = FileName::parse(&row.name)?;
        let announced = Announced { name, description: row.description };
        let arrived = Arrived { file: row.id.clone(), key, announced, taken };
        let made = self.domain.change(person, &row.workspace, move |tx| {
            tx.require(Action::FileCreate)?;
            let row = find(tx, &row.id)?;
            if !row.done {
                let (pieces, now) = (piece_keys(tx, &row)?, tx.now);
                blob_removals::plan(tx.connection, &pieces, now)?;
                if direct {
                    blob_removals::plan(tx.connection, &[aside(&row)?], now + last_bytes)?;
                }
                write(tx, arrived)?;
            }
            Ok(())
        });
        made.await?;
        self.due.notify_one();
        Ok(progress)
    }

    /// The pieces in order, and the key of what they become, which is written down before it is written;
    /// nothing when the file is there already.
    async fn pieces(
        &self,
        person: &Person,
        row: &UploadRow,
    ) -> Result<Option<(BlobKey, Vec<UploadPieceRow>)>, FilingError> {
        let patience = self.settings.upload();
        let (workspace, id) = (row.workspace.clone(), row.id.clone());
        let found = self.domain.change(person, &row.workspace, move |tx| {
            let key = key(BlobKey::content(&workspace, &id))?;
            if find(tx, &id)?.done {
                return Ok(None);
            }
            let due = tx.now + patience;
            blob_removals::plan(tx.connection, &[key.to_string()], due)?;
            Ok(Some((key, uploads::pieces(tx.connection, &id)?)))
        });
        Ok(found.await?)
    }

    async fn join(
        &self,
        row: &UploadRow,
        key: &BlobKey,
        pieces: Vec<UploadPieceRow>,
    ) -> Result<Taken, FilingError> {
        let size = u64::try_from(row.size).unwrap_or_default();
        let mut intake = Intake::new(self.blobs.begin(key).await?, self.bounds(size));
        for piece in pieces {
            let key = BlobKey::piece(&row.workspace, &row.id, &piece.piece)?;
            if intake.pour(self.blobs.read(&key, None).await?).await? == Ending::Cut {
                return Err(FileError::Cut(intake.size()).into());
            }
        }
        if intake.size() != size {
            return Err(FileError::Cut(intake.size()).into());
        }
        Ok(intake.finish().await?)
    }
}
