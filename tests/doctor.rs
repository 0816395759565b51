//! What `renexus doctor` makes of buckets and of PostgreSQL. See `CLI` in docs/SPEC.md.
//! `tools/services` starts both.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use door::blobs::Bucket;
use door::engine;
use door::proxy::{Proxy, Way};

/// What the doctor says, and whether all is well.
fn doctor(settings: &[(&str, &str)]) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
    let output = door::run(folder.path(), &["doctor"], settings);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.success(), said + &String::from_utf8_lossy(&output.stderr))
}

/// The settings of a bucket with some of them changed.
fn changed<'a>(
    settings: &'a [(&'static str, String)],
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let kept = settings.iter().map(|(key, value)| (*key, value.as_str()));
    let kept = kept.filter(|(key, _)| changes.iter().all(|(changed, _)| changed != key));
    kept.chain(changes.iter().copied()).collect()
}

/// SPEC CLI-14
#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_is_tried_out_and_what_is_wrong_comes_with_what_to_do() {
    let bucket = Bucket::fresh();
    let settings = bucket.settings();
    let (well, said) = doctor(&changed(&settings, &[]));
    let all = "can write, write only once, read, list, write in parts, remove; clock";
    assert!(well && said.contains(all), "{said}");
    assert_eq!((bucket.blobs(), bucket.unfinished()), (0, 0));

    let (well, said) = doctor(&changed(&settings, &[("blobs.secret_key", "another-secret")]));
    assert!(!well && said.contains("WRONG  files"), "{said}");
    assert!(said.contains("cannot write"), "{said}");
    assert!(said.contains("blobs.access_key and blobs.secret_key are not those"), "{said}");
    assert!(!said.contains("another-secret"), "{said}");

    let proxy = Proxy::to(&bucket.endpoint);
    let endpoint = proxy.endpoint();
    let quick = [("blobs.retries", "0"), ("blobs.timeout_seconds", "0.3")];
    let away = [&quick[..], &[("blobs.endpoint", endpoint.as_str())]].concat();
    for way in [Way::Cut, Way::Failing, Way::Silent, Way::Open] {
        proxy.set(way);
        let (well, said) = doctor(&changed(&settings, &away));
        assert_eq!(well, way == Way::Open, "{said}");
        assert_ne!(well, said.contains("does blobs.endpoint name the server"), "{said}");
    }
}

/// SPEC CLI-14
#[test]
fn it_is_told_whether_the_database_has_pgvector() {
    let url = engine::fresh_on("RENEXUS_TEST_PGVECTOR");
    let (_, said) = doctor(&[("database.url", &url)]);
    assert!(said.contains("CREATE EXTENSION vector makes it the index"), "{said}");
    engine::statement(&url, "CREATE EXTENSION vector").unwrap();
    let (_, said) = doctor(&[("database.url", &url)]);
    assert!(said.contains("for search by meaning") && !said.contains("CREATE EXTENSION"), "{said}");
}

/// The cluster of the tests has fsync off, which is what a doctor must find.
///
/// SPEC CLI-14
#[test]
fn postgresql_is_asked_for_what_matters() {
    let url = engine::fresh();
    let (well, said) = doctor(&[("database.url", &url)]);
    assert!(!well && said.contains("fsync is off: a crash of its machine loses"), "{said}");
    assert!(said.contains("set fsync = on in postgresql.conf"), "{said}");
    assert_eq!(said.matches("WRONG").count(), 1, "{said}");
    assert!(said.contains("no tables yet"), "{said}");

    let reader = engine::statement(
        &url,
        "DROP ROLE IF EXISTS looker; CREATE ROLE looker LOGIN PASSWORD 'a-secret'; \
         REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    );
    reader.unwrap();
    let looker = url.replace("renexus@", "looker:a-secret@");
    let (_, said) = doctor(&[("database.url", &looker)]);
    assert!(said.contains("`looker` may not make tables"), "{said}");
    assert!(said.contains("GRANT CREATE ON SCHEMA public TO \"looker\""), "{said}");
    assert!(!said.contains("a-secret"), "{said}");

    let nowhere = "postgres://renexus:a-secret@127.0.0.1:1/none";
    let (well, said) = doctor(&[("database.url", nowhere)]);
    assert!(!well && said.contains("is the server running"), "{said}");
    assert!(!said.contains("a-secret"), "{said}");
}
