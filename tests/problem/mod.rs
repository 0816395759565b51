//! Errors as clients read them, and addresses as they write them.

#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use renexus_load::http::Response;

/// Checks that an answer is a problem document of this status and kind; returns its detail.
#[track_caller]
pub fn problem(answer: &Response, status: u16, kind: &str) -> String {
    let text = answer.text();
    assert_eq!(answer.status, status, "{text}");
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{text}");
    let body = answer.json().unwrap();
    assert_eq!(body["type"], format!("/problems/{kind}"), "{text}");
    assert_eq!(body["status"], status, "{text}");
    let words = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    assert!(!words("title").is_empty() && !words("detail").is_empty(), "{text}");
    let members = 4 + usize::from(body.get("current").is_some());
    assert_eq!(body.as_object().unwrap().len(), members, "{text}");
    words("detail")
}

/// A name as one segment of an address.
pub fn segment(name: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encode =
        |byte| if safe(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    name.bytes().map(encode).collect()
}
