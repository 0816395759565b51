//! Why the server does not do something is told in German too. See `WEB` in docs/SPEC.md.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What stands in front of such a sentence.
const REFUSED: &str = "Conflict(";
const GERMAN: &str = include_str!("../web/texts/de/refusals.json");

/// Everything below a folder that is Rust.
fn rust(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all += &rust(&path);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all += &fs::read_to_string(path).unwrap();
        }
    }
    all
}

/// SPEC WEB-7
#[test]
fn every_refusal_is_told_in_german_and_none_that_is_never_said() {
    let german: BTreeMap<String, String> = serde_json::from_str(GERMAN).unwrap();
    let source = rust(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let said = source.split(REFUSED).skip(1).filter_map(|behind| {
        let sentence = behind.trim_start().strip_prefix('"')?;
        Some(sentence.split_once('"').unwrap().0)
    });
    let said: Vec<_> = said.collect();
    assert!(said.len() > 50, "{said:?}");
    for sentence in said {
        assert!(german.contains_key(sentence), "not told in German: {sentence}");
    }
    for sentence in german.keys() {
        assert!(source.contains(&format!("\"{sentence}\"")), "never said: {sentence}");
    }
}
