//! Settings of the place where the bytes of files lie; `config.toml` explains each value.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Where the bytes of files lie; without an address they are in the data folder.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BlobSettings {
    /// `s3://`, `az://` or `gs://`, a bucket, and a prefix; empty is a folder.
    pub url: String,
    /// The server, where it is not the vendor's own.
    pub endpoint: String,
    /// The region that requests are signed for.
    pub region: String,
    /// Whether the bucket stands in the path, and not in the name of the host.
    pub path_style: bool,
    /// Whose key it is: an access key of S3, an account of Azure.
    pub access_key: String,
    /// The key, which is never shown.
    pub secret_key: String,
    /// A service account of Google, as a file in JSON.
    pub account_file: PathBuf,
    /// Whether plain http leads further than this machine.
    pub allow_http: bool,
    /// Seconds for one answer.
    pub timeout_seconds: f64,
    /// How often a request is repeated that failed.
    pub retries: usize,
    /// Whether links, downloads and uploads lead to the store itself.
    pub presign: bool,
    /// Where the pictures of people are read, if not here.
    pub cdn_url: String,
}

impl Default for BlobSettings {
    fn default() -> Self {
        Self {
            url: String::new(),
            endpoint: String::new(),
            region: "us-east-1".into(),
            path_style: true,
            access_key: String::new(),
            secret_key: String::new(),
            account_file: PathBuf::new(),
            allow_http: false,
            timeout_seconds: 15.0,
            retries: 2,
            presign: false,
            cdn_url: String::new(),
        }
    }
}

impl fmt::Debug for BlobSettings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("BlobSettings")
            .field("url", &self.url)
            .field("endpoint", &self.endpoint)
            .field("access_key", &if self.access_key.is_empty() { "" } else { "…" })
            .field("secret_key", &if self.secret_key.is_empty() { "" } else { "…" })
            .finish_non_exhaustive()
    }
}

/// A kind of store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlobVendor {
    /// Amazon S3, and whatever speaks as it does.
    S3,
    /// Azure Blob Storage.
    Azure,
    /// Google Cloud Storage.
    Google,
}

/// A bucket, and the prefix that all blobs have in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlobPlace {
    /// Who keeps it.
    pub vendor: BlobVendor,
    /// Its name.
    pub bucket: String,
    /// Words with slashes between, or nothing.
    pub prefix: String,
}

/// Longest prefix: keys have 200 bytes themselves, and stores take 1,024.
const MAX_PREFIX: usize = 200;

impl BlobPlace {
    /// Reads an address; `None` is none that we know.
    pub fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let vendor = match scheme {
            "s3" => BlobVendor::S3,
            "az" => BlobVendor::Azure,
            "gs" => BlobVendor::Google,
            _ => return None,
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let word = |word: &str| !matches!(word, "" | "." | "..") && word.chars().all(letter);
        let prefix = prefix.trim_end_matches('/');
        let good = word(bucket)
            && prefix.len() <= MAX_PREFIX
            && (prefix.is_empty() || prefix.split('/').all(word));
        good.then(|| Self { vendor, bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }
}

/// Most parts of one blob, as S3 has it.
const PARTS: u64 = 10_000;

impl BlobSettings {
    /// Bytes that a writer gathers before they go out: stores take no smaller parts, but for the last.
    pub const PART_BYTES: usize = 5 << 20;
    /// The largest blob that goes in so many parts.
    pub const MOST_BYTES: u64 = PARTS * (5 << 20);

    /// Where blobs lie; `None` is the data folder.
    pub fn place(&self) -> Option<BlobPlace> {
        BlobPlace::parse(&self.url)
    }

    /// How long one answer may take.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs_f64(self.timeout_seconds)
    }

    /// Whether plain http may be spoken with the server.
    pub fn speaks_http(&self) -> bool {
        self.allow_http || is_loopback(&self.endpoint)
    }

    /// Where Azure is asked with the key of an account; behind its host may stand the account.
    pub fn azure_service(&self) -> Option<String> {
        match (self.access_key.as_str(), self.endpoint.as_str()) {
            ("", _) => None,
            (account, "") => Some(format!("https://{account}.blob.core.windows.net")),
            (_, endpoint) => Some(endpoint.to_owned()),
        }
    }

    /// Where pages of this server meet the store itself, if links lead there.
    pub fn origin(&self) -> Option<String> {
        let place = self.place().filter(|_| self.presign)?;
        let own = Some(self.endpoint.as_str()).filter(|endpoint| !endpoint.is_empty());
        match (place.vendor, own) {
            (BlobVendor::Azure, _) => origin_of(&self.azure_service()?),
            (_, Some(endpoint)) => origin_of(endpoint),
            (BlobVendor::Google, None) => Some("https://storage.googleapis.com".into()),
            (BlobVendor::S3, None) if self.path_style => {
                Some(format!("https://s3.{}.amazonaws.com", self.region))
            }
            (BlobVendor::S3, None) => {
                Some(format!("https://{}.s3.{}.amazonaws.com", place.bucket, self.region))
            }
        }
    }

    /// Key, value and what would be right, for each value that cannot work.
    pub(super) fn wrong(&self) -> Vec<(&'static str, String, &'static str)> {
        let mut wrong = Vec::new();
        if !self.url.is_empty() && self.place().is_none() {
            let right = "needs s3://bucket/prefix, az://container/prefix or gs://bucket/prefix, \
                 or nothing for a folder in the data folder";
            wrong.push(("blobs.url", self.url.clone(), right));
        }
        let endpoint = &self.endpoint;
        if endpoint.starts_with("http://") && !self.speaks_http() {
            let right = "speaks plain http, where everybody on the way reads along; \
                 use https, or say blobs.allow_http = true";
            wrong.push(("blobs.endpoint", endpoint.clone(), right));
        } else if !(endpoint.is_empty() || is_address(endpoint)) {
            let right = "needs a scheme and no slash at the end, like https://s3.example.org";
            wrong.push(("blobs.endpoint", endpoint.clone(), right));
        }
        if !(self.cdn_url.is_empty() || is_address(&self.cdn_url)) {
            let right = "needs a scheme and no slash at the end, like https://cdn.example.org";
            wrong.push(("blobs.cdn_url", self.cdn_url.clone(), right));
        }
        if self.access_key.is_empty() != self.secret_key.is_empty() {
            let right = "needs its other half: set both, or neither for those of the environment";
            wrong.push(("blobs.access_key", "…".into(), right));
        }
        if !(0.1..=300.0).contains(&self.timeout_seconds) {
            let right = "needs seconds from 0.1 to 300";
            wrong.push(("blobs.timeout_seconds", self.timeout_seconds.to_string(), right));
        }
        if self.retries > 10 {
            wrong.push(("blobs.retries", self.retries.to_string(), "needs at most 10"));
        }
        wrong
    }
}

/// The origin of an address: what stands behind the host is no part of it.
fn origin_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    Some(format!("{scheme}://{}", rest.split('/').next()?))
}

