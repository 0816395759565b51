//! Which pages may connect.

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, ORIGIN};

/// Whether the page that a request comes from is allowed.
///
/// Programs send no origin. A page of this server names the host that it asks.
pub(crate) fn is_allowed(request: &HttpRequest, allowed: &[String]) -> Result<(), String> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = header(ORIGIN) else { return Ok(()) };
    if matches(origin, header(HOST), allowed) { Ok(()) } else { Err(origin.to_owned()) }
}

/// The same over plain values.
pub(crate) fn matches(origin: &str, host: Option<&str>, allowed: &[String]) -> bool {
    let own =
        host.is_some_and(|host| origin.split_once("://").is_some_and(|(_, named)| named == host));
    own || allowed.iter().any(|pattern| fits(origin, pattern))
}

fn fits(origin: &str, pattern: &str) -> bool {
    if pattern == "*" || pattern == origin {
        return true;
    }
    let Some(prefix) = pattern.strip_suffix(":*") else { return false };
    match origin.strip_prefix(prefix) {
        Some("") => true,
        Some(rest) => rest
            .strip_prefix(':')
            .is_some_and(|port| port.bytes().all(|digit| digit.is_ascii_digit())),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_pages_and_our_own_may_connect() {
        let allowed = ["http://localhost:*".to_owned(), "https://app.example.org".to_owned()];
        assert!(matches("http://localhost:5173", None, &allowed));
        assert!(matches("http://localhost", None, &allowed));
        assert!(matches("https://app.example.org", None, &allowed));
        assert!(matches("http://10.0.0.1:8080", Some("10.0.0.1:8080"), &allowed));
        assert!(!matches("http://localhost.evil.org", None, &allowed));
        assert!(!matches("http://localhost:1.evil.org", None, &allowed));
        assert!(!matches("https://app.example.org.evil.org", None, &allowed));
        assert!(!matches("null", None, &allowed));
    }
}
