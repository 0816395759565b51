//! What every store of blobs promises, whatever stands behind it.

use std::ops::Range;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use renexus::files::blobs::{BROUGHT_TYPE, BlobError, Blobs, IntakeLink, LinkTerms};
use renexus::files::key::BlobKey;

/// More than one part in every store.
const LARGE: usize = (6 << 20) + 17;

/// Runs every case, each with keys of its own; how many there were.
pub(crate) async fn run(blobs: &dyn Blobs) -> usize {
    what_is_written_is_read(blobs).await;
    large_blobs_are_whole(blobs).await;
    ranges_are_exact(blobs).await;
    a_blob_is_there_as_a_whole_or_not_at_all(blobs).await;
    the_last_writer_wins_as_a_whole(blobs).await;
    removing_is_final_and_may_be_repeated(blobs).await;
    what_is_missing_is_told(blobs).await;
    a_link_is_given_or_not(blobs).await;
    the_size_of_a_blob_is_told(blobs).await;
    bytes_are_taken_at_an_address_or_not(blobs).await;
    10
}

/// A key of this suite.
pub(crate) fn key(name: &str) -> BlobKey {
    BlobKey::content("contract", name).unwrap()
}

/// Writes a blob in these pieces.
pub(crate) async fn write(blobs: &dyn Blobs, key: &BlobKey, pieces: &[&str]) {
    let mut writer = blobs.begin(key).await.unwrap();
    for piece in pieces {
        writer.write(Bytes::copy_from_slice(piece.as_bytes())).await.unwrap();
    }
    writer.finish().await.unwrap();
}

/// Reads a blob to its end.
pub(crate) async fn read(
    blobs: &dyn Blobs,
    key: &BlobKey,
    range: Option<Range<u64>>,
) -> Result<Vec<u8>, BlobError> {
    let pieces: Vec<Bytes> = blobs.read(key, range).await?.try_collect().await?;
    Ok(pieces.concat())
}

async fn what_is_written_is_read(blobs: &dyn Blobs) {
    for (name, pieces) in
        [("empty", vec![]), ("one", vec!["words"]), ("many", vec!["wo", "", "rds"])]
    {
        write(blobs, &key(name), &pieces).await;
        assert_eq!(read(blobs, &key(name), None).await.unwrap(), pieces.concat().as_bytes());
    }
}

fn large() -> Vec<u8> {
    (0..LARGE).map(|at| u8::try_from(at % 251).unwrap()).collect()
}

async fn large_blobs_are_whole(blobs: &dyn Blobs) {
    let (bytes, key) = (large(), key("large"));
    let mut writer = blobs.begin(&key).await.unwrap();
    for piece in bytes.chunks(100_000) {
        writer.write(Bytes::copy_from_slice(piece)).await.unwrap();
    }
    writer.finish().await.unwrap();
    assert!(read(blobs, &key, None).await.unwrap() == bytes, "bytes differ");
}

async fn ranges_are_exact(blobs: &dyn Blobs) {
    let bytes = large();
    for range in [
        0..1,
        0..10,
        1_048_570..1_048_590,
        5_242_870..5_242_890,
        6_291_460..6_291_473,
        100..2_000_000,
    ] {
        let found = read(blobs, &key("large"), Some(range.clone())).await.unwrap();
        let (start, end) =
            (usize::try_from(range.start).unwrap(), usize::try_from(range.end).unwrap());
        assert!(found == bytes[start..end], "{range:?}");
    }
}

async fn a_blob_is_there_as_a_whole_or_not_at_all(blobs: &dyn Blobs) {
    let key = key("half");
    let mut writer = blobs.begin(&key).await.unwrap();
    writer.write(Bytes::from(large())).await.unwrap();
    assert!(matches!(read(blobs, &key, None).await, Err(BlobError::Missing(_))));
    drop(writer);
    assert!(matches!(read(blobs, &key, None).await, Err(BlobError::Missing(_))));
}

async fn the_last_writer_wins_as_a_whole(blobs: &dyn Blobs) {
    let key = key("twice");
    write(blobs, &key, &["the first, and longer"]).await;
    write(blobs, &key, &["the second"]).await;
    assert_eq!(read(blobs, &key, None).await.unwrap(), b"the second");
}

async fn removing_is_final_and_may_be_repeated(blobs: &dyn Blobs) {
    let key = key("removed");
    write(blobs, &key, &["words"]).await;
    for _ in 0..2 {
        blobs.remove(&key).await.unwrap();
        assert!(matches!(read(blobs, &key, None).await, Err(BlobError::Missing(_))));
    }
    write(blobs, &key, &["again"]).await;
    assert_eq!(read(blobs, &key, None).await.unwrap(), b"again");
}

async fn what_is_missing_is_told(blobs: &dyn Blobs) {
    for range in [None, Some(0..1)] {
        let found = read(blobs, &key("never"), range).await;
        assert!(matches!(found, Err(BlobError::Missing(_))), "{found:?}");
    }
}

async fn a_link_is_given_or_not(blobs: &dyn Blobs) {
    let terms = LinkTerms {
        valid: Duration::from_secs(60),
        media_type: "text/plain".into(),
        disposition: "attachment; filename=\"a.txt\"".into(),
    };
    if let Some(link) = blobs.link(&key("one"), &terms).await.unwrap() {
        assert!(link.starts_with("https://") || link.starts_with("http://"), "{link}");
    }
}

async fn the_size_of_a_blob_is_told(blobs: &dyn Blobs) {
    write(blobs, &key("sized"), &["some ", "words"]).await;
    assert_eq!(blobs.size(&key("sized")).await.unwrap(), 10);
    let found = blobs.size(&key("never")).await;
    assert!(matches!(found, Err(BlobError::Missing(_))), "{found:?}");
}

/// What is brought there is a blob like any other, and nothing is brought under another key, with other headers or
/// in another number of bytes.
async fn bytes_are_taken_at_an_address_or_not(blobs: &dyn Blobs) {
    let key = key("taken");
    let intake = blobs.intake(&key, 5, Duration::from_secs(60)).await.unwrap();
    let Some(IntakeLink { url, headers }) = intake else { return };
    let put = |url: &str, kind: &str, bytes: &'static str| {
        let mut put = reqwest::Client::new().put(url).body(bytes);
        for (name, value) in &headers {
            put = put.header(*name, if *name == "content-type" { kind } else { value });
        }
        async move { put.send().await.unwrap().status() }
    };
    assert!(put(&url, "text/html", "words").await.is_client_error());
    let elsewhere = url.replace("/taken", "/elsewhere");
    assert!(put(&elsewhere, BROUGHT_TYPE, "words").await.is_client_error());
    assert!(put(&url, BROUGHT_TYPE, "word").await.is_client_error());
    assert!(put(&url, BROUGHT_TYPE, "more words").await.is_client_error());
    assert!(matches!(blobs.size(&key).await, Err(BlobError::Missing(_))));
    assert!(put(&url, BROUGHT_TYPE, "words").await.is_success());
    assert_eq!(read(blobs, &key, None).await.unwrap(), b"words");
}
