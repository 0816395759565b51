//! Every role and every level at the doors of sockets and files, as the one table of rights says, with tenants crossed.

use renexus::access::level::{Asker as Entitled, Entry, ResourceKind, Subject, effective};
use renexus::access::{Action, Standing};
use renexus_load::http::Request;
use renexus_load::{Peer, Protocol};
use renexus_wire::access::Level;
use renexus_wire::role::Role;
use serde_json::{Value, json};

use crate::door::people::{Human, OPEN};
use crate::door::{DEADLINE, Door, until};
use crate::matrix::{Asker, askers};

/// What a person may be given in a resource; the first one is nothing.
const GIVEN: [Level; 5] = [Level::None, Level::Read, Level::Comment, Level::Write, Level::Manage];

/// The level that the table gives: by role, or by an entry for the person.
fn level(kind: ResourceKind, asker: &Asker, given: Level) -> Level {
    let role = asker.standing.role;
    let by_default = role.map_or(Level::None, |role| kind.of_role(role));
    let person = Some(asker.human.id.clone());
    let entry = Entry { subject: Subject::Person(asker.human.id.clone()), level: given };
    // Strangers are given nothing: there is no such member.
    let entries: &[Entry] = if role.is_some() { &[entry] } else { &[] };
    effective(&Entitled { person, role, link: None }, by_default, entries)
}

/// What the table says to somebody with a level in a resource.
fn may(action: Action, level: Level) -> bool {
    Standing::default().may_at(action, level)
}

/// Gives everybody who is in the workspace a level in a resource.
async fn give(door: &Door, askers: &[Asker], (kind, resource): (&str, &str), level: Level) {
    let owner = askers.iter().find(|asker| asker.standing.role == Some(Role::Owner)).unwrap();
    for asker in askers.iter().filter(|asker| asker.standing.role.is_some()) {
        let path =
            format!("/api/v1/workspaces/studio/access/{kind}/{resource}/person/{}", asker.human.id);
        let body = json!({ "level": level.name() });
        let (status, told) = door.call(&owner.human, ("PUT", &path), &body).await;
        assert_eq!(status, 204, "{told}");
    }
}

/// An editor who came in; none for somebody who was refused in whatever way the protocol has.
async fn enter(door: &Door, protocol: Protocol, name: &str, token: &str) -> Option<Peer> {
    let peer = door.connect(protocol, name, token).await.ok()?;
    tokio::select! {
        biased;
        denied = peer.wait_denied(DEADLINE) => { denied.expect("a reason"); None }
        synced = peer.synced() => { synced.expect("it is in"); Some(peer) }
    }
}

/// SPEC WS-8, ACC-1, ACC-21, ACC-22, ACC-23
#[tokio::test]
async fn every_level_is_worth_the_same_on_every_socket() {
    let door = Door::with(&[OPEN, ("rates.enter_burst", "0")]);
    let askers = askers(&door).await;
    let studio = studio(&door, &askers).await;
    let mut cells = 0;
    for given in GIVEN {
        let document = format!("given-{}", given.name());
        let made = json!({ "id": document, "workspace": studio }).to_string();
        let made = Request::post("/api/documents").json(&made);
        assert_eq!(door.ask(made.bearer(&door.token("*", "manage"))).await.status, 201);
        give(&door, &askers, ("document", &document), given).await;
        let watcher = door.peer(Protocol::Hocuspocus, &document, door.everything()).await;
        let mut expected = Vec::new();
        for asker in &askers {
            let level = level(ResourceKind::Document, asker, given);
            for protocol in Protocol::ALL {
                let cell = format!("{} with {given:?} by {protocol}", asker.who);
                let entered = enter(&door, protocol, &document, &asker.human.token).await;
                assert_eq!(entered.is_some(), may(Action::ResourceRead, level), "{cell}");
                cells += 1;
                let Some(peer) = entered else { continue };
                let mark = format!("<{} {protocol}>", asker.who);
                peer.insert(&mark).unwrap();
                if may(Action::ResourceWrite, level) {
                    peer.all_acknowledged().await.unwrap_or_else(|error| panic!("{cell}: {error}"));
                    expected.push(mark);
                } else {
                    let refused = peer.wait_refused(1, DEADLINE).await;
                    refused.unwrap_or_else(|error| panic!("{cell}: {error}"));
                }
                // Whoever reads shows where they are.
                peer.set_presence(json!({ "cell": cell }));
                let seen = |all: &std::collections::BTreeMap<u64, Value>| {
                    all.values().any(|state| state["cell"] == json!(cell))
                };
                until(&cell, async || seen(&watcher.presences())).await;
                cells += 2;
            }
        }
        let text = door.text(&document).await;
        assert_eq!(text.matches('<').count(), expected.len(), "{text}");
        assert!(expected.iter().all(|mark| text.contains(mark)), "{text}");
    }
    assert!(cells >= GIVEN.len() * askers.len() * Protocol::ALL.len(), "{cells}");
}

