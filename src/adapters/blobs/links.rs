//! Links that a store gives by itself: signed ones for a while, and open ones for what is nobody's secret.

use object_store::path::Path;
use object_store::{Attribute, Attributes};

use super::givers::Giver;
use super::takers::Taker;
use crate::files::blobs::LinkTerms;
use crate::files::key::BlobKey;

/// A public blob never changes: another one has another key.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// What public blobs are.
const PICTURE: &str = "image/jpeg";

/// What a store can give besides bytes.
#[derive(Clone, Default)]
pub(super) struct Links {
    /// Lets browsers fetch bytes from this store.
    pub(super) giver: Option<Giver>,
    /// Lets browsers bring bytes to this store.
    pub(super) taker: Option<Taker>,
    /// What stands in front of the keys of public blobs.
    pub(super) public: Option<String>,
}

impl Links {
    /// A link that ends, whose answer has the media type and disposition of `terms`.
    pub(super) async fn signed(
        &self,
        path: &Path,
        terms: &LinkTerms,
    ) -> object_store::Result<Option<String>> {
        let Some(giver) = &self.giver else { return Ok(None) };
        Ok(Some(giver.address(path, terms).await?.into()))
    }

    /// Where everybody reads a public blob.
    pub(super) fn public(&self, key: &BlobKey) -> Option<String> {
        let base = self.public.as_deref().filter(|_| key.is_public())?;
        Some(format!("{base}/{key}"))
    }
}

/// What a store is told of a blob that others will read there.
pub(super) fn attributes(key: &BlobKey) -> Attributes {
    let mut attributes = Attributes::new();
    if key.is_public() {
        attributes.insert(Attribute::ContentType, PICTURE.into());
        attributes.insert(Attribute::CacheControl, FOREVER.into());
    }
    attributes
}
