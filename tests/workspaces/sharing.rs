//! Levels in one document, and the log that tells of them.

use renexus_load::http::Request;
use renexus_load::{Peer, Protocol};
use serde_json::{Value, json};

use crate::door::people::OPEN;
use crate::door::{CUT_OFF, DEADLINE, Door, until};
use crate::hand::Hand;
use crate::problem::problem;

/// Makes a document in a workspace, as an app with a token of the server does.
async fn document(door: &Door, workspace: &str, id: &str) {
    let body = json!({ "id": id, "workspace": workspace }).to_string();
    let made = Request::post("/api/documents").bearer(&door.token("*", "manage")).json(&body);
    assert_eq!(door.ask(made).await.status, 201);
}

/// SPEC WS-8
#[tokio::test]
async fn levels_are_given_by_who_manages_the_resource() {
    let door = Door::with(&[OPEN]);
    let (ada, bob, eve) =
        (door.human("Ada").await, door.human("Bob").await, door.human("Eve").await);
    let studio = door.workspace(&ada, "studio").await;
    let office = door.workspace(&eve, "office").await;
    document(&door, &studio, "notes").await;
    document(&door, &office, "theirs").await;
    door.join(&ada, "studio", &bob, "guest").await;
    let base = "/api/v1/workspaces/studio/access/document/notes";
    assert_eq!(door.call(&bob, ("GET", base), &Value::Null).await.0, 404, "guests see nothing");
    let to = format!("{base}/person/{}", bob.id);
    let level = |level: &str| json!({ "level": level });
    assert_eq!(door.call(&ada, ("PUT", &to), &level("read")).await.0, 204);
    assert_eq!(
        door.call(&bob, ("GET", base), &Value::Null).await.0,
        403,
        "a reader shares nothing"
    );
    assert_eq!(door.call(&ada, ("PUT", &to), &level("manage")).await.0, 204);
    let (status, list) = door.call(&bob, ("GET", base), &Value::Null).await;
    assert_eq!((status, list["items"].as_array().unwrap().len()), (200, 1), "{list}");
    let guests = format!("{base}/role/guest");
    assert_eq!(door.call(&bob, ("PUT", &guests), &level("comment")).await.0, 204);
    assert_eq!(door.call(&bob, ("PUT", &to), &level("none")).await.0, 204);
    assert_eq!(door.call(&bob, ("GET", base), &Value::Null).await.0, 403, "a guest comments");
    for (path, status) in [
        (format!("{base}/person/{}", eve.id), 404),
        (format!("{base}/role/king"), 404),
        (format!("{base}/planet/mars"), 404),
        ("/api/v1/workspaces/studio/access/document/theirs/role/guest".into(), 404),
        ("/api/v1/workspaces/studio/access/planet/notes/role/guest".into(), 404),
        ("/api/v1/workspaces/office/access/document/notes/role/guest".into(), 404),
    ] {
        assert_eq!(door.call(&ada, ("PUT", &path), &level("read")).await.0, status, "{path}");
    }
}

