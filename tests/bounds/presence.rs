//! Presence that is too much.

use renexus_load::Protocol;
use renexus_load::peer::encode_presence;
use renexus_wire::lib0::{write_var_string, write_var_uint};
use serde_json::json;

use crate::door::{DEADLINE, Door};
use crate::{Member, all_is_well};

/// SPEC BND-15: a cursor is small.
#[tokio::test]
async fn a_presence_state_that_is_too_big_is_refused() {
    let door = Door::with(&[("presence.state_bytes", "2000")]);
    for protocol in Protocol::ALL {
        let mut member = Member::enter(&door, protocol, "notes").await;
        let state = json!({ "cursor": "x".repeat(2_000) }).to_string();
        member.socket.send(&member.dialect.awareness(&encode_presence(7, 1, &state))).await;
        assert_eq!(member.closed().await, 1_009, "{protocol}");
    }
    all_is_well(&door, "notes").await;
}

/// SPEC BND-16: whether they are written out or only claimed.
#[tokio::test]
async fn fifty_thousand_forged_clients_are_a_violation() {
    let door = Door::open();
    let mut written_out = Vec::new();
    write_var_uint(&mut written_out, 50_000);
    for client in 0..50_000 {
        write_var_uint(&mut written_out, client);
        write_var_uint(&mut written_out, 1);
        write_var_string(&mut written_out, "{}");
    }
    let claimed = [0xd0, 0x86, 3, 1, 1, 0].to_vec();
    for protocol in Protocol::ALL {
        for crowd in [&written_out, &claimed] {
            let mut member = Member::enter(&door, protocol, "notes").await;
            member.socket.send(&member.dialect.awareness(crowd)).await;
            assert_eq!(member.closed().await, 1_008, "{protocol}");
        }
    }
    let newcomer = door.writer(Protocol::YWebsocket, "notes").await;
    assert!(
        newcomer.presences().is_empty(),
        "{} forged clients are shown",
        newcomer.presences().len()
    );
    all_is_well(&door, "notes").await;
}

/// SPEC PRS-6: a thousand clients in one message of allowed size are one.
#[tokio::test]
async fn one_member_invents_no_crowd() {
    let door = Door::open();
    let watcher = door.writer(Protocol::Hocuspocus, "notes").await;
    let mut member = Member::enter(&door, Protocol::YWebsocket, "notes").await;
    let mut crowd = Vec::new();
    write_var_uint(&mut crowd, 1_000);
    for client in 1..=1_000 {
        write_var_uint(&mut crowd, client);
        write_var_uint(&mut crowd, 1);
        write_var_string(&mut crowd, "{}");
    }
    member.socket.send(&member.dialect.awareness(&crowd)).await;
    for client in 2_000..2_100 {
        member.socket.send(&member.dialect.awareness(&encode_presence(client, 1, "{}"))).await;
    }
    // What follows is shown after everything before it.
    member.socket.send(&member.dialect.awareness(&encode_presence(1, 2, r#"{"last":true}"#))).await;
    let shown = watcher.wait_presences("the last state", DEADLINE, |shown| {
        shown.values().any(|state| state.get("last").is_some())
    });
    assert_eq!(shown.await.unwrap().into_keys().collect::<Vec<_>>(), [1]);
}
