//! Every role at every door of REST, as the one table of rights says, with tenants crossed.

use std::collections::BTreeSet;

use renexus::access::{Action, Standing};
use renexus_wire::role::Role;
use serde_json::{Value, json};

use crate::door::Door;
use crate::door::people::{Human, OPEN, PASSWORD, entered};

/// What shows an action at the door: method, path below the workspace, body.
///
/// Nothing here ends what the others need; what is not found inside of the workspace was allowed.
const DOORS: [(Action, &str, &str, &str); 31] = [
    (Action::WorkspaceRead, "GET", "", ""),
    (Action::EventsRead, "GET", "/events", ""),
    (Action::MembersRead, "GET", "/members", ""),
    (Action::WorkspaceUpdate, "PATCH", "", r#"{"name":"Studio"}"#),
    (Action::WorkspaceArchive, "POST", "/unarchive", ""),
    (Action::WorkspaceDelete, "POST", "/restore", ""),
    (Action::WorkspaceTransfer, "POST", "/transfer", r#"{"person":"nobody"}"#),
    (Action::MembersChange, "PATCH", "/members/nobody", r#"{"role":"guest"}"#),
    (Action::MembersChange, "DELETE", "/members/nobody", ""),
    (Action::Invite, "GET", "/invitations", ""),
    (Action::Invite, "POST", "/invitations", r#"{"role":"guest"}"#),
    (Action::Invite, "DELETE", "/invitations/nothing", ""),
    (Action::FileCreate, "POST", "/files?name=notes.txt", ""),
    (Action::ResourceManage, "GET", "/access/document/notes", ""),
    (Action::WorkspaceRead, "GET", "/projects", ""),
    (Action::WorkspaceRead, "GET", "/tasks", ""),
    (Action::Search, "GET", "/search?q=word", ""),
    (Action::WorkspaceRead, "GET", "/labels", ""),
    (Action::WorkspaceRead, "GET", "/views", ""),
    (Action::Catalogue, "DELETE", "/labels/nothing", ""),
    (Action::Webhooks, "GET", "/webhooks", ""),
    (Action::Webhooks, "GET", "/webhooks/nothing", ""),
    (Action::Webhooks, "PATCH", "/webhooks/nothing", "{}"),
    (Action::Webhooks, "DELETE", "/webhooks/nothing", ""),
    (Action::Webhooks, "POST", "/webhooks/nothing/secret", ""),
    (Action::Webhooks, "POST", "/webhooks/nothing/ping", ""),
    (Action::Webhooks, "GET", "/webhooks/nothing/deliveries", ""),
    (Action::Webhooks, "GET", "/webhooks/nothing/deliveries/none", ""),
    (Action::Webhooks, "POST", "/webhooks/nothing/deliveries/none/redeliver", ""),
    (Action::Export, "GET", "/export", ""),
    (Action::Import, "POST", "/projects/NONE/import", "title\nOne\n"),
];

/// Somebody who tries.
pub(crate) struct Asker {
    pub(crate) who: &'static str,
    pub(crate) human: Human,
    /// What they are in the workspace `studio`.
    pub(crate) standing: Standing,
}

/// SPEC WS-2, WS-6, WS-8, ACCT-14
#[tokio::test]
async fn every_role_may_do_what_the_table_says_and_nothing_else() {
    let door = Door::with(&[OPEN]);
    let askers = askers(&door).await;
    let mut cells = 0;
    for asker in &askers {
        for workspace in ["studio", "office"] {
            // The owner of the office is a stranger in the studio, and the other way round.
            let standing = match (workspace, asker.who) {
                ("studio", _) => asker.standing,
                (_, "other tenant") => Standing { role: Some(Role::Owner), ..asker.standing },
                _ => Standing { role: None, ..asker.standing },
            };
            for (action, method, path, body) in DOORS {
                let path = format!("/api/v1/workspaces/{workspace}{path}");
                let seen = ask(&door, &asker.human, (method, &path), body).await;
                let expected = expected(standing, action, workspace);
                assert_eq!(seen, expected, "{}: {method} {path} ({})", asker.who, action.word());
                cells += 1;
            }
        }
        let administers = asker.standing.administrator;
        let seen = ask(&door, &asker.human, ("GET", "/api/v1/people"), "").await;
        assert_eq!(seen, if administers { "allowed" } else { "forbidden" }, "{}", asker.who);
        cells += 1;
    }
    assert_eq!(cells, askers.len() * (2 * DOORS.len() + 1));
}

/// What the door should say: strangers are told that there is no workspace.
fn expected(standing: Standing, action: Action, workspace: &str) -> &'static str {
    use renexus::access::level::ResourceKind;
    use renexus_wire::access::Level;
    // The document of the test belongs to the studio.
    let level = standing.role.filter(|_| workspace == "studio");
    let level = level.map_or(Level::None, |role| ResourceKind::Document.of_role(role));
    let of_level = action == Action::ResourceManage;
    match (standing.sees_workspace(), standing.may_at(action, level)) {
        (false, _) => "no workspace",
        (true, true) => "allowed",
        // Whoever has no level in a document does not hear of it.
        (true, false) if of_level && level == Level::None => "no document",
        (true, false) => "forbidden",
    }
}

async fn ask(door: &Door, human: &Human, (method, path): (&str, &str), body: &str) -> &'static str {
    let request = renexus_load::http::Request::new(method, path).bearer(&human.token);
    let request = request.header("if-match", "*");
    let request = if body.is_empty() { request } else { request.json(body) };
    let answer = door.ask(request).await;
    let told = answer.json().unwrap_or(Value::Null);
    match (answer.status, told["detail"].as_str().unwrap_or_default()) {
        (403, _) => "forbidden",
        (404, "there is no such workspace") => "no workspace",
        (404, "there is no such document") => "no document",
        // The member or invitation named is not there: it was looked for.
        (200..=299 | 404, _) => "allowed",
        (status, detail) => panic!("{method} {path}: {status} {detail}"),
    }
}

/// Somebody of every role, strangers, and the owner of another workspace.
pub(crate) async fn askers(door: &Door) -> Vec<Asker> {
    let link = door.setup_secret().await;
    let body = json!({ "email": "root@example.org", "name": "Root", "password": PASSWORD, "invitation": link });
    let request = renexus_load::http::Request::post("/api/v1/auth/register");
    let root = entered(&door.ask(request.json(&body.to_string())).await);
    let owner = door.human("Owner").await;
    let studio = door.workspace(&owner, "studio").await;
    let made = json!({ "id": "notes", "workspace": studio }).to_string();
    let made = renexus_load::http::Request::post("/api/documents").json(&made);
    assert_eq!(door.ask(made.bearer(&door.token("*", "manage"))).await.status, 201);
    let stranger = Standing::default();
    let mut askers = vec![
        Asker {
            who: "administrator",
            human: root,
            standing: Standing { administrator: true, ..stranger },
        },
        Asker { who: "stranger", human: door.human("Stranger").await, standing: stranger },
    ];
    for (who, role) in [("admin", Role::Admin), ("member", Role::Member), ("guest", Role::Guest)] {
        let human = door.human(who).await;
        door.join(&owner, "studio", &human, role.name()).await;
        askers.push(Asker { who, human, standing: Standing { role: Some(role), ..stranger } });
    }
    let other = door.human("Other").await;
    door.workspace(&other, "office").await;
    askers.push(Asker { who: "other tenant", human: other, standing: stranger });
    let standing = Standing { role: Some(Role::Owner), ..stranger };
    askers.push(Asker { who: "owner", human: owner, standing });
    let roles: BTreeSet<_> = askers.iter().filter_map(|asker| asker.standing.role).collect();
    assert_eq!(roles, Role::ALL.into_iter().collect(), "every role asks");
    askers
}
