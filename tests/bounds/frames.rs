//! Frames that are too big, broken, or of the wrong kind.

use renexus_load::Protocol;

use crate::door::raw::{BINARY, CONTINUATION, RawSocket, TEXT, header};
use crate::door::{Door, words};
use crate::{Member, all_is_well};

/// Room in a websocket message beside the update, as docs/SPEC.md names it.
const ROOM: usize = 4_096;
const UPDATE_BYTES: usize = 65_536;
const SMALL: [(&str, &str); 1] = [("document.update_bytes", "65536")];

/// SPEC BND-1: the header is enough, the bytes are not waited for.
#[tokio::test]
async fn a_frame_that_is_too_big_is_refused_by_its_header() {
    let door = Door::with(&SMALL);
    for protocol in Protocol::ALL {
        for length in [UPDATE_BYTES + ROOM + 1, 1 << 40] {
            let mut member = Member::enter(&door, protocol, "notes").await;
            member.socket.send_bytes(&header(BINARY, true, length)).await;
            member.socket.send_bytes(&[0; 1_024]).await;
            assert_eq!(member.closed().await, 1_009, "{protocol} {length}");
        }
    }
    all_is_well(&door, "notes").await;
}

/// SPEC BND-2, WIRE-12: the largest update passes, one byte more does not.
#[tokio::test]
async fn an_update_that_is_too_big_is_refused() {
    let door = Door::with(&SMALL);
    let overhead = words(1, &"x".repeat(UPDATE_BYTES / 2)).len() - UPDATE_BYTES / 2;
    for (client, protocol) in (1..).zip(Protocol::ALL) {
        let document = format!("{protocol}");
        let largest = words(client, &"x".repeat(UPDATE_BYTES - overhead));
        assert_eq!(largest.len(), UPDATE_BYTES);
        let peer = door.writer(protocol, &document).await;
        peer.send_update(&largest);
        peer.all_acknowledged().await.unwrap();

        let mut member = Member::enter(&door, protocol, &document).await.introduce().await;
        let larger = words(100 + client, &"x".repeat(UPDATE_BYTES - overhead + 1));
        member.socket.send(&member.dialect.update(&larger)).await;
        let (code, before) = member.socket.closed().await;
        assert_eq!(code, 1_009, "{protocol}");
        let refused = |frame: &Vec<u8>| {
            member.dialect.read(frame).is_ok_and(|heard| heard.iter().any(is_refusal))
        };
        assert!(before.iter().any(refused), "{protocol}: closed without an answer");
        all_is_well(&door, &document).await;
    }
}

/// SPEC BND-3: what breaks the encoding is not guessed at.
#[tokio::test]
async fn a_malformed_frame_is_a_violation() {
    let door = Door::open();
    for protocol in Protocol::ALL {
        let named = |body: &[u8]| match protocol {
            Protocol::Hocuspocus => [b"\x05notes".as_slice(), body].concat(),
            _ => body.to_vec(),
        };
        for (what, body) in [
            ("an update that ends early", vec![0, 2, 200, 1, 0]),
            ("a sync message of no kind", vec![0, 3, 1, 0]),
            ("a length of no bytes", vec![0, 2]),
            ("an endless number", vec![0xff; 12]),
            ("awareness that ends early", vec![1, 9, 1]),
        ] {
            let mut member = Member::enter(&door, protocol, "notes").await;
            member.socket.send(&named(&body)).await;
            assert_eq!(member.closed().await, 1_008, "{protocol}: {what}");
        }
    }
    let collab = [
        ("bytes behind the message", b"\x05notes\x03\x00".to_vec()),
        ("a name that is not text", b"\x02\xff\xff\x03".to_vec()),
        ("a name that ends early", b"\x7fnotes".to_vec()),
        ("nothing at all", Vec::new()),
    ];
    for (what, frame) in collab {
        let mut member = Member::enter(&door, Protocol::Hocuspocus, "notes").await;
        member.socket.send(&frame).await;
        assert_eq!(member.closed().await, 1_008, "{what}");
    }
    all_is_well(&door, "notes").await;
}

