//! Rights that end while sockets are open.

use renexus_load::http::Request;
use renexus_load::peer::{Dialect, Heard};
use renexus_load::{Peer, Protocol};
use serde_json::json;

use crate::door::raw::{CLOSE, RawSocket};
use crate::door::{CUT_OFF, DEADLINE, Door, forge, until, words};
use crate::{Answer, is_accepted, refused, try_to_open};

/// SPEC ACC-5: a socket lives no longer than its token.
#[tokio::test]
async fn an_expired_token_ends_its_open_sockets() {
    let door = Door::open();
    let stayer = door.writer(Protocol::Hocuspocus, "notes").await;
    let token = door.token_of("ada", "*", &["--ttl", "3s"]);
    let peers = everywhere(&door, &token).await;
    let within = std::time::Duration::from_secs(3) + CUT_OFF;
    for (protocol, peer) in Protocol::ALL.into_iter().zip(&peers) {
        let (code, _) =
            peer.wait_closed(within).await.unwrap_or_else(|error| panic!("{protocol}: {error}"));
        assert_eq!(code, 4_401, "{protocol}");
    }
    assert!(!is_accepted(&door, &token).await);
    assert_eq!(stayer.closed(), None, "others are not concerned");
}

/// SPEC ACC-6, ACC-7, HTTP-9: taken back at once, and for good.
#[tokio::test]
async fn a_revoked_token_ends_its_open_sockets_and_stays_out_after_a_restart() {
    let mut door = Door::open();
    let stayer = door.writer(Protocol::Hocuspocus, "notes").await;
    let token = door.token("*", "write");
    let peers = everywhere(&door, &token).await;
    revoke(&door, &token).await;
    for (protocol, peer) in Protocol::ALL.into_iter().zip(&peers) {
        let (code, _) =
            peer.wait_closed(CUT_OFF).await.unwrap_or_else(|error| panic!("{protocol}: {error}"));
        assert_eq!(code, 4_401, "{protocol}");
    }
    assert!(!is_accepted(&door, &token).await);
    stayer.insert("undisturbed").unwrap();
    stayer.all_acknowledged().await.unwrap();

    door.restart(&[]);
    assert!(!is_accepted(&door, &token).await, "forgotten by the restart");
    assert!(is_accepted(&door, &door.token("*", "write")).await);
}

/// SPEC ACC-6: what was queued for somebody who may not have it any more is dropped.
#[tokio::test]
async fn what_is_queued_for_a_revoked_reader_is_dropped() {
    let patient = [("session.outlet_bytes", "200000000"), ("session.stalled_seconds", "600")];
    let door = Door::with(&patient);
    let writer = door.writer(Protocol::Hocuspocus, "notes").await;
    let token = door.token("notes", "read");
    let mut reader = RawSocket::open(&door.target(Protocol::YWebsocket, "notes", &token)).await;
    let dialect = Dialect::new(Protocol::YWebsocket, "notes");
    reader.send(&dialect.step_one(&[0])).await;
    // From here on nothing is read: more is sent than sockets hold.
    let (edits, size) = (20, 1 << 20);
    let page = "x".repeat(size);
    for client in 0..edits {
        writer.send_update(&words(1_000 + client, &page));
    }
    writer.wait_acknowledged(edits, DEADLINE * 3).await.unwrap();
    revoke(&door, &token).await;

    let mut heard = 0;
    let code = loop {
        let frame = reader.next().await.expect("a close frame");
        if frame.opcode == CLOSE {
            break u16::from_be_bytes([frame.payload[0], frame.payload[1]]);
        }
        heard += frame.payload.len();
    };
    assert_eq!(code, 4_401);
    let sent = usize::try_from(edits).unwrap() * size;
    assert!(heard < sent, "all of {sent} bytes came although the token was revoked");
}

/// SPEC ACC-8: who gave a right away loses it together with those who got it.
#[tokio::test]
async fn a_client_token_of_y_sweet_ends_with_its_parent() {
    let mut door = Door::open();
    let parent = door.token("*", "write");
    let child = client_token(&door, &parent, "{}").await;
    let grandchild = client_token(&door, &child, "{}").await;
    let mut open = Vec::new();
    for token in [&child, &grandchild] {
        open.push(door.peer(Protocol::YSweet, "notes", token).await);
        open.push(door.peer(Protocol::YWebsocket, "notes", token).await);
    }
    revoke(&door, &parent).await;
    for peer in &open {
        assert_eq!(peer.wait_closed(CUT_OFF).await.unwrap().0, 4_401);
    }
    for restarted in [false, true] {
        if restarted {
            door.restart(&[]);
        }
        for token in [&child, &grandchild] {
            let answer = try_to_open(&door, Protocol::YSweet, "notes", Some(token)).await;
            assert_eq!(answer, Answer::Status(401), "after a restart: {restarted}");
        }
    }
}

