//! Addresses at which a store gives one blob by itself: under a media type, to be saved, for a while.

use std::sync::Arc;

use jiff::Timestamp;
use object_store::Result;
use object_store::path::Path;
use object_store::signer::{Method, SignedUrlOptions, Signer};
use reqwest::Url;

use super::sas::Sas;
use crate::files::blobs::LinkTerms;

/// A store that gives bytes to others.
#[derive(Clone)]
pub(super) enum Giver {
    /// S3 and Google: the query says what the answer carries.
    Query(Arc<dyn Signer>),
    /// Azure has fields for that.
    Azure(Arc<Sas>),
}

impl Giver {
    /// An address that ends, whose answer has the media type and disposition of `terms`.
    pub(super) async fn address(&self, path: &Path, terms: &LinkTerms) -> Result<Url> {
        match self {
            Self::Query(signer) => {
                let options = SignedUrlOptions::default().with_query([
                    ("response-content-type", terms.media_type.as_str()),
                    ("response-content-disposition", terms.disposition.as_str()),
                ]);
                signer.signed_url_opts(Method::GET, path, terms.valid, &options).await
            }
            Self::Azure(sas) => sas.address(path, terms, Timestamp::now()),
        }
    }
}
