//! Giving the bytes of files.

use std::ops::Range;

use renexus_tables::rows::files::FileRow;

use super::rights::find;
use super::{Filing, FilingError};
use crate::access::{Action, Person};
use crate::db::queries::files;
use crate::domain::DomainError;
use crate::files::blobs::{BlobStream, LinkTerms};
use crate::files::disposition::Disposition;
use crate::files::key::BlobKey;
use crate::files::media;

/// A file that somebody may read.
#[derive(Clone, Debug)]
pub(crate) struct Kept(pub(crate) FileRow);

impl Filing {
    /// A file that the person may read.
    pub(crate) async fn kept(
        &self,
        (person, workspace): (&Person, &str),
        id: String,
    ) -> Result<Kept, FilingError> {
        let found = self.domain.read(person, workspace, move |look| {
            let (row, level) = find(look, &id)?;
            look.require_at(Action::ResourceRead, level)?;
            Ok(Kept(row))
        });
        Ok(found.await?)
    }

    /// A file for whoever has a link to it; the link says that somebody was allowed to read it.
    pub(crate) async fn linked(&self, workspace: String, id: String) -> Result<Kept, FilingError> {
        let found = self
            .domain
            .database()
            .read(move |connection| files::find(connection, &workspace, &id))
            .await?;
        Ok(Kept(found.ok_or(DomainError::NotFound("file"))?))
    }

    /// The bytes of a file, or some of them.
    pub(crate) async fn bytes(
        &self,
        kept: &Kept,
        range: Option<Range<u64>>,
    ) -> Result<BlobStream, FilingError> {
        let key = BlobKey::content(&kept.0.workspace, &kept.0.id)?;
        Ok(self.blobs.read(&key, range).await?)
    }

    /// An address at which the store itself gives the bytes, if it can. They are saved there, never shown: a store
    /// says nothing of what a page may do.
    pub(crate) async fn link(&self, Kept(row): &Kept) -> Result<Option<String>, FilingError> {
        let key = BlobKey::content(&row.workspace, &row.id)?;
        let terms = LinkTerms {
            valid: self.settings.link(),
            media_type: media::content_type(&row.media_type),
            disposition: Disposition::Attachment.header(&row.name),
        };
        Ok(self.blobs.link(&key, &terms).await?)
    }
}
