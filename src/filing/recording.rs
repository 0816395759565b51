//! The moment at which bytes become a file.

use renexus_tables::rows::files::FileRow;
use renexus_wire::rest::files::FileView;

use super::receiving::Announced;
use super::view::{NONE, POSSIBLE, one, told};
use super::{Filing, FilingError};
use crate::access::{Action, Person};
use crate::db::queries::{blob_removals, files, uploads};
use crate::domain::{Change, DomainError};
use crate::files::intake::Taken;
use crate::files::key::BlobKey;
use crate::files::{media, thumbnail};

/// Bytes that are all here.
pub(super) struct Arrived {
    pub(super) file: String,
    pub(super) key: BlobKey,
    pub(super) announced: Announced,
    pub(super) taken: Taken,
}

impl Filing {
    /// Makes a file of bytes that are all here.
    pub(super) async fn record(
        &self,
        person: &Person,
        workspace: &str,
        arrived: Arrived,
    ) -> Result<FileView, FilingError> {
        let whole = self.settings.workspace_bytes;
        let recorded = self.domain.change(person, workspace, move |tx| {
            tx.require(Action::FileCreate)?;
            let file = write(tx, arrived)?;
            let used = u64::try_from(files::bytes(tx.connection, &file.workspace)?);
            if used.unwrap_or(u64::MAX) > whole {
                let full = "the files of this workspace would be larger than they may be";
                return Err(DomainError::Conflict(full));
            }
            Ok(file)
        });
        Ok(recorded.await?)
    }
}

/// Writes the row of a file whose bytes are here, and tells of it.
pub(super) fn write(tx: &mut Change<'_>, arrived: Arrived) -> Result<FileView, DomainError> {
    let Arrived { file, key, announced, taken } = arrived;
    // It took longer than bytes wait, and they may be gone.
    let now = tx.now;
    if !blob_removals::cancel(tx.connection, key.as_str(), now)? {
        return Err(DomainError::Conflict("the upload took too long; begin again"));
    }
    uploads::finish(tx.connection, &file)?;
    let media_type = media::sniff(&taken.head, &announced.name);
    let picture = media_type.starts_with("image/").then(|| thumbnail::dimensions(&taken.head));
    let edges = picture.flatten();
    let edge = |edge: u32| i32::try_from(edge).ok();
    let row = FileRow {
        id: file,
        workspace: tx.workspace.id.clone(),
        name: announced.name.as_str().to_owned(),
        description: announced.description,
        media_type,
        size: i64::try_from(taken.size).unwrap_or(i64::MAX),
        sha256: taken.sha256,
        width: edges.and_then(|(width, _)| edge(width)),
        height: edges.and_then(|(_, height)| edge(height)),
        picture: if edges.is_some() { POSSIBLE } else { NONE }.to_owned(),
        restricted: false,
        version: 1,
        created_by: Some(tx.person.id.clone()),
        created_at: tx.now,
        unused_since: Some(tx.now),
    };
    files::insert(tx.connection, &row)?;
    let view = one(tx.connection, row)?;
    tx.event("file.created", &told(&view))?;
    Ok(view)
}
