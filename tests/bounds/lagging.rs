//! Readers that do not read.

use renexus_load::{Peer, Protocol};
use renexus_wire::lib0::Reader;

use crate::door::raw::CLOSE;
use crate::door::{DEADLINE, Door, until, words};
use crate::{Member, come_back};

/// More than the sockets between two processes hold, and less than the test client takes at once.
const EDITS: u64 = 15;
const EDIT_BYTES: usize = 1_000_000;

/// SPEC BND-14: cut off alone, told why, and complete when it comes back.
#[tokio::test]
async fn a_reader_that_does_not_read_is_cut_off_and_comes_back_complete() {
    let door = Door::with(&[("session.outlet_bytes", "1000000")]);
    let writer = door.writer(Protocol::Hocuspocus, "notes").await;
    let witness = door.writer(Protocol::YSweet, "notes").await;
    let mut stuck = Vec::new();
    for protocol in Protocol::ALL {
        stuck.push(Member::enter(&door, protocol, "notes").await);
    }
    let page = "x".repeat(EDIT_BYTES);
    for client in 0..EDITS {
        writer.send_update(&words(1_000 + client, &page));
        // One after the other: only who does not read may lag.
        writer.wait_acknowledged(client + 1, DEADLINE).await.unwrap();
        until("everybody else has it", async || authors(&witness) > client).await;
    }
    let all = EDIT_BYTES * usize::try_from(EDITS).unwrap();
    for (protocol, member) in Protocol::ALL.into_iter().zip(&mut stuck) {
        let (code, heard) = read_on(member).await;
        assert_eq!(code, come_back(protocol, 4_430), "{protocol}");
        assert!(heard < all, "{protocol}");
    }
    assert!(writer.closed().is_none() && witness.closed().is_none(), "others were disturbed");
    assert_eq!(door.server.metric::<u64>("renexus_outlet_drops_total").await.unwrap(), Some(3));

    for protocol in Protocol::ALL {
        let back = door.writer(protocol, "notes").await;
        assert!(back.text().len() >= all, "{protocol}");
        back.insert("!").unwrap();
        back.all_acknowledged().await.unwrap();
    }
}

/// How many clients an editor has heard of: the first number of its state vector.
fn authors(peer: &Peer) -> u64 {
    Reader::new(&peer.state_vector()).var_uint().unwrap()
}

/// Reads what is left: the close code, and how many bytes came before it.
async fn read_on(member: &mut Member) -> (u16, usize) {
    let mut heard = 0;
    loop {
        let frame = member.socket.next().await.expect("a close frame");
        if frame.opcode == CLOSE {
            return (u16::from_be_bytes([frame.payload[0], frame.payload[1]]), heard);
        }
        heard += frame.payload.len();
    }
}
