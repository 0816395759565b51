//! Holds docs/SPEC.md and the tests together: every rule is proved by a test
//! that names it, and no test names a rule that is not there.

#![allow(clippy::expect_used, reason = "a test that cannot read its own tree has nothing to say")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Where tests stand, and the endings of their files.
const TESTS: [(&str, &str); 10] = [
    ("tests", "rs"),
    ("tests/clients", "mjs"),
    ("tests/browser", "mjs"),
    ("client-sdk/test", "ts"),
    ("client-sdk/test", "tsx"),
    ("src", "rs"),
    ("actors", "rs"),
    ("schema", "rs"),
    ("load-tests/src", "rs"),
    ("fuzz", "rs"),
];

/// What a test writes in front of the ids that it proves.
const MARK: &str = "SPEC ";

#[test]
fn every_rule_has_a_test_that_names_it() {
    let named: BTreeSet<_> = citations().into_keys().collect();
    let alone: Vec<_> = rules().into_iter().filter(|rule| !named.contains(rule)).collect();
    assert!(alone.is_empty(), "no test proves {}", alone.join(", "));
}

#[test]
fn every_id_that_a_test_names_is_a_rule() {
    let rules = rules();
    let wrong: Vec<_> = citations()
        .into_iter()
        .filter(|(id, _)| !rules.contains(id))
        .map(|(id, path)| format!("{id} in {}", path.display()))
        .collect();
    assert!(wrong.is_empty(), "docs/SPEC.md does not have {}", wrong.join(", "));
}

#[test]
fn no_id_is_given_twice_and_none_is_left_out() {
    let mut last: BTreeMap<String, u32> = BTreeMap::new();
    for rule in written_rules() {
        let (group, number) = rule.split_once('-').expect("a group and a number");
        let number: u32 = number.parse().expect("a number");
        let before = last.insert(group.to_owned(), number).unwrap_or_default();
        assert_eq!(number, before + 1, "{rule} does not follow {group}-{before}");
    }
}

#[test]
fn ids_are_found_where_tests_name_them() {
    let text = "/// SPEC ACC-3, BND-12 and WIRE-1.\n// SPEC LIFE-2: and so on, RFC-6\nSPEC-9 SPECIAL ACC-9";
    assert_eq!(ids(text), ["ACC-3", "BND-12", "WIRE-1", "LIFE-2", "RFC-6"]);
}

/// The ids of docs/SPEC.md.
fn rules() -> BTreeSet<String> {
    written_rules().into_iter().collect()
}

/// The same in the order of the page.
fn written_rules() -> Vec<String> {
    let page = fs::read_to_string(root().join("docs/SPEC.md")).expect("docs/SPEC.md");
    let ids = page.lines().filter_map(|line| line.strip_prefix("- **")?.split_once("** "));
    ids.map(|(id, _)| id.to_owned()).collect()
}

/// Every id that a test names, and one place of it.
fn citations() -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for (folder, ending) in TESTS {
        for path in files(&root().join(folder), ending) {
            // This file names ids that are no rules.
            if path.ends_with("tests/spec.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            found.extend(ids(&text).into_iter().map(|id| (id.to_owned(), path.clone())));
        }
    }
    found
}

/// The ids behind each mark, up to the end of its line.
fn ids(text: &str) -> Vec<&str> {
    let marked = text.lines().filter_map(|line| line.split_once(MARK)).map(|(_, rest)| rest);
    let words =
        marked.flat_map(|rest| rest.split(|end: char| !end.is_ascii_alphanumeric() && end != '-'));
    words.filter(|word| is_id(word)).collect()
}

fn is_id(word: &str) -> bool {
    word.split_once('-').is_some_and(|(group, number)| {
        group.len() > 1
            && group.bytes().all(|letter| letter.is_ascii_uppercase())
            && !number.is_empty()
            && number.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// Source files under a folder; what was installed or built is not ours.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let own =
        paths.filter(|path| !["node_modules", "target"].iter().any(|other| path.ends_with(other)));
    own.flat_map(|path| match path.is_dir() {
        true => files(&path, ending),
        false => {
            Vec::from_iter(path.extension().is_some_and(|kind| kind == ending).then_some(path))
        }
    })
    .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