/// SPEC WS-8: of all that is given the highest counts, and it counts for what it was given in.
#[tokio::test]
async fn the_highest_of_role_person_and_link_counts() {
    let door = Door::with(&[OPEN]);
    let (ada, gus) = (door.human("Ada").await, door.human("Gus").await);
    door.workspace(&ada, "studio").await;
    door.join(&ada, "studio", &gus, "guest").await;
    let files = "/api/v1/workspaces/studio/files";
    let bring = Request::post(&format!("{files}?name=a.txt")).bearer(&ada.token).bytes("x");
    let file = door.ask(bring).await.json().unwrap();
    let id = file["id"].as_str().unwrap();
    let path = format!("{files}/{id}");
    let base = format!("/api/v1/workspaces/studio/access/file/{id}");
    let link = json!({ "level": "write" });
    let (status, link) = door.call(&ada, ("POST", &format!("{base}/links")), &link).await;
    assert_eq!(status, 201, "{link}");
    // What somebody may: 0 nothing, 1 read, 2 write.
    let reach = async |link: Option<&str>| {
        let with = |request: Request| {
            let request = request.bearer(&gus.token);
            link.map_or(request.clone(), |secret| request.header("renexus-link", secret))
        };
        let read = door.ask(with(Request::get(&path))).await.status == 200;
        let change = Request::new("PATCH", &path).json(r#"{"description":"x"}"#);
        let written = door.ask(with(change)).await.status == 200;
        u8::from(read) + u8::from(written)
    };
    let secret = link["secret"].as_str();
    assert_eq!((reach(None).await, reach(secret).await, reach(Some("x")).await), (0, 2, 0));
    let (role, own) = (format!("{base}/role/guest"), format!("{base}/person/{}", gus.id));
    let give = async |path: &str, level: &str| {
        let (status, told) = door.call(&ada, ("PUT", path), &json!({ "level": level })).await;
        assert_eq!(status, 204, "{told}");
    };
    give(&role, "read").await;
    assert_eq!((reach(None).await, reach(secret).await), (1, 2));
    give(&own, "write").await;
    assert_eq!(reach(None).await, 2, "the person has more than the role");
    give(&role, "write").await;
    give(&own, "read").await;
    assert_eq!(reach(None).await, 2, "the role has more than the person");
    give(&role, "none").await;
    assert_eq!(reach(None).await, 1);
    let other = Request::post(&format!("{files}?name=b.txt")).bearer(&ada.token).bytes("y");
    let other = door.ask(other).await.json().unwrap();
    let other = format!("{files}/{}", other["id"].as_str().unwrap());
    let foreign = Request::get(&other).bearer(&gus.token).header("renexus-link", secret.unwrap());
    assert_eq!(door.ask(foreign).await.status, 404, "it opens what it was made for alone");
}

/// SPEC WS-8, API-5: boards and lists are read with a link until it ends by its date, and not from the cache behind it.
#[tokio::test]
async fn a_link_to_a_project_ends_by_its_date() {
    let door = Door::with(&[OPEN]);
    let (ada, gus) = (door.human("Ada").await, door.human("Gus").await);
    door.workspace(&ada, "studio").await;
    door.join(&ada, "studio", &gus, "guest").await;
    let base = "/api/v1/workspaces/studio";
    let project = json!({ "key": "REN", "name": "Renexus" });
    let (_, project) = door.call(&ada, ("POST", &format!("{base}/projects")), &project).await;
    let task = json!({ "project": "REN", "title": "Crash" });
    assert_eq!(door.call(&ada, ("POST", &format!("{base}/tasks")), &task).await.0, 201);
    let links = format!("{base}/access/project/{}/links", project["id"].as_str().unwrap());
    let (status, link) = door.call(&ada, ("POST", &links), &json!({ "level": "read" })).await;
    assert_eq!(status, 201, "{link}");
    let secret = link["secret"].as_str().unwrap();
    let board = Request::get(&format!("{base}/projects/REN/board")).bearer(&gus.token);
    let list = Request::get(&format!("{base}/tasks?filter=project:REN")).bearer(&gus.token);
    let seen = async |read: &Request| door.ask(read.clone()).await.text().contains("Crash");
    for read in [&board, &list] {
        assert!(!seen(read).await, "it is closed to guests");
        assert!(seen(&read.clone().header("renexus-link", secret)).await);
    }
    let id = link["entry"]["id"].as_str().unwrap();
    let soon = "expires_at = datetime('now', '+2 seconds')";
    let sooner = format!("UPDATE access_entries SET {soon} WHERE id = '{id}'");
    Hand::in_folder(door.folder()).change(&sooner);
    for read in [board, list] {
        let read = read.header("renexus-link", secret);
        until("the link is over", async || !seen(&read).await).await;
    }
}

/// SPEC WS-9: each level, without an account; what it opened ends with it.
#[tokio::test]
async fn a_link_reaches_as_far_as_it_says_until_it_ends() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let studio = door.workspace(&ada, "studio").await;
    document(&door, &studio, "notes").await;
    let links = "/api/v1/workspaces/studio/access/document/notes/links";
    let mut visitors = Vec::new();
    for (level, writes) in [("read", false), ("comment", false), ("write", true)] {
        let body = json!({ "level": level, "seconds": 60 });
        let (status, made) = door.call(&ada, ("POST", links), &body).await;
        assert_eq!(status, 201, "{made}");
        let id = made["entry"]["id"].as_str().unwrap();
        let soon = "expires_at = datetime('now', '+6 seconds')";
        let sooner = format!("UPDATE access_entries SET {soon} WHERE id = '{id}'");
        Hand::in_folder(door.folder()).change(&sooner);
        let shown = json!({ "secret": made["secret"] }).to_string();
        let open = Request::post("/api/v1/links/open").json(&shown);
        let opened = door.ask(open.clone()).await.json().unwrap();
        let visitor =
            door.peer(Protocol::Hocuspocus, "notes", opened["token"].as_str().unwrap()).await;
        visitor.insert(level).unwrap();
        match writes {
            true => visitor.all_acknowledged().await.unwrap(),
            false => visitor.wait_refused(1, CUT_OFF).await.unwrap(),
        }
        visitors.push((visitor, open));
    }
    assert_eq!(door.text("notes").await, "write");
    for (visitor, open) in visitors {
        assert_eq!(visitor.wait_closed(DEADLINE).await.expect("an end").0, 4_401);
        problem(&door.ask(open).await, 404, "void");
    }
}

