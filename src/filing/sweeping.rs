//! What goes by itself: uploads that nobody finished, files that nothing uses, blobs that are due.

use chrono::NaiveDateTime;
use renexus_tables::rows::files::{FileRow, UploadRow};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::changing::blob_keys;
use super::direct::DIRECT;
use super::receiving::key;
use super::{Filing, FilingError};
use crate::db::Conn;
use crate::db::queries::{blob_removals, events, files, uploads};
use crate::domain::DomainError;
use crate::files::key::BlobKey;

/// Things of one kind that are looked at together.
const BATCH: i64 = 100;

impl Filing {
    /// Sweeps now and then, and soon after something was removed, until it is told to stop.
    pub(crate) async fn sweep_until(&self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.sweep().await {
                log::warn!("files were not swept: {error}");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(self.settings.sweep()) => {}
                () = self.due.notified() => {}
            }
        }
    }

    async fn sweep(&self) -> Result<(), FilingError> {
        while self.give_up_uploads().await? {}
        while self.remove_unused().await? {}
        while self.remove_orphans().await? {}
        while self.remove_blobs().await? {}
        Ok(())
    }

    /// Whether there may be more.
    async fn give_up_uploads(&self) -> Result<bool, FilingError> {
        let now = self.domain.now();
        let given_up = self.domain.database().commit(move |connection: &mut Conn| {
            let rows = uploads::expired(connection, now, BATCH)?;
            for row in &rows {
                give_up(connection, row, now)?;
            }
            Ok::<_, DomainError>(is_full(rows.len()))
        });
        Ok(given_up.await?)
    }

    async fn remove_unused(&self) -> Result<bool, FilingError> {
        let limit = self.domain.now() - self.settings.unused();
        let database = self.domain.database();
        let rows = database.read(move |connection| files::unused(connection, limit, BATCH)).await?;
        let more = is_full(rows.len());
        for FileRow { workspace, id, .. } in rows {
            let here = workspace.clone();
            let removed = self.domain.tend(&workspace, move |connection, now| {
                // Something may have begun to use it.
                let row = files::find(connection, &here, &id)?;
                let unused = |row: &FileRow| row.unused_since.is_some_and(|since| since < limit);
                let Some(row) = row.filter(unused) else { return Ok(((), Vec::new())) };
                remove(connection, &row, now)?;
                Ok(((), vec![("file.removed", json!({ "id": row.id }))]))
            });
            removed.await?;
        }
        Ok(more)
    }

    /// Files of workspaces that are gone; there is nobody to tell.
    async fn remove_orphans(&self) -> Result<bool, FilingError> {
        let now = self.domain.now();
        let removed = self
            .domain
            .database()
            .commit(move |connection: &mut Conn| forget_orphans(connection, now));
        Ok(removed.await?)
    }

    async fn remove_blobs(&self) -> Result<bool, FilingError> {
        let (database, now) = (self.domain.database(), self.domain.now());
        let keys =
            database.read(move |connection| blob_removals::due(connection, now, BATCH)).await?;
        let more = is_full(keys.len());
        for key in &keys {
            self.blobs.remove(&BlobKey::parse(key)?).await?;
        }
        database.write(move |connection| blob_removals::done(connection, &keys)).await?;
        Ok(more)
    }
}

/// Takes files away whose workspaces are gone; whether there may be more.
pub(crate) fn forget_orphans(
    connection: &mut Conn,
    now: NaiveDateTime,
) -> Result<bool, DomainError> {
    let rows = files::without_workspace(connection, BATCH)?;
    for row in &rows {
        remove(connection, row, now)?;
    }
    Ok(is_full(rows.len()))
}

fn is_full(rows: usize) -> bool {
    i64::try_from(rows).is_ok_and(|rows| rows >= BATCH)
}

fn give_up(connection: &mut Conn, row: &UploadRow, now: NaiveDateTime) -> Result<(), DomainError> {
    let pieces = uploads::pieces(connection, &row.id)?.into_iter();
    for piece in pieces.filter(|piece| piece.piece != DIRECT) {
        let key = key(BlobKey::piece(&row.workspace, &row.id, &piece.piece))?.to_string();
        blob_removals::plan(connection, &[key], now)?;
    }
    Ok(uploads::remove(connection, &row.id)?)
}

fn remove(connection: &mut Conn, row: &FileRow, now: NaiveDateTime) -> Result<(), DomainError> {
    blob_removals::plan(connection, &blob_keys(row)?, now)?;
    if row.restricted {
        // Nobody can tell any more who might have read it.
        events::forget_file(connection, &row.workspace, &row.id)?;
    }
    Ok(files::remove(connection, &row.id)?)
}