/// SPEC BND-4: no protocol has a type 77.
#[tokio::test]
async fn an_unknown_message_type_is_a_violation() {
    let door = Door::open();
    for protocol in Protocol::ALL {
        for kind in [77, 11, 103] {
            let mut member = Member::enter(&door, protocol, "notes").await;
            let frame = match protocol {
                Protocol::Hocuspocus => [b"\x05notes".as_slice(), &[kind, 0]].concat(),
                _ => vec![kind, 0],
            };
            member.socket.send(&frame).await;
            assert_eq!(member.closed().await, 1_008, "{protocol} {kind}");
        }
    }
    all_is_well(&door, "notes").await;
}

/// SPEC BND-5: whole and in fragments.
#[tokio::test]
async fn a_text_frame_is_a_violation() {
    let door = Door::open();
    for protocol in Protocol::ALL {
        for last in [true, false] {
            let mut member = Member::enter(&door, protocol, "notes").await;
            member.socket.send_frame(TEXT, last, b"hello").await;
            assert_eq!(member.closed().await, 1_008, "{protocol}");
        }
    }
}

/// SPEC BND-3: websocket frames have rules of their own, also before the first token.
#[tokio::test]
async fn a_frame_that_breaks_the_websocket_protocol_is_a_violation() {
    let door = Door::with(&[("server.workers", "1")]);
    for protocol in [Protocol::YWebsocket, Protocol::Hocuspocus] {
        for (what, bytes) in [
            ("a continuation of nothing", vec![0x80, 0x81, 0, 0, 0, 0, 1]),
            ("an opcode that nobody has", vec![0x83, 0x81, 0, 0, 0, 0, 1]),
            ("a control opcode that nobody has", vec![0x8b, 0x80, 0, 0, 0, 0]),
            ("reserved bits", vec![0xc2, 0x81, 0, 0, 0, 0, 1]),
            ("no mask", vec![0x82, 1, 1]),
            ("a long ping", [&[0x89, 0x80 | 126, 0, 126, 0, 0, 0, 0][..], &[0; 126]].concat()),
        ] {
            let mut socket =
                RawSocket::open(&door.target(protocol, "notes", door.everything())).await;
            socket.send_bytes(&bytes).await;
            assert_eq!(socket.closed().await.0, 1_008, "{protocol}: {what}");
        }
    }
    all_is_well(&door, "notes").await;
}

/// SPEC BND-6: some fragments are fine, a thousand are not.
#[tokio::test]
async fn a_thousand_fragments_are_a_violation() {
    let door = Door::open();
    let update = words(5, "in pieces");
    for protocol in Protocol::ALL {
        let document = format!("{protocol}");
        let mut member = Member::enter(&door, protocol, &document).await.introduce().await;
        let frame = member.dialect.update(&update);
        for (index, byte) in frame.iter().enumerate() {
            let opcode = if index == 0 { BINARY } else { CONTINUATION };
            member.socket.send_frame(opcode, index + 1 == frame.len(), &[*byte]).await;
        }
        crate::door::until("the pieces arrive", async || door.text(&document).await == "in pieces")
            .await;

        member.socket.send_frame(BINARY, false, &[0]).await;
        for _ in 0..1_000 {
            member.socket.send_frame(CONTINUATION, false, &[0]).await;
        }
        assert_eq!(member.closed().await, 1_008, "{protocol}");
    }
}

/// SPEC BND-7: the sum counts, and nothing is kept beyond it.
#[tokio::test]
async fn a_fragmented_message_beyond_the_bound_is_too_big() {
    let door = Door::with(&SMALL);
    let piece = vec![0; 8 * 1_024];
    for protocol in Protocol::ALL {
        let mut member = Member::enter(&door, protocol, "notes").await;
        member.socket.send_frame(BINARY, false, &piece).await;
        for _ in 0..9 {
            member.socket.send_frame(CONTINUATION, false, &piece).await;
        }
        assert_eq!(member.closed().await, 1_009, "{protocol}");
    }
    all_is_well(&door, "notes").await;
}

fn is_refusal(heard: &renexus_load::peer::Heard<'_>) -> bool {
    use renexus_load::peer::Heard;
    matches!(heard, Heard::Saved(false) | Heard::Denied(_))
}
