//! Blobs on a real S3 server that checks signatures, over ways that are good and bad.

use std::time::Duration;

use bytes::Bytes;
use object_store::aws::AmazonS3Builder;
use object_store::{Attribute, Attributes, ObjectStoreExt};
use renexus::config::BlobSettings;
use renexus::files::blobs::{BlobError, Blobs, LinkTerms};
use renexus::files::key::BlobKey;

use crate::contract::{self, key, read, write};
use crate::door::blobs::Bucket;
use crate::door::proxy::{Proxy, Way};
use crate::door::until;
use crate::stores::{open, s3};

/// What the store says of a blob.
async fn said(bucket: &Bucket, key: &BlobKey) -> Attributes {
    let store = AmazonS3Builder::new()
        .with_endpoint(&bucket.endpoint)
        .with_allow_http(true)
        .with_bucket_name(&bucket.bucket)
        .with_access_key_id(&bucket.access_key)
        .with_secret_access_key(&bucket.secret_key)
        .build()
        .unwrap();
    let path = object_store::path::Path::from(format!("{}/{key}", bucket.prefix));
    store.get(&path).await.unwrap().attributes
}

/// SPEC FILE-23
#[tokio::test]
async fn blobs_in_s3_keep_the_contract() {
    contract::run(&open(&s3(&Bucket::fresh()))).await;
}

/// SPEC FILE-27
#[tokio::test]
async fn blobs_that_s3_takes_by_itself_keep_the_contract() {
    let signing = BlobSettings { presign: true, ..s3(&Bucket::fresh()) };
    let blobs = open(&signing);
    assert!(blobs.intake(&key("any"), 5, Duration::from_secs(60)).await.unwrap().is_some());
    contract::run(&blobs).await;
}

/// SPEC FILE-23
#[tokio::test]
async fn a_writer_that_is_dropped_leaves_no_parts() {
    let bucket = Bucket::fresh();
    let blobs = open(&s3(&bucket));
    let mut writer = blobs.begin(&key("dropped")).await.unwrap();
    writer.write(Bytes::from(vec![7; BlobSettings::PART_BYTES + 1])).await.unwrap();
    assert_eq!((bucket.blobs(), bucket.unfinished()), (0, 1));
    drop(writer);
    until("the parts are forgotten", async || bucket.unfinished() == 0).await;
    assert_eq!(bucket.blobs(), 0);
}

/// SPEC FILE-24
#[tokio::test]
async fn a_bad_way_is_told_in_time_and_a_good_one_works_again() {
    let bucket = Bucket::fresh();
    let proxy = Proxy::to(&bucket.endpoint);
    let bad = BlobSettings {
        endpoint: proxy.endpoint(),
        timeout_seconds: 0.3,
        retries: 1,
        ..s3(&bucket)
    };
    let blobs = open(&bad);
    write(&blobs, &key("kept"), &["words"]).await;
    for way in [Way::Cut, Way::Failing, Way::Silent] {
        proxy.set(way);
        let failing = |result: Result<(), BlobError>| {
            assert!(matches!(result, Err(BlobError::Failing(_))), "{way:?}: {result:?}");
        };
        failing(read(&blobs, &key("kept"), None).await.map(drop));
        failing(blobs.remove(&key("kept")).await);
        let mut small = blobs.begin(&key("small")).await.unwrap();
        small.write(Bytes::from_static(b"words")).await.unwrap();
        failing(small.finish().await);
        let mut large = blobs.begin(&key("large")).await.unwrap();
        failing(large.write(Bytes::from(vec![7; BlobSettings::PART_BYTES + 1])).await);
        drop(large);
        proxy.set(Way::Open);
        assert_eq!(read(&blobs, &key("kept"), None).await.unwrap(), b"words", "{way:?}");
        assert_eq!(bucket.blobs(), 1, "{way:?}");
    }
}

