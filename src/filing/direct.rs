//! Files whose bytes go to the store itself, past this server.
//!
//! The store takes them aside, under the key of a piece. Nothing is a file before the server has read it: what the
//! bytes are, how many, and their SHA-256 are told here, while they are written to where the file lies.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use renexus_tables::rows::files::{UploadPieceRow, UploadRow};
use renexus_wire::rest::files::FileView;

use super::receiving::key;
use super::uploads::{Progress, Upload, find};
use super::{Filing, FilingError};
use crate::access::{Action, Person};
use crate::db::queries::blob_removals;
use crate::domain::DomainError;
use crate::files::blobs::{BlobError, IntakeLink};
use crate::files::key::BlobKey;

/// The piece that is all bytes, brought past this server; pieces that come through it have ids.
pub(super) const DIRECT: &str = "direct";
/// Most bytes that stores take in one request; of larger files the bytes come here.
const MOST_BYTES: u64 = 5 << 30;

/// Where the bytes of an upload go past this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) intake: IntakeLink,
    /// When it ends.
    pub(crate) ends: DateTime<Utc>,
}

impl Filing {
    /// Where the store itself takes the bytes of an upload, if it does that and none are here.
    pub(crate) async fn target(
        &self,
        person: &Person,
        progress: &Progress,
    ) -> Result<Option<Target>, FilingError> {
        let length = u64::try_from(progress.size).unwrap_or_default();
        if progress.received > 0 || !(1..=MOST_BYTES).contains(&length) {
            return Ok(None);
        }
        let now = self.domain.now().and_utc();
        let left = (progress.expires_at - now).to_std().unwrap_or_default();
        let valid = self.settings.link().min(left);
        let aside = BlobKey::piece(&progress.workspace, &progress.id, DIRECT)?;
        let Some(intake) = self.blobs.intake(&aside, length, valid).await? else {
            return Ok(None);
        };
        let (id, patience) = (progress.id.clone(), self.settings.upload());
        let planned = self.domain.change(person, &progress.workspace, move |tx| {
            tx.require(Action::FileCreate)?;
            // As with other pieces: at the end of the upload somebody may be making a file of it.
            let due = find(tx, &id)?.expires_at + patience;
            Ok(blob_removals::plan(tx.connection, &[aside.to_string()], due)?)
        });
        planned.await?;
        Ok(Some(Target { intake, ends: now.trunc_subsecs(6) + valid }))
    }

    /// Makes the file of an upload whose bytes are all here or in the store. It may be asked again.
    pub(crate) async fn complete(&self, upload: &Upload) -> Result<FileView, FilingError> {
        let id = upload.id.clone();
        let found =
            self.domain.read(&upload.person, &upload.workspace, move |look| find(look, &id));
        let mut row = found.await?;
        if !row.done && row.received == 0 && row.size > 0 {
            row = self.gather(upload, row).await?;
        }
        let progress = self.completed(&upload.person, row).await?;
        if progress.received < progress.size {
            return Err(DomainError::Conflict("not all bytes of the upload are here").into());
        }
        self.show((&upload.person, &progress.workspace), progress.id).await
    }

    /// Takes what the store has as the one piece of an upload, if it has as many bytes as were announced.
    async fn gather(&self, upload: &Upload, row: UploadRow) -> Result<UploadRow, FilingError> {
        let aside = BlobKey::piece(&row.workspace, &row.id, DIRECT)?;
        let size = match self.blobs.size(&aside).await {
            Err(BlobError::Missing(_)) => {
                return Err(DomainError::Conflict("no bytes of the upload are here").into());
            }
            size => size?,
        };
        if i64::try_from(size) != Ok(row.size) {
            self.blobs.remove(&aside).await?;
            let other =
                "the store has another number of bytes than was announced; bring them again";
            return Err(DomainError::Conflict(other).into());
        }
        let piece =
            UploadPieceRow { upload: row.id, start: 0, length: row.size, piece: DIRECT.into() };
        self.add(upload, piece).await
    }

    /// How long bytes that were brought past this server stay once they are a file: their address lasts, and a
    /// request that began in time may bring them again.
    pub(super) fn last_bytes(&self) -> TimeDelta {
        let link = TimeDelta::from_std(self.settings.link()).unwrap_or_default();
        self.settings.upload() + link
    }
}

/// The key of the bytes that may have been brought past this server.
pub(super) fn aside(row: &UploadRow) -> Result<String, DomainError> {
    Ok(key(BlobKey::piece(&row.workspace, &row.id, DIRECT))?.to_string())
}
