//! Readers that do not read.

use std::time::{Duration, Instant};

use renexus_load::{Peer, Protocol};
use renexus_wire::lib0::Reader;

use crate::door::raw::CLOSE;
use crate::door::{DEADLINE, Door, until, words};
use crate::{Member, come_back};

/// More than the sockets between two processes hold, and less than the test client takes at once.
const EDITS: u64 = 15;
const EDIT_BYTES: usize = 1_000_000;
/// Between two edits for somebody who does not read.
const PACE: Duration = Duration::from_millis(100);

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
        // Whoever reads too late finds the connection ended.
        assert!(code.is_none_or(|code| code == come_back(protocol, 4_430)), "{protocol}: {code:?}");
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

/// SPEC BND-14: nothing is left of a connection five seconds after its reader stopped reading.
#[tokio::test]
async fn a_reader_that_stops_reading_is_cut_within_five_seconds() {
    const CUT_WITHIN: Duration = Duration::from_secs(5);
    let door = Door::with(&[]);
    let writer = door.writer(Protocol::Hocuspocus, "notes").await;
    let stuck = Member::enter(&door, Protocol::YWebsocket, "notes").await;
    let connections = async || door.server.metric::<u64>("renexus_connections").await.unwrap();
    until("both are here", async || connections().await == Some(2)).await;
    let stopped = Instant::now();
    let page = "x".repeat(EDIT_BYTES);
    let mut written = 0;
    for client in 0.. {
        writer.send_update(&words(1_000 + client, &page));
        writer.wait_acknowledged(client + 1, DEADLINE).await.unwrap();
        written += EDIT_BYTES;
        if connections().await == Some(1) {
            break;
        }
        assert!(stopped.elapsed() < CUT_WITHIN, "it is still here");
        tokio::time::sleep(PACE).await;
    }
    assert!(writer.closed().is_none(), "others were disturbed");
    drop(stuck);
    let back = door.writer(Protocol::YWebsocket, "notes").await;
    until("it lacks nothing", async || back.text().len() == written).await;
}

/// SPEC BND-14: whoever reads on at once is told why.
#[tokio::test]
async fn a_reader_that_lagged_is_told_why() {
    let door = Door::with(&[("session.outlet_bytes", "1000000")]);
    let writer = door.writer(Protocol::Hocuspocus, "notes").await;
    let mut slow = Member::enter(&door, Protocol::Hocuspocus, "notes").await;
    let drops = async || door.server.metric::<u64>("renexus_outlet_drops_total").await.unwrap();
    let page = "x".repeat(EDIT_BYTES);
    for client in 0..EDITS {
        writer.send_update(&words(1_000 + client, &page));
        writer.wait_acknowledged(client + 1, DEADLINE).await.unwrap();
        if drops().await == Some(1) {
            break;
        }
    }
    assert_eq!(read_on(&mut slow).await.0, Some(4_430));
}

/// How many clients an editor has heard of: the first number of its state vector.
fn authors(peer: &Peer) -> u64 {
    Reader::new(&peer.state_vector()).var_uint().unwrap()
}

/// Reads what is left: the close code if there is one, and how many bytes came before it.
async fn read_on(member: &mut Member) -> (Option<u16>, usize) {
    let mut heard = 0;
    loop {
        let Some(frame) = member.socket.next().await else { return (None, heard) };
        if frame.opcode == CLOSE {
            return (Some(u16::from_be_bytes([frame.payload[0], frame.payload[1]])), heard);
        }
        heard += frame.payload.len();
    }
}
