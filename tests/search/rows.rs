//! Rows that texts can be found in, without a server around the database.

#![allow(unreachable_pub, reason = "a test and a benchmark take it in")]

use chrono::NaiveDateTime;
use renexus::db::queries::search::entry;
use renexus::db::queries::{people, workspaces};
use renexus::db::{Conn, DatabaseError};
use renexus_tables::rows::people::PersonRow;
use renexus_tables::rows::search::NewSearchEntryRow;
use renexus_tables::rows::workspaces::WorkspaceRow;

/// A person with a workspace.
pub fn studio(connection: &mut Conn, now: NaiveDateTime) -> Result<(), DatabaseError> {
    let ada = PersonRow {
        id: "ada".into(),
        email: "ada@example.org".into(),
        name: "Ada".into(),
        handle: "ada".into(),
        avatar: None,
        password_hash: String::new(),
        totp_secret: None,
        totp_step: 0,
        is_admin: false,
        version: 0,
        created_at: now,
        verified_at: None,
        deactivated_at: None,
    };
    people::insert(connection, &ada)?;
    let studio = WorkspaceRow {
        id: "studio".into(),
        slug: "studio".into(),
        name: "Studio".into(),
        event_head: 0,
        version: 0,
        created_at: now,
        archived_at: None,
        delete_after: None,
    };
    Ok(workspaces::insert(connection, &studio, "ada")?)
}

/// An entry of a document in that workspace.
pub fn document(number: usize, title: &str, body: &str, now: NaiveDateTime) -> NewSearchEntryRow {
    let id = format!("document-{number}");
    NewSearchEntryRow {
        workspace: "studio".into(),
        kind: entry::DOCUMENT,
        subject: id.clone(),
        resource_kind: "document",
        resource: id.clone(),
        document: Some(id),
        title: title.into(),
        body: body.into(),
        position: 0,
        updated_at: now,
    }
}