fn is_address(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme)) && !url.ends_with('/')
}

fn is_loopback(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(host, _)| host),
    };
    host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_a_vendor_a_bucket_and_a_prefix() {
        let place = BlobPlace::parse("s3://files/team/one/").unwrap();
        assert_eq!((place.bucket.as_str(), place.prefix.as_str()), ("files", "team/one"));
        assert_eq!(BlobPlace::parse("gs://files").unwrap().prefix, "");
        for bad in ["", "files", "s3://", "s3:///a", "ftp://a", "s3://a//b", "s3://a/../b"] {
            assert_eq!(BlobPlace::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn http_leads_no_further_than_this_machine_unless_told() {
        let settings =
            |endpoint: &str| BlobSettings { endpoint: endpoint.into(), ..Default::default() };
        for near in ["http://127.0.0.1:9000", "http://localhost:9000", "http://[::1]:9000"] {
            assert!(settings(near).speaks_http(), "{near}");
            assert_eq!(settings(near).wrong(), [], "{near}");
        }
        for far in ["http://10.0.0.7:9000", "http://localhost.example.org", "http://127.0.0.1.a"] {
            assert!(!settings(far).speaks_http(), "{far}");
            assert_eq!(settings(far).wrong().len(), 1, "{far}");
        }
        let told = BlobSettings { allow_http: true, ..settings("http://10.0.0.7:9000") };
        assert_eq!(told.wrong(), []);
    }

    #[test]
    fn pages_meet_the_store_where_links_lead() {
        let s3 = BlobSettings { url: "s3://files".into(), presign: true, ..Default::default() };
        let near = "https://s3.us-east-1.amazonaws.com";
        assert_eq!(s3.origin().as_deref(), Some(near));
        let host = BlobSettings { path_style: false, ..s3.clone() };
        assert_eq!(host.origin().as_deref(), Some("https://files.s3.us-east-1.amazonaws.com"));
        let own = BlobSettings { endpoint: "https://s3.example.org/below".into(), ..s3.clone() };
        assert_eq!(own.origin().as_deref(), Some("https://s3.example.org"));
        assert_eq!(BlobSettings { presign: false, ..s3 }.origin(), None);
        let azure = BlobSettings { url: "az://files".into(), presign: true, ..Default::default() };
        assert_eq!(azure.origin(), None);
        let azure = BlobSettings { access_key: "team".into(), ..azure };
        assert_eq!(azure.origin().as_deref(), Some("https://team.blob.core.windows.net"));
    }

    #[test]
    fn what_is_shown_holds_no_key() {
        let settings = BlobSettings {
            access_key: "name-of-key".into(),
            secret_key: "word-of-key".into(),
            ..Default::default()
        };
        let shown = format!("{settings:?}");
        assert!(!shown.contains("of-key"), "{shown}");
    }
}
