//! Words that stand in nearly every text, on both engines.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDateTime;
use renexus::db::queries::search;
use renexus::db::queries::search::readable::Readable;
use renexus::db::queries::search::words::{self, RANKED, Sought};
use renexus::db::{Database, DatabaseError, DatabaseSettings, PostgresSettings};
use renexus_tables::rows::search::NewSearchEntryRow;

use crate::door::engine;
use crate::rows;

/// The database of the engine that is tested.
fn database(folder: &Path) -> Database {
    let postgres = engine::database(folder).map(|url| PostgresSettings {
        url,
        authorities: PathBuf::new(),
        statement: Duration::from_secs(10),
        pause: Duration::from_secs(10),
    });
    let settings =
        DatabaseSettings { folder: folder.into(), postgres, ..DatabaseSettings::default() };
    Database::open(&settings).unwrap()
}

/// An entry that is as old as all others.
fn document(number: usize, title: &str, body: &str) -> NewSearchEntryRow {
    rows::document(number, title, body, NaiveDateTime::default())
}

fn sought(words: &[&str], unwanted: &[&str]) -> Sought {
    Sought {
        wanted: words.iter().map(|word| vec![(*word).to_owned()]).collect(),
        unwanted: unwanted.iter().map(|word| (*word).to_owned()).collect(),
    }
}

/// SPEC SRCH-10
#[tokio::test]
async fn an_old_title_is_found_before_thousands_of_newer_texts() {
    let folder = tempfile::tempdir().unwrap();
    let database = database(folder.path());
    let written = database.write(|connection| {
        rows::studio(connection, NaiveDateTime::default())?;
        search::put(connection, document(0, "Weekly plan", "of a team"))?;
        search::put(connection, document(1, "Weekly plan", "of nobody"))?;
        search::put(connection, document(2, "Oldest", "weekly plan"))?;
        for number in 3..RANKED + 3 {
            search::put(connection, document(number, "Notes", "a plan that is weekly"))?;
        }
        Ok::<_, DatabaseError>(())
    });
    written.await.unwrap();
    // To whom everything is open, and to whom nothing is but what is named.
    let all = Readable { workspace: "studio".into(), all_documents: true, ..Readable::default() };
    let named = (0..20).map(|number| format!("document-{number}")).collect();
    let few = Readable { workspace: "studio".into(), documents: named, ..Readable::default() };
    let look = async |sought: Sought, readable: &Readable, most: usize| {
        let readable = readable.clone();
        let found = database.read(move |look| words::best(look, &sought, &readable, most)).await;
        found.unwrap().into_iter().map(|hit| hit.subject).collect::<Vec<_>>()
    };
    let both = sought(&["weekly", "plan"], &[]);
    let found = look(both.clone(), &all, RANKED + 3).await;
    assert_eq!(found.len(), RANKED + 2, "the newest, and the titles");
    assert_eq!(found[..2], ["document-1", "document-0"]);
    assert!(
        !found.contains(&"document-2".to_owned()),
        "the oldest of those texts is the one too many"
    );
    // The same for a beginning, and what must not be there is looked for in the whole.
    let without = sought(&["week", "plan"], &["nobody"]);
    let found = look(without, &all, 10).await;
    assert_eq!((found.len(), found[0].as_str()), (10, "document-0"));
    assert!(!found.contains(&"document-1".to_owned()));
    // Who may read little finds all of it.
    let found = look(both, &few, 100).await;
    assert_eq!((found.len(), found[0].as_str()), (20, "document-1"));
}
