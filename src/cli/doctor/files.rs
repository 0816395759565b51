//! The place of files: whether everything can be done there that is going to be.

use super::report::Report;
use crate::adapters::blobs::{ObjectBlobs, Trial};
use crate::config::Settings;

/// What the findings are about.
const WHAT: &str = "files";
/// Milliseconds by which clocks may differ; stores refuse requests that are 15 minutes off.
const SKEW: i64 = 60_000;

/// Tries everything once, with a blob that is removed again.
pub(super) async fn check(settings: &Settings, report: &mut Report) {
    let place = match settings.blobs.url.as_str() {
        "" => settings.data.folder.join("blobs").display().to_string(),
        url => url.to_owned(),
    };
    let blobs = match ObjectBlobs::open(&settings.blobs, &settings.data.folder) {
        Ok(blobs) => blobs,
        Err(error) => {
            return report.advise(WHAT, error, "see the section [blobs] of config.toml");
        }
    };
    let Trial { done, failed, ahead } = blobs.try_out().await;
    if let Some((what, reason)) = &failed {
        let words = format!("{place}: cannot {what}: {reason}");
        report.advise(WHAT, words, remedy(what, reason, !settings.blobs.url.is_empty()));
    }
    match ahead {
        Some(ahead) if ahead.abs() > SKEW => {
            let words = format!("{place}: its clock is {ahead} ms ahead of this machine's");
            report.advise(WHAT, words, "set the clock of this machine by NTP");
        }
        Some(ahead) if failed.is_none() => {
            report.good(WHAT, format!("{place}: can {}; clock {ahead:+} ms", done.join(", ")));
        }
        _ => {}
    }
}

/// What to do about a thing that cannot be done.
fn remedy(what: &str, reason: &str, is_store: bool) -> &'static str {
    if !is_store {
        return "who owns the folder, and is there room on the disk?";
    }
    let says = |word: &str| reason.contains(word);
    if says("TooSkewed") {
        "set the clock of this machine by NTP"
    } else if says("NoSuchBucket") || says("ContainerNotFound") {
        "make the bucket, or name another in blobs.url"
    } else if says("InvalidAccessKeyId")
        || says("SignatureDoesNotMatch")
        || says("401 Unauthorized")
    {
        "blobs.access_key and blobs.secret_key are not those of the store"
    } else if says("AccessDenied") || says("403 Forbidden") || says("privileges") {
        match what {
            "write" | "write only once" => "allow s3:PutObject below the prefix",
            "read" => "allow s3:GetObject below the prefix",
            "list" => "allow s3:ListBucket on the bucket",
            "write in parts" => "allow s3:PutObject and s3:AbortMultipartUpload below the prefix",
            "remove" => "allow s3:DeleteObject below the prefix",
            _ => "look at what the key is allowed to do",
        }
    } else if what == "write only once" {
        "the store does not know If-None-Match; two writers of one blob would not notice each other"
    } else {
        "does blobs.endpoint name the server, and does it answer from this machine?"
    }
}
