//! Where servers under test keep the bytes of files: in their folder, with `RENEXUS_TEST_BLOBS=s3` below a prefix of
//! their own in the bucket at `RENEXUS_TEST_S3`, or with `azure` in a container of their own.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::azure::Container;

/// A bucket on the S3 server that the tests were given, and a prefix in it that nobody else has.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Like `http://127.0.0.1:9000`.
    pub endpoint: String,
    pub access_key: String,
    pub secret_key: String,
    pub bucket: String,
    pub prefix: String,
    /// Where that server keeps everything, in files.
    folder: PathBuf,
}

/// Name, key, host and what comes behind it of the server that `variable` names.
pub fn access(variable: &str) -> [String; 4] {
    let url = given(variable);
    let parts = || {
        let (keys, server) = url.strip_prefix("http://")?.split_once('@')?;
        let ((name, key), (host, rest)) = (keys.split_once(':')?, server.split_once('/')?);
        Some([name, key, host, rest].map(str::to_owned))
    };
    parts().unwrap_or_else(|| panic!("{variable} is `{url}`"))
}

/// A short name that was not used before: the end of such an id is random.
pub fn unused() -> String {
    format!("t{}", &uuid::Uuid::now_v7().simple().to_string()[24..])
}

/// What `tools/services` put into the environment.
pub fn given(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is missing; `make test` sets it"))
}

impl Bucket {
    /// With a prefix that was not used before.
    pub fn fresh() -> Self {
        // Names of files of the server hold whole keys: it is short.
        Self::at(&unused())
    }

    /// With this prefix.
    pub fn at(prefix: &str) -> Self {
        let [access_key, secret_key, host, bucket] = access("RENEXUS_TEST_S3");
        Self {
            endpoint: format!("http://{host}"),
            access_key,
            secret_key,
            bucket,
            prefix: prefix.into(),
            folder: given("RENEXUS_TEST_S3_FOLDER").into(),
        }
    }

    /// The settings of a server that keeps its blobs here.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("blobs.url", format!("s3://{}/{}", self.bucket, self.prefix)),
            ("blobs.endpoint", self.endpoint.clone()),
            ("blobs.access_key", self.access_key.clone()),
            ("blobs.secret_key", self.secret_key.clone()),
        ]
    }

    /// Blobs that are there as a whole.
    pub fn blobs(&self) -> usize {
        count(&self.folder.join(&self.bucket).join(&self.prefix))
    }

    /// Puts other bytes into every blob, past the S3 server.
    pub fn replace(&self, bytes: &str) {
        for path in files(&self.folder.join(&self.bucket).join(&self.prefix)) {
            fs::write(&path, bytes).unwrap();
        }
    }

    /// Blobs of which parts are there.
    pub fn unfinished(&self) -> usize {
        let entries = fs::read_dir(&self.folder).expect("the folder of the S3 server");
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let start = format!("{}/", self.prefix);
        names.filter_map(|name| part_of(&name)).filter(|key| key.starts_with(&start)).count()
    }
}

/// The key of the blob that a file of the S3 server is about, if that is being uploaded in parts.
fn part_of(name: &str) -> Option<String> {
    let (_, rest) = name.strip_suffix(".metadata.json")?.split_once(".object-")?;
    let (key, _) = rest.split_once(".upload-")?;
    String::from_utf8(URL_SAFE_NO_PAD.decode(key).ok()?).ok()
}

/// How many files are below a folder.
pub fn count(folder: &Path) -> usize {
    files(folder).len()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Where a server keeps the bytes of files, unless in its folder.
pub enum Kept {
    Bucket(Bucket),
    Container(Container),
}

impl Kept {
    /// What was made for a server's folder, at its first use; `None` is the folder itself.
    pub fn of(folder: &Path) -> Option<Self> {
        let kind = std::env::var("RENEXUS_TEST_BLOBS").ok()?;
        let path = folder.join("test-blobs");
        let known = fs::read_to_string(&path).ok();
        let (kept, name) = match (kind.as_str(), known) {
            ("s3", Some(prefix)) => return Some(Self::Bucket(Bucket::at(&prefix))),
            ("azure", Some(name)) => return Some(Self::Container(Container::at(&name))),
            ("s3", None) => {
                let bucket = Bucket::fresh();
                let name = bucket.prefix.clone();
                (Self::Bucket(bucket), name)
            }
            ("azure", None) => {
                let container = Container::fresh();
                let name = container.container.clone();
                (Self::Container(container), name)
            }
            _ => panic!("RENEXUS_TEST_BLOBS is `{kind}`: s3 or azure"),
        };
        fs::write(path, name).expect("the folder is ours");
        Some(kept)
    }

    /// The settings of a server that keeps its blobs here.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Bucket(bucket) => bucket.settings(),
            Self::Container(container) => container.settings(),
        }
    }

    /// Blobs that are there as a whole.
    pub fn blobs(&self) -> usize {
        match self {
            Self::Bucket(bucket) => bucket.blobs(),
            Self::Container(container) => container.blobs(),
        }
    }

    /// Blobs that are there, and the parts of others, but for those that only time removes: Azure forgets them after a
    /// week.
    pub fn left(&self) -> usize {
        match self {
            Self::Bucket(_) => self.begun(),
            Self::Container(container) => container.blobs(),
        }
    }

    /// Blobs that come in and those that are there.
    pub fn begun(&self) -> usize {
        match self {
            Self::Bucket(bucket) => bucket.blobs() + bucket.unfinished(),
            Self::Container(container) => container.begun(),
        }
    }
}