/// SPEC ACC-8, HTTP-13: nobody gives more than they have, or for longer.
#[tokio::test]
async fn a_client_token_of_y_sweet_gives_no_more_than_its_parent_has() {
    let door = Door::open();
    let writer = door.token_of("ada", "*", &["--ttl", "60s"]);
    let child = client_token(&door, &writer, r#"{"validForSeconds":86400}"#).await;
    let end = |token: &str| forge::read(token).1["exp"].as_i64().unwrap();
    assert!(end(&child) <= end(&writer));

    let reader = door.token("notes", "read");
    let full = Request::post("/doc/notes/auth").bearer(&reader).json(r#"{"authorization":"full"}"#);
    assert_eq!(door.ask(full).await.status, 403);
    let read_only = client_token(&door, &reader, "{}").await;
    assert_eq!(forge::read(&read_only).1["documents"], json!({ "notes": "read" }));
    assert_eq!(
        try_to_open(&door, Protocol::YSweet, "other", Some(&child)).await,
        Answer::Status(403)
    );
}

/// SPEC ACC-9: promoted and demoted without leaving the document.
#[tokio::test]
async fn a_second_token_changes_the_rights_in_place() {
    let door = Door::open();
    let witness = door.writer(Protocol::YWebsocket, "notes").await;
    let mut member = Member::enter(&door).await;
    let (write, read) = (door.token("*", "write"), door.token("notes", "read"));
    for (client, token, scope, saved) in [
        (1, &write, "read-write", true),
        (2, &read, "readonly", false),
        (3, &write, "read-write", true),
    ] {
        assert_eq!(member.show(token).await, scope);
        assert_eq!(member.write(client).await, saved, "as {scope}");
    }
    until("the two accepted edits arrive", async || {
        witness.text() == "31" || witness.text() == "13"
    })
    .await;

    member.socket.send(&member.dialect.auth("nonsense").unwrap()).await;
    member.hear(|heard| matches!(heard, Heard::Denied(_)).then_some(())).await;
    assert_eq!(member.show(&write).await, "read-write", "a good token is a fresh start");
    assert!(member.write(4).await);
}

/// SPEC ACC-9, ACC-5, ACC-6: the last token counts, and no former one.
#[tokio::test]
async fn the_end_of_a_former_token_does_not_concern_a_member_with_a_new_one() {
    let door = Door::open();
    let mut member = Member::enter(&door).await;
    let (short, revoked) =
        (door.token_of("ada", "*", &["--ttl", "2s"]), door.token_of("ada", "*", &[]));
    for token in [&short, &revoked, &door.token_of("ada", "*", &[])] {
        member.show(token).await;
    }
    revoke(&door, &revoked).await;
    until("the first token is over", async || {
        door.ask(Request::get("/api/documents").bearer(&short)).await.status == 401
    })
    .await;
    assert!(member.write(1).await);
}

/// A member of `notes` on the named socket, frame by frame.
struct Member {
    socket: RawSocket,
    dialect: Dialect,
}

impl Member {
    async fn enter(door: &Door) -> Self {
        let dialect = Dialect::new(Protocol::Hocuspocus, "notes");
        let mut socket = RawSocket::open(&door.server.target(Protocol::Hocuspocus, "notes")).await;
        socket.send(&dialect.auth(&door.token("*", "write")).unwrap()).await;
        socket.send(&dialect.step_two(&[0, 0])).await;
        let mut member = Self { socket, dialect };
        member.hear(|heard| matches!(heard, Heard::Saved(true)).then_some(())).await;
        member
    }

    /// Shows another token; the scope that is granted. The first Step2 of a new membership goes along.
    async fn show(&mut self, token: &str) -> String {
        self.socket.send(&self.dialect.auth(token).unwrap()).await;
        let scope = self.hear(|heard| match heard {
            Heard::Granted(scope) => Some(scope.to_string()),
            _ => None,
        });
        let scope = scope.await;
        self.socket.send(&self.dialect.step_two(&[0, 0])).await;
        self.hear(|heard| matches!(heard, Heard::Saved(true)).then_some(())).await;
        scope
    }

    /// Writes the number of a new client; whether it was saved.
    async fn write(&mut self, client: u64) -> bool {
        let update = words(client, &client.to_string());
        self.socket.send(&self.dialect.update(&update)).await;
        self.hear(|heard| match heard {
            Heard::Saved(saved) => Some(*saved),
            _ => None,
        })
        .await
    }

    async fn hear<T>(&mut self, look: impl Fn(&Heard<'_>) -> Option<T>) -> T {
        loop {
            let frame = self.socket.message().await;
            if let Some(found) = self.dialect.read(&frame).unwrap().iter().find_map(&look) {
                return found;
            }
        }
    }
}

async fn everywhere(door: &Door, token: &str) -> Vec<Peer> {
    let mut peers = Vec::new();
    for protocol in Protocol::ALL {
        let peer = door.peer(protocol, "notes", token).await;
        peer.insert("x").unwrap();
        peer.wait_acknowledged(1, DEADLINE).await.unwrap();
        peers.push(peer);
    }
    peers
}

async fn revoke(door: &Door, token: &str) {
    let path = format!("/api/tokens/{}", forge::id_of(token));
    let answer = door.ask(Request::new("DELETE", &path).bearer(&door.token("*", "manage"))).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
}

/// What `POST /doc/notes/auth` gives to the bearer of a token.
async fn client_token(door: &Door, token: &str, body: &str) -> String {
    door.writer(Protocol::Hocuspocus, "notes").await;
    let answer = door.ask(Request::post("/doc/notes/auth").bearer(token).json(body)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json().unwrap()["token"].as_str().unwrap().to_owned()
}

/// SPEC ACC-21: a bare socket whose token is bad is told why, and closed.
#[tokio::test]
async fn a_bad_token_is_told_in_the_words_of_each_protocol() {
    let door = Door::open();
    for protocol in Protocol::ALL {
        assert_eq!(
            try_to_open(&door, protocol, "notes", Some("nonsense")).await,
            refused(protocol, 4_401)
        );
    }
}
