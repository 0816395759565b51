//! Stores of objects elsewhere: S3, Azure and Google.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, S3ConditionalPut};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::signer::Signer;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};

use super::givers::Giver;
use super::links::Links;
use super::sas::Sas;
use super::takers::Taker;
use super::{ObjectBlobs, failed};
use crate::config::{BlobPlace, BlobSettings, BlobVendor};
use crate::files::blobs::BlobError;

/// The longest that a connection may take to come up; an answer has more time.
const CONNECT: Duration = Duration::from_secs(5);
/// The first pause before a request is repeated; it grows with each one.
const PAUSE: Duration = Duration::from_millis(100);

/// A store that was opened: nothing was asked of it yet.
struct Opened {
    store: Arc<dyn ObjectStore>,
    /// Lets others fetch bytes, with a media type and to be saved.
    giver: Option<Giver>,
    /// Lets others bring bytes, where signatures bind how many.
    taker: Option<Taker>,
}

impl Opened {
    fn signing<S: ObjectStore + Signer>(store: Arc<S>, taker: Taker) -> Self {
        let signer: Arc<dyn Signer> = Arc::<S>::clone(&store);
        Self { store, giver: Some(Giver::Query(signer)), taker: Some(taker) }
    }
}

/// Opens the store of a place.
pub(super) fn open(settings: &BlobSettings, place: &BlobPlace) -> Result<ObjectBlobs, BlobError> {
    let opened = match place.vendor {
        BlobVendor::S3 => s3(settings, place),
        BlobVendor::Azure => azure(settings, place),
        BlobVendor::Google => google(settings, place),
    };
    let Opened { store, giver, taker } = opened.map_err(failed)?;
    let prefix = Path::parse(&place.prefix).map_err(|_| BlobError::Key(place.prefix.clone()))?;
    let links = Links {
        giver: giver.filter(|_| settings.presign),
        taker: taker.filter(|_| settings.presign),
        public: Some(settings.cdn_url.clone()).filter(|url| !url.is_empty()),
    };
    let part_bytes = BlobSettings::PART_BYTES;
    Ok(ObjectBlobs { store, prefix, part_bytes, keeps_types: true, links, folder: None })
}

fn s3(settings: &BlobSettings, place: &BlobPlace) -> object_store::Result<Opened> {
    let builder = match settings.access_key.as_str() {
        "" => AmazonS3Builder::from_env(),
        key => AmazonS3Builder::new()
            .with_access_key_id(key)
            .with_secret_access_key(&settings.secret_key),
    };
    let builder = match settings.endpoint.as_str() {
        "" => builder,
        endpoint => builder.with_endpoint(endpoint),
    };
    let store = builder
        .with_bucket_name(&place.bucket)
        .with_region(&settings.region)
        .with_virtual_hosted_style_request(!settings.path_style)
        .with_conditional_put(S3ConditionalPut::ETagMatch)
        // Blobs go one at a time, and not everybody who speaks S3 knows how to remove many.
        .with_disable_bulk_delete(true)
        .with_client_options(client(settings))
        .with_retry(retry(settings))
        .build()?;
    let store = Arc::new(store);
    let taker = Taker::S3 { store: Arc::clone(&store), region: settings.region.clone() };
    Ok(Opened::signing(store, taker))
}

/// Its signatures bind no lengths: what is brought goes through here. Links need the key of the account.
fn azure(settings: &BlobSettings, place: &BlobPlace) -> object_store::Result<Opened> {
    let builder = match settings.access_key.as_str() {
        "" => MicrosoftAzureBuilder::from_env(),
        account => {
            MicrosoftAzureBuilder::new().with_account(account).with_access_key(&settings.secret_key)
        }
    };
    let builder = match settings.endpoint.as_str() {
        "" => builder,
        endpoint => builder.with_endpoint(endpoint.to_owned()),
    };
    let store = builder
        .with_container_name(&place.bucket)
        .with_client_options(client(settings))
        .with_retry(retry(settings))
        .build()?;
    let giver = settings.azure_service().map(|service| {
        Sas::new(&service, &settings.access_key, &place.bucket, &settings.secret_key)
    });
    let giver = giver.transpose()?.map(|sas| Giver::Azure(Arc::new(sas)));
    Ok(Opened { store: Arc::new(store), giver, taker: None })
}

fn google(settings: &BlobSettings, place: &BlobPlace) -> object_store::Result<Opened> {
    let builder = match settings.account_file.to_string_lossy().as_ref() {
        "" => GoogleCloudStorageBuilder::from_env(),
        path => GoogleCloudStorageBuilder::new().with_service_account_path(path),
    };
    let builder = match settings.endpoint.as_str() {
        "" => builder,
        endpoint => builder.with_base_url(endpoint),
    };
    let store = builder
        .with_bucket_name(&place.bucket)
        .with_client_options(client(settings))
        .with_retry(retry(settings))
        .build()?;
    let store = Arc::new(store);
    Ok(Opened::signing(Arc::clone(&store), Taker::Google(store)))
}

/// An answer has its time; a body may take longer, as long as bytes come.
fn client(settings: &BlobSettings) -> ClientOptions {
    let timeout = settings.timeout();
    ClientOptions::new()
        .with_allow_http(settings.speaks_http())
        .with_connect_timeout(timeout.min(CONNECT))
        .with_read_timeout(timeout)
        .with_timeout_disabled()
}

fn retry(settings: &BlobSettings) -> RetryConfig {
    let backoff = BackoffConfig { init_backoff: PAUSE, max_backoff: settings.timeout(), base: 2.0 };
    let retry_timeout = settings.timeout() * 2;
    RetryConfig { backoff, max_retries: settings.retries, retry_timeout }
}
