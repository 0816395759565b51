//! What browsers are told with every answer.

use renexus_load::http::Request;

use crate::door::Door;

/// SPEC API-7
#[tokio::test]
async fn browsers_are_told_to_be_careful() {
    let door = Door::open();
    for path in ["/", "/api/v1/me", "/api/docs/", "/health/live", "/nowhere"] {
        let answer = door.ask(Request::get(path)).await;
        let header = |name: &str| answer.header(name).unwrap_or_default().to_owned();
        let policy = header("content-security-policy");
        assert!(policy.contains("script-src 'self';"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("object-src 'none'"));
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert!(header("permissions-policy").contains("camera=()"));
        assert_eq!(answer.header("strict-transport-security"), None, "http");
    }
    let door = Door::with(&[("server.public_url", "https://renexus.example.org")]);
    let answer = door.ask(Request::get("/")).await;
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
}

/// SPEC API-8
#[tokio::test]
async fn pages_of_allowed_origins_continue_logins_and_others_do_not_even_ask() {
    let ask = |origin: &str| {
        Request::new("OPTIONS", "/api/v1/auth/refresh")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "if-match, idempotency-key")
    };
    let door = Door::open();
    let allowed = door.ask(ask("http://localhost:3000")).await;
    assert_eq!(allowed.status, 200, "{}", allowed.text());
    assert_eq!(allowed.header("access-control-allow-credentials"), Some("true"));
    let foreign = door.ask(ask("https://evil.example.org")).await;
    assert_eq!(foreign.header("access-control-allow-origin"), None);
    let open = Door::with(&[("server.allowed_origins", "*")]);
    let anybody = open.ask(ask("https://evil.example.org")).await;
    assert_eq!(anybody.header("access-control-allow-credentials"), None, "never with cookies");
}
