//! The bare relay, through real sockets.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::net::SocketAddr;
use std::time::Duration;

use renexus_load::floor::Floor;
use renexus_load::peer::{Connection, Dialect};
use renexus_load::{Peer, Protocol, Target};
use tokio_tungstenite::tungstenite::Message;

const DEADLINE: Duration = Duration::from_secs(10);

fn floor(threads: usize) -> Floor {
    Floor::start(SocketAddr::from(([127, 0, 0, 1], 0)), threads).unwrap()
}

/// A socket in a room. The answer to its Step1 says that it is let in.
async fn enter(floor: &Floor, room: &str) -> Connection {
    let mut socket = Connection::open(floor.addr(), room, &[]).await.unwrap();
    let dialect = Dialect::new(Protocol::YWebsocket, room);
    socket.send_bytes(dialect.step_one(&[0])).await.unwrap();
    assert_eq!(heard(&mut socket).await, dialect.step_two(&[0, 0]));
    socket
}

async fn heard(socket: &mut Connection) -> Vec<u8> {
    socket.next(DEADLINE).await.unwrap().into_data().to_vec()
}

fn update(number: u8) -> Vec<u8> {
    Dialect::new(Protocol::YWebsocket, "").update(&[number; 300])
}

#[tokio::test]
async fn everybody_else_in_the_room_hears_it_once() {
    for threads in [1, 3] {
        let floor = floor(threads);
        for room in ["/a", "/b", "/c", "/d"] {
            let mut ada = enter(&floor, room).await;
            let mut bob = enter(&floor, room).await;
            let mut eve = enter(&floor, room).await;
            let mut elsewhere = enter(&floor, "/elsewhere").await;
            for number in 1..=50 {
                ada.send_bytes(update(number)).await.unwrap();
                bob.send_bytes(update(number + 100)).await.unwrap();
            }
            let mut all = Vec::new();
            for number in 1..=50 {
                assert_eq!(heard(&mut bob).await, update(number), "in order, without its own");
                assert_eq!(heard(&mut ada).await, update(number + 100));
                all.push(heard(&mut eve).await);
                all.push(heard(&mut eve).await);
            }
            all.sort();
            let mut expected: Vec<_> =
                (1..=50).flat_map(|n| [update(n), update(n + 100)]).collect();
            expected.sort();
            assert_eq!(all, expected);
            // Answers come in order: nothing else came before this one.
            for socket in [&mut ada, &mut bob, &mut eve, &mut elsewhere] {
                socket.send_bytes(vec![0, 0, 1, 0]).await.unwrap();
                assert_eq!(heard(socket).await, [0, 1, 2, 0, 0]);
            }
        }
    }
}

#[tokio::test]
async fn a_message_larger_than_a_read_arrives_whole() {
    let floor = floor(1);
    let (mut ada, mut bob) = (enter(&floor, "/big").await, enter(&floor, "/big").await);
    let big = Dialect::new(Protocol::YWebsocket, "").update(&vec![7; 3_000_000]);
    ada.send_bytes(big.clone()).await.unwrap();
    ada.send_bytes(update(1)).await.unwrap();
    assert_eq!(heard(&mut bob).await, big);
    assert_eq!(heard(&mut bob).await, update(1));
}

#[tokio::test]
async fn a_reader_that_takes_nothing_is_cut_and_the_others_are_not() {
    let floor = floor(1);
    let (mut ada, mut bob) = (enter(&floor, "/slow").await, enter(&floor, "/slow").await);
    let mut asleep = enter(&floor, "/slow").await;
    let block = Dialect::new(Protocol::YWebsocket, "").update(&vec![7; 1_000_000]);
    for _ in 0..40 {
        ada.send_bytes(block.clone()).await.unwrap();
        assert_eq!(heard(&mut bob).await, block);
    }
    let (code, _) = asleep.wait_closed(DEADLINE).await.unwrap();
    assert_eq!(code, 1006);
}

#[tokio::test]
async fn it_says_goodbye_and_answers_pings() {
    let floor = floor(1);
    let mut ada = enter(&floor, "/").await;
    ada.send(Message::Ping(b"hey".as_slice().into())).await.unwrap();
    assert_eq!(ada.next(DEADLINE).await.unwrap(), Message::Pong(b"hey".as_slice().into()));
    ada.send(Message::Close(None)).await.unwrap();
    assert!(matches!(ada.next(DEADLINE).await.unwrap(), Message::Close(_)));
}

#[tokio::test]
async fn editors_follow_each_other() {
    let floor = floor(1);
    let target = || Target::new(floor.addr(), Protocol::YWebsocket, "notes").without_markers();
    let (ada, bob) =
        (Peer::connect(target()).await.unwrap(), Peer::connect(target()).await.unwrap());
    ada.synced().await.unwrap();
    bob.synced().await.unwrap();
    ada.insert("hello").unwrap();
    bob.wait_text("hello", DEADLINE).await.unwrap();
    bob.close().await.unwrap();
}
