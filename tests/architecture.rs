//! Holds the shape of the house (docs/ARCHITECTURE.md): which crate may use
//! which, no circle between modules, errors that know no layer above, files
//! that one can read, no open doors. Each rule is first shown a planted fault.

#[path = "architecture/arrows.rs"]
mod arrows;
#[path = "architecture/lexer.rs"]
mod lexer;
#[path = "architecture/planted.rs"]
mod planted;
#[path = "architecture/source.rs"]
mod source;
#[path = "architecture/workspace.rs"]
mod workspace;

use std::path::PathBuf;

use arrows::{Allowed, circles, errors_that_look_up, wrong_crates};
use workspace::{Package, Read, files_ending, packages, read, shown};

/// Past this a file holds more than one idea.
const MAX_LINES: usize = 400;

/// The arrows of docs/ARCHITECTURE.md.
const ARROWS: [Allowed; 5] = [
    Allowed {
        package: "renexus-wire",
        uses: &[],
        tests_use: &[],
        // Shapes: no I/O, no actors.
        never: &["actix", "actix_web", "diesel", "tokio", "std::fs", "std::net", "std::process"],
    },
    Allowed {
        package: "renexus-tables",
        uses: &[],
        tests_use: &[],
        never: &["actix", "actix_web", "tokio"],
    },
    Allowed {
        package: "renexus-actors",
        uses: &["renexus-wire"],
        tests_use: &[],
        // Life: names no socket, table or vendor.
        never: &["actix_web", "actix_ws", "diesel", "tokio::net", "std::net", "std::fs"],
    },
    Allowed {
        package: "renexus",
        uses: &["renexus-actors", "renexus-wire", "renexus-tables"],
        tests_use: &["renexus-load"],
        never: &["actix_web_actors", "rusoto_s3"],
    },
    Allowed {
        package: "renexus-load",
        uses: &["renexus-wire"],
        tests_use: &[],
        never: &["actix", "actix_web", "diesel"],
    },
];

fn root() -> PathBuf {
    let compiled = option_env!("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let run = || std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    compiled.or_else(run).unwrap_or_else(|| PathBuf::from("."))
}

/// Applies a rule to every package and gathers what is wrong.
fn in_every_package(rule: impl Fn(&Package) -> Vec<String>) -> Read<Vec<String>> {
    Ok(packages(&root())?.iter().flat_map(rule).collect())
}

#[track_caller]
fn assert_none(wrong: Read<Vec<String>>) {
    let wrong = wrong.unwrap_or_else(|error| vec![error]);
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn crates_use_only_what_they_may() {
    assert_none(in_every_package(|package| wrong_crates(package, &ARROWS)));
}

#[test]
fn modules_stand_in_no_circle() {
    assert_none(in_every_package(circles));
}

#[test]
fn errors_know_no_layer_above() {
    assert_none(in_every_package(errors_that_look_up));
}

#[test]
fn nothing_is_passed_on_wholesale() {
    assert_none(in_every_package(|package| {
        let doors = |file: &workspace::File| {
            let shown = file.shown.clone();
            let doors = file.source.open_doors.clone();
            doors.into_iter().map(move |line| format!("{shown}:{line}: pub use …::*"))
        };
        package.files.iter().flat_map(doors).collect()
    }));
}

#[test]
fn every_file_can_be_read_in_one_sitting() {
    let long = || {
        let mut wrong = Vec::new();
        for path in files_ending(&root(), &[".rs", ".mjs", ".js", ".ts", ".tsx"])? {
            let lines = read(&path)?.lines().count();
            if lines > MAX_LINES {
                let shown = shown(&root(), &path);
                wrong.push(format!(
                    "{shown}: {lines} lines, more than {MAX_LINES}: split it by idea"
                ));
            }
        }
        Ok(wrong)
    };
    assert_none(long());
}

#[test]
fn every_crate_was_found_and_read() {
    let packages = packages(&root()).unwrap();
    let names: Vec<_> = packages.iter().map(|package| package.name.as_str()).collect();
    for allowed in &ARROWS {
        assert!(names.contains(&allowed.package), "{} is not among {names:?}", allowed.package);
    }
    for package in &packages {
        let named: usize = package.files.iter().map(|file| file.source.named.len()).sum();
        assert!(named > 0, "nothing was read of {}", package.name);
    }
}