/// A way that breaks between two parts.
///
/// SPEC FILE-24
#[tokio::test]
async fn a_blob_whose_parts_do_not_all_arrive_is_not_there() {
    let bucket = Bucket::fresh();
    let proxy = Proxy::to(&bucket.endpoint);
    let settings = BlobSettings { endpoint: proxy.endpoint(), retries: 0, ..s3(&bucket) };
    let blobs = open(&settings);
    let part = Bytes::from(vec![7; BlobSettings::PART_BYTES]);
    let mut writer = blobs.begin(&key("parts")).await.unwrap();
    writer.write(part.clone()).await.unwrap();
    proxy.set(Way::Cut);
    assert!(matches!(writer.write(part).await, Err(BlobError::Failing(_))));
    proxy.set(Way::Open);
    drop(writer);
    until("the part is forgotten", async || bucket.unfinished() == 0).await;
    assert!(matches!(read(&blobs, &key("parts"), None).await, Err(BlobError::Missing(_))));
}

/// A blob that is missing and a bucket that is missing are two things: the first is no fault.
///
/// SPEC FILE-24
#[tokio::test]
async fn a_bucket_that_is_missing_is_a_failing_store() {
    let bucket = Bucket::fresh();
    let nowhere = BlobSettings { url: "s3://nobody/here".into(), ..s3(&bucket) };
    let removed = open(&nowhere).remove(&key("one")).await;
    assert!(matches!(removed, Err(BlobError::Failing(_))), "{removed:?}");
    open(&s3(&bucket)).remove(&key("one")).await.unwrap();
}

fn terms(seconds: u64) -> LinkTerms {
    LinkTerms {
        valid: Duration::from_secs(seconds),
        media_type: "text/plain; charset=utf-8".into(),
        disposition: "attachment; filename=\"a b.txt\"".into(),
    }
}

/// SPEC FILE-25
#[tokio::test]
async fn a_signed_link_gives_one_blob_and_nothing_else() {
    let bucket = Bucket::fresh();
    let blobs = open(&BlobSettings { presign: true, ..s3(&bucket) });
    for name in ["one", "two"] {
        write(&blobs, &key(name), &[name]).await;
    }
    let link = blobs.link(&key("one"), &terms(60)).await.unwrap().unwrap();
    assert!(link.contains("response-content-disposition=attachment"), "{link}");
    assert!(link.contains("X-Amz-Expires=60"), "{link}");
    let given = reqwest::get(&link).await.unwrap();
    assert_eq!(given.status(), 200);
    assert_eq!(given.headers()["content-disposition"], "attachment; filename=\"a b.txt\"");
    assert_eq!(given.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(given.text().await.unwrap(), "one");
    let (one, two) = (format!("/{}", key("one")), format!("/{}", key("two")));
    for forged in [
        link.replace(&one, &two),
        link.replace("X-Amz-Expires=60", "X-Amz-Expires=600"),
        link.replace("=attachment", "=inline"),
    ] {
        assert_ne!(forged, link);
        let refused = reqwest::get(&forged).await.unwrap();
        assert!(refused.status().is_client_error(), "{forged}: {}", refused.status());
    }
    let plain = open(&s3(&bucket));
    assert_eq!(plain.link(&key("one"), &terms(60)).await.unwrap(), None);
}

/// SPEC FILE-26
#[tokio::test]
async fn only_pictures_of_people_have_an_open_address() {
    let bucket = Bucket::fresh();
    let cdn_url = "https://cdn.example.org".to_owned();
    let blobs = open(&BlobSettings { cdn_url, ..s3(&bucket) });
    let avatar = BlobKey::avatar("one").unwrap();
    let open = blobs.public_link(&avatar);
    assert_eq!(open.as_deref(), Some("https://cdn.example.org/avatars/one"));
    assert_eq!(blobs.public_link(&key("one")), None);
    write(&blobs, &avatar, &["picture"]).await;
    let kept = said(&bucket, &avatar).await;
    let kept = |attribute: &Attribute| kept.get(attribute).map(|value| value.to_string());
    assert_eq!(kept(&Attribute::ContentType).as_deref(), Some("image/jpeg"));
    let forever = "public, max-age=31536000, immutable";
    assert_eq!(kept(&Attribute::CacheControl).as_deref(), Some(forever));
}
