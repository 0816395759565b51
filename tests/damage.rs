//! Damaged data is found, named, and never served. See `DMG` in docs/SPEC.md.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs, unreachable_pub)]

mod chance;
#[path = "damage/files.rs"]
mod files;
#[path = "damage/rows.rs"]
mod rows;
#[path = "damage/shelf.rs"]
mod shelf;

use std::collections::BTreeMap;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use rand::seq::IndexedRandom;
use renexus::db::Conn;

use shelf::Shelf;

/// Places that are damaged, one after the other; `make bench` takes 10,000.
fn places() -> usize {
    chance::number("RENEXUS_PLACES").unwrap_or(400)
}

/// SPEC DMG-1
#[tokio::test]
async fn a_bit_flipped_in_any_column_of_a_row_is_found_and_the_document_named() {
    let mut dice = chance::dice(chance::seed());
    let folder = shelf::folder();
    let shelf = Shelf::open(folder.path()).await.unwrap();
    shelf.fill(&mut dice).await;
    shelf.store.fold().await.unwrap();
    let documents = shelf.documents().await;
    drop(shelf);
    let path = folder.path().join("renexus.db");
    let mut connection = Conn::establish(path.to_str().unwrap()).unwrap();
    connection.batch_execute("PRAGMA foreign_keys = OFF").unwrap();
    let rows = rows::rows(&mut connection);
    for _ in 0..places() {
        let row = *rows.choose(&mut dice).unwrap();
        let wound = row.draw(&mut connection, &mut dice);
        rows::try_out(&mut connection, row, wound, &documents).unwrap();
    }
    println!("{} places in {} rows: each was found, and its document named", places(), rows.len());
}

/// SPEC DMG-1
#[tokio::test]
async fn a_file_damaged_anywhere_never_gives_a_wrong_shorter_or_missing_document() {
    let mut dice = chance::dice(chance::seed());
    let images = files::images(&mut dice).await;
    let folder = shelf::folder();
    let mut outcomes = BTreeMap::new();
    let mut broken = Vec::new();
    for _ in 0..places() {
        let mut image = images.choose(&mut dice).unwrap().clone();
        let wound = files::wound(&mut image, &mut dice);
        image.put(folder.path());
        match files::read_all(folder.path(), &image.documents).await {
            Ok(outcome) => *outcomes.entry(outcome).or_insert(0) += 1,
            Err(fault) => broken.push(format!("{wound}: {fault}")),
        }
    }
    println!("{} places: {outcomes:?}, {} broken promises", places(), broken.len());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The measure of the test above: a folder that nobody damaged is right.
#[tokio::test]
async fn an_undamaged_folder_is_right_at_every_moment() {
    let mut dice = chance::dice(chance::seed());
    let folder = shelf::folder();
    for image in files::images(&mut dice).await {
        image.put(folder.path());
        let outcome = files::read_all(folder.path(), &image.documents).await;
        assert_eq!(outcome, Ok(files::Outcome::Right), "{}", image.moment);
    }
}
