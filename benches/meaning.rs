//! The figure of search by words and meaning among 100,000 pieces; `make bench-meaning` runs it: in SQLite, and where the
//! addresses of `tools/services` are set in PostgreSQL with the index in memory and with pgvector.

#![allow(missing_docs, clippy::unwrap_used, clippy::as_conversions, clippy::indexing_slicing)]

#[path = "../tests/search/rows.rs"]
mod rows;

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use renexus::access::{Person, Via};
use renexus::adapters::clock::SystemClock;
use renexus::config::SearchSettings;
use renexus::db::queries::search::{self, entry, meanings, neighbours};
use renexus::db::{Database, DatabaseError, DatabaseSettings, PostgresSettings};
use renexus::domain::Domain;
use renexus::insight::chance::Chance;
use renexus::meaning::{Lens, Shelf};
use renexus::planning::searching::{self, Wanted};
use renexus::search::nearness::{normal, to_bytes};
use renexus::tasks::query;
use renexus_tables::rows::search::NewChunkRow;
use renexus_wire::id::TokenId;
use renexus_wire::scope::Scope;

/// Documents, pieces of each, and numbers that a piece means.
const DOCUMENTS: usize = 25_000;
const PIECES: usize = 4;
const DIMENSIONS: usize = 384;
/// Words in use, and words of a piece.
const WORDS: usize = 4_000;
const LONG: usize = 40;
/// Documents of one transaction.
const AT_ONCE: usize = 500;
const SEARCHES: usize = 300;
const MODEL: &str = "bench";

/// A word that is rarer, the larger its number.
fn word(chance: &mut Chance) -> String {
    let place = (chance.unit().powi(3) * WORDS as f64) as usize;
    ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti"]
        .iter()
        .cycle()
        .skip(place % 8)
        .step_by(1 + place % 5)
        .take(2)
        .map(|part| (*part).to_owned())
        .collect::<String>()
        + &format!("{place:x}").replace(|sign: char| sign.is_ascii_digit(), "o")
        + &"aeiou"[place % 5..=place % 5]
}

fn text(chance: &mut Chance) -> String {
    (0..LONG).map(|_| word(chance)).collect::<Vec<_>>().join(" ")
}

fn meaning(chance: &mut Chance) -> Vec<f32> {
    let numbers: Vec<f32> = (0..DIMENSIONS).map(|_| chance.unit() as f32 - 0.5).collect();
    normal(&numbers).unwrap()
}

/// Runs a statement in a database.
fn run(address: &str, statement: &str) {
    let told = Command::new("psql").args(["-qX", "-c", statement, address]).status();
    assert!(told.unwrap().success(), "{statement}");
}

