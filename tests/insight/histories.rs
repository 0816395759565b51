//! What the command line measures on histories of real work.

use std::process::Command;

use serde_json::Value;

use crate::door;

fn measured(command: &str, projects: &[&str], more: &[&str]) -> Value {
    let home = env!("CARGO_MANIFEST_DIR");
    let files: Vec<_> =
        projects.iter().map(|name| format!("{home}/tests/data/history/{name}.csv.gz")).collect();
    let mut args = vec!["insight", command, "--json"];
    args.extend(files.iter().map(String::as_str));
    args.extend(more);
    let output = Command::new(door::binary()).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// SPEC INS-1: the share of outcomes within each level is within five points of what was promised, on average.
#[test]
fn forecasts_hold_as_often_as_they_promise() {
    let projects = ["hocuspocus", "plane", "y-crdt"];
    let found = measured("backtest", &projects, &["--runs", "200", "--seed", "3"]);
    for question in ["when", "how_many", "both"] {
        for distance in found["mean_distance"][question].as_array().unwrap() {
            assert!(distance.as_f64().unwrap() <= 0.05, "{question}: {found:#}");
        }
    }
    let again = measured("backtest", &projects, &["--runs", "200", "--seed", "3"]);
    assert_eq!(found, again, "the same seed gives the same table");
}

/// SPEC INS-2: guesses are better than what came most often lately, and than the nearest title.
#[test]
fn guesses_beat_the_simple_ways() {
    let found = measured("suggest-eval", &["hocuspocus"], &[]);
    for project in found["projects"].as_array().unwrap() {
        for kind in ["person", "area"] {
            assert_eq!(project["better_than_both"][kind], true, "{project:#}");
        }
    }
}

/// SPEC INS-2: what says the same in other words is found at least as often as by plain TF-IDF.
#[test]
fn tasks_of_the_demo_that_say_the_same_are_found() {
    let measured = |seed: &str| {
        let args = ["insight", "duplicates", "--json", "--seed", seed];
        let output = Command::new(door::binary()).args(args).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let found = measured("7");
    let count = |way: &str, name: &str| found[way][name].as_u64().unwrap();
    for way in ["by_chance", "by_hand"] {
        let (ours, plain) = (count(way, "ours_fifth"), count(way, "plain_fifth"));
        assert!(ours >= plain, "{way}: {found:#}");
    }
    let (known, fifth) = (count("by_chance", "known"), count("by_chance", "ours_fifth"));
    assert!(10 * fifth >= 9 * known, "{found:#}");
    assert_eq!(count("by_hand", "known"), 12);
    assert_eq!(found, measured("7"), "the same seed gives the same table");
}
