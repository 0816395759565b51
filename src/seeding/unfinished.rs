//! A demo that was cut off. A mark in the data folder names what was begun, until all of it is there; whoever
//! finds the mark takes away what there is of it. So the demo is there as a whole, or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use chrono::{NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::SeedingError;
use crate::db::queries::{documents, people, workspaces};
use crate::db::{Conn, Database};
use crate::domain::DomainError;
use crate::filing;

/// The file in the data folder.
const MARK: &str = "demo-unfinished.json";
/// Documents that are looked up together.
const TOGETHER: i64 = 100;

/// What was begun. Ids alone: nothing that somebody else makes later can be meant.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Begun {
    pub(super) workspace: String,
    pub(super) people: Vec<String>,
}

/// Sets the mark, before anything is made.
pub(super) fn begin(folder: &Path, begun: &Begun) -> io::Result<()> {
    let mut file = File::create(folder.join(MARK))?;
    file.write_all(serde_json::to_string(begun)?.as_bytes())?;
    file.sync_all()?;
    File::open(folder)?.sync_all()
}

/// Everything is there.
pub fn finished(folder: &Path) -> Result<(), SeedingError> {
    match fs::remove_file(folder.join(MARK)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Takes away what there is of a demo that was cut off; whether there was one.
pub async fn clear(folder: &Path, database: &Database) -> Result<bool, SeedingError> {
    let text = match fs::read_to_string(folder.join(MARK)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        text => text?,
    };
    // A mark that was not written to its end was set before anything was made.
    if let Ok(begun) = serde_json::from_str::<Begun>(&text) {
        let now = Utc::now().naive_utc();
        let gone = database.commit(move |connection| take_away(connection, &begun, now));
        gone.await?;
    }
    finished(folder)?;
    Ok(true)
}

fn take_away(connection: &mut Conn, begun: &Begun, now: NaiveDateTime) -> Result<(), DomainError> {
    loop {
        let found = documents::of_workspace(connection, &begun.workspace, TOGETHER)?;
        for id in &found {
            if let Some(row) = documents::find_by_id(connection, id)? {
                documents::delete(connection, row.key, now)?;
            }
        }
        if found.is_empty() {
            break;
        }
    }
    workspaces::delete(connection, &begun.workspace)?;
    // Their bytes go with the next sweep of a server.
    while filing::forget_orphans(connection, now)? {}
    for person in &begun.people {
        if people::find(connection, person)?.is_some() {
            filing::forget_portrait(connection, person, now)?;
            people::delete(connection, person)?;
        }
    }
    Ok(())
}
