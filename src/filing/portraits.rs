//! Pictures of people. Everybody who has the address sees them; they are made anew from what was brought.

use bytes::Bytes;
use chrono::NaiveDateTime;
use futures_util::{Stream, StreamExt};
use renexus_wire::id;

use super::pictures::whole;
use super::receiving::key;
use super::{Filing, FilingError, PictureSize};
use crate::access::Person;
use crate::db::Conn;
use crate::db::queries::{blob_removals, people};
use crate::domain::DomainError;
use crate::files::FileError;
use crate::files::blobs::BlobError;
use crate::files::key::BlobKey;

/// Where pictures of people are.
const PLACE: &str = "/api/v1/avatars/";

impl Filing {
    /// Gives a person a picture; returns its address.
    pub(crate) async fn portray<S, E>(
        &self,
        person: &Person,
        bytes: S,
    ) -> Result<String, FilingError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let _permit = self.permit()?;
        let bytes = self.gathered(bytes).await?;
        let turn = self.decoders.acquire().await;
        let picture = self.decoded(bytes, PictureSize::Medium.edge()).await?;
        drop(turn);
        let key = BlobKey::avatar(&id::fresh())?;
        self.plan(&key).await?;
        self.keep(&key, picture.bytes.into()).await?;
        let url = format!("{PLACE}{}", key.word());
        self.set(person, Some((key, url.clone()))).await?;
        Ok(url)
    }

    /// Takes a person's picture away.
    pub(crate) async fn unportray(&self, person: &Person) -> Result<(), FilingError> {
        self.set(person, None).await
    }

    /// Where everybody reads a picture of somebody, if not here.
    pub(crate) fn portrait_elsewhere(&self, id: &str) -> Option<String> {
        self.blobs.public_link(&BlobKey::avatar(id).ok()?)
    }

    /// A picture of somebody.
    pub(crate) async fn portrait(&self, id: &str) -> Result<Bytes, FilingError> {
        let unknown = || FilingError::Domain(DomainError::NotFound("picture"));
        let key = BlobKey::avatar(id).map_err(|_| unknown())?;
        match self.blobs.read(&key, None).await {
            Ok(stream) => Ok(whole(stream).await?),
            Err(BlobError::Missing(_)) => Err(unknown()),
            Err(error) => Err(error.into()),
        }
    }

    async fn gathered<S, E>(&self, mut pieces: S) -> Result<Bytes, FileError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let (most, mut gathered) = (self.settings.picture_bytes, Vec::new());
        loop {
            let length = u64::try_from(gathered.len()).unwrap_or(u64::MAX);
            if length > most {
                return Err(FileError::TooLarge(most));
            }
            match tokio::time::timeout(self.settings.idle(), pieces.next()).await {
                Ok(Some(Ok(piece))) => gathered.extend_from_slice(&piece),
                Ok(None) => return Ok(gathered.into()),
                Ok(Some(Err(_))) | Err(_) => return Err(FileError::Cut(length)),
            }
        }
    }

    async fn plan(&self, key: &BlobKey) -> Result<(), FilingError> {
        let (keys, due) = ([key.to_string()], self.domain.now() + self.settings.upload());
        let planned = self
            .domain
            .database()
            .write(move |connection| blob_removals::plan(connection, &keys, due));
        Ok(planned.await?)
    }

    async fn set(
        &self,
        person: &Person,
        new: Option<(BlobKey, String)>,
    ) -> Result<(), FilingError> {
        let (id, now) = (person.id.clone(), self.domain.now());
        let set = self.domain.database().commit(move |connection: &mut Conn| {
            if let Some((key, _)) = &new
                && !blob_removals::cancel(connection, key.as_str(), now)?
            {
                return Err(DomainError::Conflict("the picture took too long; begin again"));
            }
            let url = new.as_ref().map(|(_, url)| url.as_str());
            replace(connection, (&id, url), now)
        });
        set.await?;
        self.due.notify_one();
        Ok(())
    }
}

/// The key of a picture that has this address, if it lies here.
pub(crate) fn portrait_key(address: &str) -> Option<BlobKey> {
    BlobKey::avatar(address.strip_prefix(PLACE)?).ok()
}

/// Takes the picture of somebody away who goes too.
pub(crate) fn forget_portrait(
    connection: &mut Conn,
    person: &str,
    now: NaiveDateTime,
) -> Result<(), DomainError> {
    replace(connection, (person, None), now)
}

/// Gives somebody another picture, or none; the bytes of the one before are due.
fn replace(
    connection: &mut Conn,
    (person, url): (&str, Option<&str>),
    now: NaiveDateTime,
) -> Result<(), DomainError> {
    let before = people::set_avatar(connection, person, url)?;
    if let Some(word) = before.as_deref().and_then(|url| url.strip_prefix(PLACE)) {
        let key = key(BlobKey::avatar(word))?.to_string();
        blob_removals::plan(connection, &[key], now)?;
    }
    Ok(())
}
