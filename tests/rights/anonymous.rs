//! What one may do without a token.

use renexus_load::{Peer, Protocol};
use tempfile::tempdir;

use crate::door::{DEADLINE, Door, refused_start};
use crate::{Answer, refused, try_to_open};

/// SPEC ACC-16: by default nothing.
#[tokio::test]
async fn nobody_comes_in_without_a_token_by_default() {
    let door = Door::open();
    for protocol in Protocol::ALL {
        assert_eq!(try_to_open(&door, protocol, "notes", None).await, refused(protocol, 4_401));
    }
}

/// SPEC ACC-16: they read what is there, and make nothing.
#[tokio::test]
async fn visitors_who_may_read_do_not_write() {
    let door = Door::with(&[("auth.anonymous", "read")]);
    let writer = door.writer(Protocol::Hocuspocus, "notes").await;
    writer.insert("for all").unwrap();
    writer.all_acknowledged().await.unwrap();
    for protocol in Protocol::ALL {
        let visitor = visitor(&door, protocol).await;
        assert_eq!(visitor.text(), "for all");
        visitor.insert("graffiti").unwrap();
        visitor.wait_refused(1, DEADLINE).await.unwrap();
        assert_eq!(try_to_open(&door, protocol, "new", None).await, refused(protocol, 4_404));
    }
    assert_eq!(door.text("notes").await, "for all");
}

/// SPEC ACC-16: they open, create and edit; but a bad token is worth less than none.
#[tokio::test]
async fn visitors_who_may_write_need_no_token_and_a_bad_one_is_refused() {
    let door = Door::with(&[("auth.anonymous", "write")]);
    for protocol in Protocol::ALL {
        let visitor = visitor(&door, protocol).await;
        visitor.insert("x").unwrap();
        visitor.all_acknowledged().await.unwrap();
        assert_eq!(
            try_to_open(&door, protocol, "notes", Some("nonsense")).await,
            refused(protocol, 4_401)
        );
    }
    assert_eq!(door.text("notes").await, "xxx");
}

/// SPEC ACC-17: the whole network shall not be let in by accident.
#[test]
fn visitors_are_refused_at_the_start_outside_of_loopback() {
    let folder = tempdir().unwrap();
    for level in ["read", "write"] {
        let told = refused_start(folder.path(), "0.0.0.0:0", &[("auth.anonymous", level)]);
        assert!(
            told.contains("auth.anonymous") && told.contains(level) && told.contains("loopback"),
            "{told}"
        );
    }
}

async fn visitor(door: &Door, protocol: Protocol) -> Peer {
    let peer = Peer::connect(door.server.target(protocol, "notes")).await.unwrap();
    assert_eq!(crate::fate(&peer).await, Answer::In);
    peer
}
