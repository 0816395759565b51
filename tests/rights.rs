//! Who may do what, asked at the front door in all three protocols.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;

#[path = "rights/anonymous.rs"]
mod anonymous;
#[path = "rights/ends.rs"]
mod ends;
#[path = "rights/forged.rs"]
mod forged;
#[path = "rights/keys.rs"]
mod keys;
#[path = "rights/levels.rs"]
mod levels;
#[path = "rights/opening.rs"]
mod opening;
#[path = "rights/origin.rs"]
mod origin;
#[path = "rights/secrecy.rs"]
mod secrecy;

use door::{DEADLINE, Door};
use renexus_load::http::Request;
use renexus_load::{Peer, PeerError, Protocol};

/// How a door answered somebody.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    /// Synced.
    In,
    /// Told so inside of the socket: the close code, or 0 where the socket stays.
    Denied(u16),
    /// Told so before the upgrade.
    Status(u16),
}

/// Tries to open a document.
async fn try_to_open(
    door: &Door,
    protocol: Protocol,
    document: &str,
    token: Option<&str>,
) -> Answer {
    let target = door.server.target(protocol, document);
    let target = match token {
        Some(token) => target.with_token(token),
        None => target,
    };
    match Peer::connect(target).await {
        Ok(peer) => fate(&peer).await,
        Err(PeerError::Refused { status, .. }) => Answer::Status(status),
        Err(error) => panic!("{protocol}: {error}"),
    }
}

/// Waits until a peer is in, or told that it is not.
async fn fate(peer: &Peer) -> Answer {
    tokio::select! {
        biased;
        denied = peer.wait_denied(DEADLINE) => {
            denied.expect("a PermissionDenied before the end");
        }
        synced = peer.synced() => match synced {
            Ok(()) => return Answer::In,
            Err(error) => panic!("neither in nor refused: {error}"),
        },
    }
    match peer.dialect().protocol() {
        Protocol::Hocuspocus => Answer::Denied(0),
        _ => {
            Answer::Denied(peer.wait_closed(DEADLINE).await.expect("the end of a refused socket").0)
        }
    }
}

/// How each protocol says the same refusal: inside with a code, on a socket that stays, or before.
fn refused(protocol: Protocol, code: u16) -> Answer {
    match protocol {
        Protocol::YWebsocket => Answer::Denied(code),
        Protocol::Hocuspocus => Answer::Denied(0),
        Protocol::YSweet => Answer::Status(code - 4_000),
    }
}

/// Whether a token for `*` is taken; every way in has to agree.
async fn is_accepted(door: &Door, token: &str) -> bool {
    let status = door.ask(Request::get("/api/documents").bearer(token)).await.status;
    assert!(status == 200 || status == 401, "the API answered {status}");
    for protocol in Protocol::ALL {
        let opened = match try_to_open(door, protocol, "asked", Some(token)).await {
            Answer::In => true,
            answer => {
                assert_eq!(answer, refused(protocol, 4_401));
                false
            }
        };
        assert_eq!(
            opened,
            status == 200,
            "{protocol} disagrees with the API, which answered {status}"
        );
    }
    status == 200
}