/// SPEC EVT-1, WS-2
#[tokio::test]
async fn the_channel_is_open_to_the_workspace_alone() {
    let door = Door::with(&[OPEN, ("rates.enter_burst", "0")]);
    let askers = askers(&door).await;
    let studio = studio(&door, &askers).await;
    let channel = format!("workspace/{studio}");
    for asker in &askers {
        let entered = enter(&door, Protocol::Hocuspocus, &channel, &asker.human.token).await;
        let allowed = asker.standing.may(Action::EventsRead);
        assert_eq!(entered.is_some(), allowed, "{}", asker.who);
        if let Some(peer) = entered {
            assert_eq!(peer.scope().as_deref(), Some("readonly"), "{}", asker.who);
        }
        for protocol in [Protocol::YWebsocket, Protocol::YSweet] {
            let entered = enter(&door, protocol, &channel, &asker.human.token).await;
            assert!(entered.is_none(), "{} by {protocol}", asker.who);
        }
    }
}

/// SPEC FILE-15, FILE-16, WS-8
#[tokio::test]
async fn every_level_is_worth_the_same_in_files() {
    let door = Door::with(&[OPEN, ("rates.enter_burst", "0")]);
    let askers = askers(&door).await;
    studio(&door, &askers).await;
    let owner = askers.iter().find(|asker| asker.standing.role == Some(Role::Owner)).unwrap();
    let files = "/api/v1/workspaces/studio/files";
    let mut cells = 0;
    for (given, asker) in GIVEN.into_iter().flat_map(|given| askers.iter().map(move |a| (given, a)))
    {
        // One file for each: the last door takes it away.
        let bring = Request::post(&format!("{files}?name=plan.txt")).bearer(&owner.human.token);
        let file = door.ask(bring.bytes("words")).await.json().unwrap();
        let id = file["id"].as_str().unwrap();
        give(&door, &askers, ("file", id), given).await;
        let level = match asker.standing.role {
            Some(Role::Owner) => Level::Manage,
            _ => level(ResourceKind::File, asker, given),
        };
        for (action, method, rest, body) in [
            (Action::ResourceRead, "GET", "", ""),
            (Action::ResourceRead, "GET", "/content", ""),
            (Action::ResourceRead, "POST", "/link", ""),
            (Action::ResourceWrite, "PATCH", "", r#"{"description":"x"}"#),
            (Action::ResourceManage, "PATCH", "", r#"{"restricted":true}"#),
            (Action::ResourceManage, "DELETE", "", ""),
        ] {
            let request = Request::new(method, &format!("{files}/{id}{rest}"));
            let request = request.bearer(&asker.human.token);
            let request = if body.is_empty() { request } else { request.json(body) };
            let status = door.ask(request).await.status;
            let expected = match (may(Action::ResourceRead, level), may(action, level)) {
                (_, true) => [200, 201, 204].as_slice(),
                (true, false) => &[403],
                (false, false) => &[404],
            };
            let cell = format!("{} with {given:?}: {method} {rest} {body}", asker.who);
            assert!(expected.contains(&status), "{cell}: {status}");
            cells += 1;
        }
        foreign(&door, &askers, id).await;
    }
    assert_eq!(cells, GIVEN.len() * askers.len() * 6);
}

/// The address of one workspace shows no file of another.
async fn foreign(door: &Door, askers: &[Asker], id: &str) {
    let other = askers.iter().find(|asker| asker.who == "other tenant").unwrap();
    let path = format!("/api/v1/workspaces/office/files/{id}/content");
    assert_eq!(door.call(&other.human, ("GET", &path), &Value::Null).await.0, 404);
}

/// The id of the workspace.
async fn studio(door: &Door, askers: &[Asker]) -> String {
    let owner: &Human = &askers.iter().find(|asker| asker.who == "owner").unwrap().human;
    let found = door.call(owner, ("GET", "/api/v1/workspaces/studio"), &Value::Null).await.1;
    found["id"].as_str().unwrap().to_owned()
}
