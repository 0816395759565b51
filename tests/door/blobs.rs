//! Where servers under test keep the bytes of files: in their folder, or, with `RENEXUS_TEST_BLOBS=s3`,
//! below a prefix of their own in the bucket at `RENEXUS_TEST_S3`.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

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

fn given(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is missing; `tools/services` sets it"))
}

impl Bucket {
    /// With a prefix that was not used before.
    pub fn fresh() -> Self {
        // The end of such an id is random. Names of files of the server hold whole keys: it is short.
        let id = uuid::Uuid::now_v7().simple().to_string();
        Self::at(&format!("t{}", &id[24..]))
    }

    /// With this prefix.
    pub fn at(prefix: &str) -> Self {
        let url = given("RENEXUS_TEST_S3");
        let parts = || {
            let (keys, server) = url.strip_prefix("http://")?.split_once('@')?;
            let ((access, secret), (host, bucket)) =
                (keys.split_once(':')?, server.split_once('/')?);
            Some([access, secret, host, bucket])
        };
        let [access, secret, host, bucket] =
            parts().unwrap_or_else(|| panic!("RENEXUS_TEST_S3 is `{url}`"));
        Self {
            endpoint: format!("http://{host}"),
            access_key: access.into(),
            secret_key: secret.into(),
            bucket: bucket.into(),
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

/// The bucket of a server's folder, made at first use; `None` is the folder itself.
pub fn bucket(folder: &Path) -> Option<Bucket> {
    std::env::var("RENEXUS_TEST_BLOBS").ok().filter(|kind| kind == "s3")?;
    let path = folder.join("test-blobs");
    if let Ok(prefix) = fs::read_to_string(&path) {
        return Some(Bucket::at(&prefix));
    }
    let bucket = Bucket::fresh();
    fs::write(path, &bucket.prefix).expect("the folder is ours");
    Some(bucket)
}
