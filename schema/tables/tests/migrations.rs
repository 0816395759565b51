//! Both engines get the same tables with the same columns, and both can be undone.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn folders(engine: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(engine);
    let mut folders: Vec<_> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

/// Columns by table, in their order, of every `CREATE TABLE` in a script.
fn tables(sql: &str) -> BTreeMap<String, Vec<String>> {
    let mut tables = BTreeMap::new();
    for piece in sql.split("CREATE TABLE ").skip(1) {
        let (name, rest) = piece.split_once(" (").unwrap();
        let body = rest.split_once("\n)").unwrap().0;
        let words = body.lines().filter_map(|line| line.split_whitespace().next());
        let columns = words.filter(|word| *word == word.to_lowercase()).map(str::to_owned);
        tables.insert(name.to_owned(), columns.collect());
    }
    tables
}

#[test]
fn both_engines_have_the_same_tables() {
    let (sqlite, postgres) = (folders("sqlite"), folders("postgres"));
    assert_eq!(sqlite.len(), postgres.len());
    let mut made = 0;
    for (one, other) in sqlite.iter().zip(&postgres) {
        assert_eq!(one.file_name(), other.file_name());
        let read = |folder: &Path| tables(&fs::read_to_string(folder.join("up.sql")).unwrap());
        assert_eq!(read(one), read(other));
        made += read(one).len();
    }
    assert!(made > 40, "{made}");
}

#[test]
fn every_migration_can_be_undone() {
    for folder in folders("sqlite").iter().chain(&folders("postgres")) {
        let up = fs::read_to_string(folder.join("up.sql")).unwrap();
        let down = fs::read_to_string(folder.join("down.sql")).unwrap();
        for table in tables(&up).keys() {
            assert!(
                down.contains(&format!("DROP TABLE {table};")),
                "{}: {table}",
                folder.display()
            );
        }
    }
}