/// An empty database of its own on a server.
fn postgres(server: &str, name: &str) -> PostgresSettings {
    let url = format!("{server}/bench_{name}");
    run(&format!("{server}/postgres"), &format!("CREATE DATABASE bench_{name}"));
    if name == "pgvector" {
        run(&url, "CREATE EXTENSION vector");
    }
    PostgresSettings {
        url,
        authorities: PathBuf::new(),
        statement: Duration::from_secs(60),
        pause: Duration::from_secs(60),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    measure("SQLite", None).await;
    for (name, variable) in
        [("postgres", "RENEXUS_TEST_POSTGRES"), ("pgvector", "RENEXUS_TEST_PGVECTOR")]
    {
        if let Ok(server) = std::env::var(variable) {
            measure(name, Some(postgres(&server, name))).await;
        }
    }
}

async fn measure(engine: &str, postgres: Option<PostgresSettings>) {
    println!("{engine}");
    let folder = tempfile::tempdir().unwrap();
    let settings = DatabaseSettings {
        folder: folder.path().to_owned(),
        postgres: postgres.clone(),
        readers: 2,
        ..DatabaseSettings::default()
    };
    let database = Database::open(&settings).unwrap();
    let domain = Domain::new(database.clone(), Arc::new(SystemClock), Vec::new());
    let now = domain.now();
    let began = Instant::now();
    let made = database.write(move |connection| rows::studio(connection, now));
    made.await.unwrap();
    let mut chance = Chance::new(3);
    for first in (0..DOCUMENTS).step_by(AT_ONCE) {
        let documents: Vec<Vec<(String, Vec<f32>)>> = (0..AT_ONCE)
            .map(|_| (0..PIECES).map(|_| (text(&mut chance), meaning(&mut chance))).collect())
            .collect();
        let written = database.write(move |connection| {
            for (number, pieces) in (first..).zip(documents) {
                let body: Vec<&str> = pieces.iter().map(|(text, _)| text.as_str()).collect();
                let title = body[0].split(' ').take(4).collect::<Vec<_>>().join(" ");
                let row = rows::document(number, &title, &body.join("\n"), now);
                let id = row.subject.clone();
                search::put(connection, row)?;
                let asked = search::find(connection, entry::DOCUMENT, &id)?.unwrap();
                let chunks: Vec<_> = pieces
                    .iter()
                    .map(|(text, vector)| NewChunkRow {
                        workspace: "studio".into(),
                        entry: asked.key,
                        text: text.clone(),
                        model: MODEL.into(),
                        dimensions: DIMENSIONS as i32,
                        vector: to_bytes(vector),
                    })
                    .collect();
                meanings::settle(connection, &asked, (&[], &chunks))?;
            }
            Ok::<_, DatabaseError>(())
        });
        written.await.unwrap();
    }
    if engine == "pgvector" {
        assert!(database.aside(neighbours::prepare).await.unwrap());
        let mut after = Some(0);
        while let Some(last) = after {
            let followed = database.aside(move |it| neighbours::follow(it, (last, 1_000)));
            after = followed.await.unwrap();
        }
    }
    if let Some(PostgresSettings { url, .. }) = &postgres {
        // What the server would do by itself within the next minute, while it is measured.
        run(url, "VACUUM (ANALYZE)");
    }
    println!("{} pieces written: {:.1} s", DOCUMENTS * PIECES, began.elapsed().as_secs_f64());

    let ada = Person {
        id: "ada".into(),
        via: Via::Login(TokenId("login".into())),
        scope: Scope::Read,
        link: None,
    };
    let own = SearchSettings::default();
    let shelf = Arc::new(Shelf::new(own.exact_chunks, own.index_bytes));
    let mut found = 0;
    let mut turn = async |by_meaning: bool| {
        let lens = by_meaning.then(|| Lens {
            shelf: Arc::clone(&shelf),
            model: MODEL.into(),
            vector: meaning(&mut chance).into(),
            most: own.nearest,
            // What chance says is never very like anything.
            least: 0.0,
        });
        let asked = format!("{} {}", word(&mut chance), word(&mut chance));
        let wanted = Wanted { query: query::parse(&asked).unwrap(), today: None, lens };
        let began = Instant::now();
        let page = domain.read(&ada, "studio", move |look| searching::find(look, wanted, (0, 51)));
        found += page.await.unwrap().rows.len();
        began.elapsed().as_secs_f64() * 1e3
    };
    println!("the first search, which reads the index: {:.0} ms", turn(true).await);
    for (name, by_meaning) in [("words alone", false), ("words and meaning", true)] {
        let mut took = Vec::new();
        for _ in 0..SEARCHES {
            took.push(turn(by_meaning).await);
        }
        took.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| took[((took.len() as f64 * share) as usize).min(took.len() - 1)];
        println!(
            "{name} among {} pieces of {DIMENSIONS} numbers: median {:.1} ms, p95 {:.1} ms, most {:.1} ms",
            DOCUMENTS * PIECES,
            at(0.5),
            at(0.95),
            at(1.0)
        );
    }
    println!("{found} things were found in {} searches", 2 * SEARCHES + 1);
}
