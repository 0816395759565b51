//! Links that a store gives by itself: signed ones for a while, and open ones for what is nobody's secret.

use std::sync::Arc;

use object_store::path::Path;
use object_store::signer::{Method, SignedUrlOptions, Signer};
use object_store::{Attribute, Attributes};

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
    /// Signs links to this store.
    pub(super) signer: Option<Arc<dyn Signer>>,
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
        let Some(signer) = &self.signer else { return Ok(None) };
        let options = SignedUrlOptions::default().with_query([
            ("response-content-type", terms.media_type.as_str()),
            ("response-content-disposition", terms.disposition.as_str()),
        ]);
        let url = signer.signed_url_opts(Method::GET, path, terms.valid, &options).await?;
        Ok(Some(url.into()))
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
