//! The settings of stores that run here, each a place that nobody else has.

use std::path::Path;

use rcgen::{KeyPair, PKCS_RSA_SHA256};
use renexus::adapters::blobs::ObjectBlobs;
use renexus::config::BlobSettings;
use serde_json::{Value, json};

use crate::door::azure::Container;
use crate::door::blobs::{Bucket, given, unused};

/// Opens what the settings name.
pub(crate) fn open(settings: &BlobSettings) -> ObjectBlobs {
    ObjectBlobs::open(settings, Path::new("/nowhere")).unwrap()
}

/// Below a prefix of a bucket in S3.
pub(crate) fn s3(bucket: &Bucket) -> BlobSettings {
    BlobSettings {
        url: format!("s3://{}/{}", bucket.bucket, bucket.prefix),
        endpoint: bucket.endpoint.clone(),
        access_key: bucket.access_key.clone(),
        secret_key: bucket.secret_key.clone(),
        ..Default::default()
    }
}

/// In a container of Azure.
pub(crate) fn azure(container: &Container) -> BlobSettings {
    BlobSettings {
        url: container.url(),
        endpoint: container.endpoint.clone(),
        access_key: container.account.clone(),
        secret_key: container.key.clone(),
        ..Default::default()
    }
}

/// In a bucket of a server that speaks Google's XML API and asks nobody who they are.
pub(crate) fn google(folder: &Path) -> BlobSettings {
    let url = given("RENEXUS_TEST_GOOGLE");
    let (server, bucket) = url.rsplit_once('/').expect("a server and a bucket");
    let open = json!({ "gcs_base_url": server, "disable_oauth": true });
    BlobSettings {
        url: format!("gs://{bucket}/{}", unused()),
        allow_http: true,
        ..google_account(folder, open)
    }
}

/// With a service account whose key was made for the test.
pub(crate) fn google_account(folder: &Path, more: Value) -> BlobSettings {
    let account_file = folder.join("account.json");
    let mut account = json!({
        "type": "service_account",
        "client_email": "team@files.example",
        "private_key_id": "1",
        "private_key": KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap().serialize_pem(),
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        account[name] = value.clone();
    }
    std::fs::write(&account_file, account.to_string()).unwrap();
    BlobSettings { account_file, ..Default::default() }
}
