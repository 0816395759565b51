//! `config.toml` and the defaults in code are the same. See `SET` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use renexus::config::Settings;
use toml::Table;

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("config.toml")
}

fn text() -> String {
    std::fs::read_to_string(path()).unwrap()
}

/// Every key with its section, like `server.listen`.
fn keys(table: &Table) -> BTreeSet<String> {
    let sections = table.iter().map(|(section, values)| (section, values.as_table()));
    sections
        .flat_map(|(section, values)| {
            let values = values.unwrap_or_else(|| panic!("{section} is no section"));
            values.keys().map(move |key| format!("{section}.{key}"))
        })
        .collect()
}

/// SPEC SET-1
#[test]
fn config_toml_gives_exactly_the_defaults() {
    let read: Settings = toml::from_str(&text()).unwrap();
    assert_eq!(read, Settings::default());
    // And by the way that the server reads it.
    assert_eq!(Settings::load(Some(&path())).unwrap(), Settings::default());
}

/// SPEC SET-1
#[test]
fn config_toml_holds_every_setting_and_no_other() {
    let written: Table = toml::from_str(&text()).unwrap();
    let known = Table::try_from(Settings::default()).unwrap();
    assert_eq!(keys(&written), keys(&known));
}

/// SPEC SET-1
#[test]
fn the_defaults_are_accepted() {
    Settings::default().check().unwrap();
}

/// Two keys that belong together may share a comment; a section starts anew.
#[test]
fn every_key_in_config_toml_has_a_comment_above_it() {
    let mut commented = false;
    for line in text().lines() {
        match line.trim() {
            "" => commented = false,
            section if section.starts_with('[') => commented = false,
            comment if comment.starts_with('#') => commented = true,
            key => assert!(commented, "nothing explains `{key}`"),
        }
    }
}
