//! Addresses that read one blob of Azure for a while: a service SAS with a media type and a disposition, which
//! `object_store` leaves out. <https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas>

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use object_store::path::Path;
use object_store::{Error, Result};
use reqwest::Url;

use crate::files::blobs::LinkTerms;

/// The version of the service whose fields are signed.
const VERSION: &str = "2020-12-06";
/// What may be done: read.
const READ: &str = "r";
/// What it may be done with: one blob.
const BLOB: &str = "b";

/// Signs addresses of one container with the key of its account.
pub(super) struct Sas {
    /// Where the service is; behind its host stands an account, unless that is part of its name.
    service: Url,
    account: String,
    container: String,
    key: hmac::Key,
}

impl Sas {
    /// Signs with `key`, which is base64.
    pub(super) fn new(service: &str, account: &str, container: &str, key: &str) -> Result<Self> {
        let key = STANDARD.decode(key).map_err(|error| wrong(error.into()))?;
        Ok(Self {
            service: Url::parse(service).map_err(|error| wrong(error.into()))?,
            account: account.to_owned(),
            container: container.to_owned(),
            key: hmac::Key::new(hmac::HMAC_SHA256, &key),
        })
    }

    /// Where a blob is read until `terms` end; the answer has their media type and disposition.
    pub(super) fn address(&self, path: &Path, terms: &LinkTerms, now: Timestamp) -> Result<Url> {
        let seconds = i64::try_from(terms.valid.as_secs()).unwrap_or(i64::MAX);
        let until = Timestamp::from_second(now.as_second().saturating_add(seconds));
        let until = until.map_err(|error| wrong(error.into()))?.to_string();
        let resource = format!("/blob/{}/{}/{path}", self.account, self.container);
        let protocol = if self.service.scheme() == "https" { "https" } else { "https,http" };
        let (media_type, disposition) = (&*terms.media_type, &*terms.disposition);
        let signed = [
            READ,
            "",
            &until,
            &resource,
            "",
            "",
            protocol,
            VERSION,
            BLOB,
            "",
            "",
            "",
            disposition,
            "",
            "",
            media_type,
        ];
        let signature = hmac::sign(&self.key, signed.join("\n").as_bytes());
        let mut url = self.service.clone();
        let mut segments = url.path_segments_mut().map_err(|()| wrong("no address".into()))?;
        segments.pop_if_empty().push(&self.container).extend(path.parts());
        drop(segments);
        url.query_pairs_mut().extend_pairs([
            ("sv", VERSION),
            ("spr", protocol),
            ("se", &until),
            ("sr", BLOB),
            ("sp", READ),
            ("rscd", disposition),
            ("rsct", media_type),
            ("sig", &STANDARD.encode(signature)),
        ]);
        Ok(url)
    }
}

fn wrong(source: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::Generic { store: "links", source }
}
