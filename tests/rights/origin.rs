//! Which pages may connect.

use renexus_load::Protocol;

use crate::door::Door;
use crate::door::raw::RawSocket;

/// SPEC ACC-15: listed pages, our own, and programs.
#[tokio::test]
async fn pages_of_foreign_origins_are_refused_before_the_upgrade() {
    let door =
        Door::with(&[("server.allowed_origins", "https://app.example.org,http://localhost:*")]);
    let token = door.token("*", "write");
    let own = format!("http://{}", door.server.addr());
    for protocol in Protocol::ALL {
        for (origin, status) in [
            (Some("https://app.example.org"), 101),
            (Some("http://localhost:5173"), 101),
            (Some("http://localhost"), 101),
            (Some(&*own), 101),
            (None, 101),
            (Some("https://evil.example"), 403),
            (Some("https://app.example.org.evil.example"), 403),
            (Some("http://app.example.org"), 403),
            (Some("http://localhost:5173.evil.example"), 403),
            (Some("http://127.0.0.1:1"), 403),
            (Some("null"), 403),
        ] {
            let target = door.target(protocol, "notes", &token);
            let target = match origin {
                Some(origin) => target.with_header("origin", origin),
                None => target,
            };
            let head = RawSocket::ask(&target).await.head;
            let line = format!("HTTP/1.1 {status}");
            assert!(
                head.starts_with(&line),
                "{protocol} from {origin:?}, expected {status}: {head}"
            );
        }
    }
}
