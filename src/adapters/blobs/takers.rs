//! Addresses at which a store takes bytes by itself: so many as were announced, under one media type, for a while.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3;
use object_store::gcp::GoogleCloudStorage;
use object_store::path::Path;
use object_store::signer::{HeaderName, HeaderValue, Method, SignedUrlOptions, Signer};
use object_store::{Error, Result};
use reqwest::Url;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE};
use rusty_s3::signing::sign;

use crate::files::blobs::{BROUGHT_TYPE, IntakeLink};

/// How Google is told how many bytes it takes, from and to:
/// <https://cloud.google.com/storage/docs/xml-api/reference-headers#xgoogcontentlengthrange>.
const LENGTHS: &str = "x-goog-content-length-range";

/// A store that takes bytes from others.
#[derive(Clone)]
pub(super) enum Taker {
    /// Its signatures bind `Content-Length`, which `object_store` leaves out.
    S3 { store: Arc<AmazonS3>, region: String },
    /// Its signatures bind a header of its own for that.
    Google(Arc<GoogleCloudStorage>),
}

impl Taker {
    /// Where exactly `length` bytes are taken.
    pub(super) async fn intake(
        &self,
        path: &Path,
        length: u64,
        valid: Duration,
    ) -> Result<IntakeLink> {
        let length = length.to_string();
        let kind = (CONTENT_TYPE.as_str(), BROUGHT_TYPE.to_owned());
        let (url, headers) = match self {
            Self::S3 { store, region } => {
                let url = store.signed_url(Method::PUT, path, valid).await?;
                let credential = store.credentials().get_credential().await?;
                let bound = [(CONTENT_LENGTH.as_str(), &*length), (kind.0, BROUGHT_TYPE)];
                let url = sign(
                    &jiff::Timestamp::now(),
                    rusty_s3::Method::Put,
                    bare(url),
                    &credential.key_id,
                    &credential.secret_key,
                    credential.token.as_deref(),
                    region,
                    valid.as_secs(),
                    std::iter::empty(),
                    bound.into_iter(),
                );
                (url, vec![kind])
            }
            Self::Google(store) => {
                let range = format!("{length},{length}");
                let options = SignedUrlOptions::default()
                    .with_signed_header(CONTENT_TYPE, HeaderValue::from_static(BROUGHT_TYPE))
                    .with_signed_header(HeaderName::from_static(LENGTHS), value(&range)?);
                let url = store.signed_url_opts(Method::PUT, path, valid, &options).await?;
                (url, vec![kind, (LENGTHS, range)])
            }
        };
        Ok(IntakeLink { url: url.into(), headers })
    }
}

/// The address without its signature.
fn bare(mut url: Url) -> Url {
    url.set_query(None);
    url
}

fn value(text: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(text)
        .map_err(|error| Error::Generic { store: "links", source: error.into() })
}