/// SPEC WS-9
#[tokio::test]
async fn a_link_opens_a_document_until_it_is_taken_away() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let studio = door.workspace(&ada, "studio").await;
    document(&door, &studio, "notes").await;
    let base = "/api/v1/workspaces/studio/access/document/notes";
    let links = format!("{base}/links");
    let (status, made) = door.call(&ada, ("POST", &links), &json!({ "level": "write" })).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(door.call(&ada, ("POST", &links), &json!({ "level": "manage" })).await.0, 409);
    let open =
        Request::post("/api/v1/links/open").json(&json!({ "secret": made["secret"] }).to_string());
    let opened = door.ask(open.clone()).await.json().unwrap();
    assert_eq!((&opened["resource"], &opened["level"]), (&json!("notes"), &json!("write")));
    let token = opened["token"].as_str().unwrap();
    let visitor: Peer = door.peer(Protocol::Hocuspocus, "notes", token).await;
    let other = Request::get("/api/documents/other").bearer(token);
    assert_eq!(door.ask(other).await.status, 403);
    let entry = format!("{base}/{}", made["entry"]["id"].as_str().unwrap());
    assert_eq!(door.call(&ada, ("DELETE", &entry), &Value::Null).await.0, 204);
    let (code, _) = visitor.wait_closed(CUT_OFF).await.expect("the visitor is sent away");
    assert_eq!(code, 4_401);
    problem(&door.ask(open).await, 404, "void");
    until("the token is over", async || {
        door.ask(Request::get("/api/documents/notes").bearer(token)).await.status == 401
    })
    .await;
}

/// SPEC WS-10
#[tokio::test]
async fn every_change_is_in_the_log_without_holes() {
    let door = Door::with(&[OPEN]);
    let (ada, bob) = (door.human("Ada").await, door.human("Bob").await);
    let studio = door.workspace(&ada, "studio").await;
    door.join(&ada, "studio", &bob, "member").await;
    let refused = ("PATCH", "/api/v1/workspaces/studio/members/nobody");
    assert_eq!(door.call(&ada, refused, &json!({ "role": "guest" })).await.0, 404);
    for path in ["archive", "unarchive"] {
        let path = format!("/api/v1/workspaces/studio/{path}");
        assert_eq!(door.call(&ada, ("POST", &path), &Value::Null).await.0, 200);
    }
    let (mut seen, mut after) = (Vec::new(), "0".to_owned());
    loop {
        let path = format!("/api/v1/workspaces/studio/events?limit=2&after={after}");
        let (status, page) = door.call(&bob, ("GET", &path), &Value::Null).await;
        assert_eq!(status, 200, "{page}");
        seen.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    let told: Vec<_> = seen.iter().map(|event| event["type"].as_str().unwrap()).collect();
    let expected = [
        "workspace.created",
        "invitation.created",
        "member.joined",
        "workspace.archived",
        "workspace.unarchived",
    ];
    assert_eq!(told, expected);
    let seqs: Vec<_> = seen.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5], "what was refused left no hole");
    assert_eq!((&seen[2]["actor"], &seen[2]["workspace"]), (&json!(bob.id), &json!(studio)));
}
