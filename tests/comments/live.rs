//! Notifications on open sockets.

use renexus_load::Protocol;
use renexus_load::peer::{Dialect, Heard};
use serde_json::{Value, json};

use crate::door::Door;
use crate::door::raw::RawSocket;
use crate::talking::Company;

/// One socket in the channel of a workspace.
struct Channel {
    socket: RawSocket,
    dialect: Dialect,
}

impl Channel {
    /// Enters, and waits until one is in.
    async fn enter(door: &Door, workspace: &str, token: &str) -> Self {
        let name = format!("workspace/{workspace}");
        let target = door.server.target(Protocol::Hocuspocus, &name);
        let dialect = Dialect::new(Protocol::Hocuspocus, &name);
        let mut socket = RawSocket::open(&target).await;
        socket.send(&dialect.auth(token).expect("Hocuspocus shows tokens in a frame")).await;
        let mut channel = Self { socket, dialect };
        channel.hear(|heard| matches!(heard, Heard::Granted(_)).then_some(())).await;
        channel
    }

    /// Reads on until something is heard.
    async fn hear<T>(&mut self, look: impl Fn(&Heard<'_>) -> Option<T>) -> T {
        loop {
            let frame = self.socket.message().await;
            if let Some(found) = self.dialect.read(&frame).unwrap().iter().find_map(&look) {
                return found;
            }
        }
    }

    /// The notifications up to the first event of a kind, and nothing behind it.
    async fn notices_until(&mut self, kind: &str) -> Vec<Value> {
        let mut notices = Vec::new();
        loop {
            let text = self.hear(|heard| match heard {
                Heard::Stateless(text) => Some((*text).to_owned()),
                _ => None,
            });
            let told: Value = serde_json::from_str(&text.await).expect("JSON");
            if told["type"] == "notification.created" {
                assert_eq!(told.get("seq"), None, "it is no event of the workspace");
                notices.push(told["notification"].clone());
            } else if told["type"] == kind {
                return notices;
            }
        }
    }
}

/// SPEC NTF-10
#[tokio::test]
async fn a_notification_reaches_its_person_alone_and_at_once() {
    let company = Company::open().await;
    let (ada, eve, bob) = (&company.studio.ada, &company.eve, &company.bob);
    company.studio.task("One", json!({})).await;
    let studio = workspace_of(&company).await;
    let door = &company.studio.door;
    let mut eves = Channel::enter(door, &studio, &eve.token).await;
    let mut bobs = Channel::enter(door, &studio, &bob.token).await;
    let thread = company.begin(ada, "REN-1", "@eve, look").await;
    company.ask(ada, ("POST", "labels"), json!({ "name": "end" })).await;
    let heard = eves.notices_until("label.created").await;
    assert_eq!(heard, company.notices(eve, "").await);
    assert_eq!((heard.len(), &heard[0]["thread"]), (1, &thread["id"]));
    assert!(bobs.notices_until("label.created").await.is_empty());
}

/// The id of the studio.
async fn workspace_of(company: &Company) -> String {
    company.studio.read("").await["id"].as_str().unwrap().to_owned()
}
