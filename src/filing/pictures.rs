//! Small pictures of files, made when somebody asks first.

use bytes::Bytes;
use futures_util::TryStreamExt;
use serde::Deserialize;
use utoipa::ToSchema;

use super::giving::Kept;
use super::view::{BROKEN, POSSIBLE};
use super::{Filing, FilingError};
use crate::access::Person;
use crate::db::queries::files;
use crate::files::FileError;
use crate::files::blobs::{BlobError, BlobStream};
use crate::files::key::BlobKey;
use crate::files::thumbnail::{Picture, PictureBounds, fit};

/// How large a small picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PictureSize {
    /// For lists: 96 pixels.
    Small,
    /// For cards: 256 pixels.
    #[default]
    Medium,
    /// For a look at it: 1024 pixels.
    Large,
}

impl PictureSize {
    /// Every size.
    pub(crate) const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The size in a word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }

    /// Pixels of its longer edge.
    pub(crate) fn edge(self) -> u32 {
        match self {
            Self::Small => 96,
            Self::Medium => 256,
            Self::Large => 1_024,
        }
    }
}

impl Filing {
    /// A small picture of a file.
    pub(crate) async fn thumbnail(
        &self,
        asks: (&Person, &str),
        id: String,
        size: PictureSize,
    ) -> Result<(Kept, Bytes), FilingError> {
        let kept = self.kept(asks, id).await?;
        if kept.0.picture != POSSIBLE {
            return Err(FileError::Picture("the file is no picture that is known".into()).into());
        }
        let key = BlobKey::thumbnail(&kept.0.workspace, &kept.0.id, size.word())?;
        if let Some(made) = self.made_before(&key).await? {
            return Ok((kept, made));
        }
        let bytes = self.make(&kept, &key, size).await?;
        Ok((kept, bytes))
    }

    async fn made_before(&self, key: &BlobKey) -> Result<Option<Bytes>, FilingError> {
        match self.blobs.read(key, None).await {
            Ok(stream) => Ok(Some(whole(stream).await?)),
            Err(BlobError::Missing(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn make(
        &self,
        kept: &Kept,
        key: &BlobKey,
        size: PictureSize,
    ) -> Result<Bytes, FilingError> {
        let most = self.settings.picture_bytes;
        if u64::try_from(kept.0.size).unwrap_or(u64::MAX) > most {
            return Err(FileError::Picture(format!("the file has more than {most} bytes")).into());
        }
        let _turn = self.decoders.acquire().await;
        // Somebody may have made it while this one waited.
        if let Some(made) = self.made_before(key).await? {
            return Ok(made);
        }
        let bytes = whole(self.bytes(kept, None).await?).await?;
        let picture = match self.decoded(bytes, size.edge()).await {
            Ok(picture) => Bytes::from(picture.bytes),
            Err(error) => {
                self.note_broken(&kept.0.id).await?;
                return Err(error.into());
            }
        };
        self.keep(key, picture.clone()).await?;
        // Removed meanwhile: nobody would remove its picture.
        if self.linked(kept.0.workspace.clone(), kept.0.id.clone()).await.is_err() {
            self.blobs.remove(key).await?;
        }
        Ok(picture)
    }

    /// Decodes on a thread of its own; a decoder that panics has met a broken picture.
    pub(super) async fn decoded(&self, bytes: Bytes, edge: u32) -> Result<Picture, FileError> {
        let bounds = PictureBounds {
            pixels: self.settings.picture_pixels,
            memory: self.settings.picture_memory_bytes,
        };
        let decoded = tokio::task::spawn_blocking(move || fit(&bytes, edge, bounds)).await;
        decoded.unwrap_or_else(|_| Err(FileError::Picture("it cannot be decoded".into())))
    }

    pub(super) async fn keep(&self, key: &BlobKey, bytes: Bytes) -> Result<(), BlobError> {
        let mut writer = self.blobs.begin(key).await?;
        writer.write(bytes).await?;
        writer.finish().await
    }

    async fn note_broken(&self, id: &str) -> Result<(), FilingError> {
        let id = id.to_owned();
        let noted = self
            .domain
            .database()
            .write(move |connection| files::set_picture(connection, &id, BROKEN));
        Ok(noted.await?)
    }
}

/// All bytes of a blob whose size is bounded.
pub(super) async fn whole(stream: BlobStream) -> Result<Bytes, BlobError> {
    let pieces: Vec<Bytes> = stream.try_collect().await?;
    Ok(pieces.concat().into())
}
