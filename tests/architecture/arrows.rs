//! The arrows between crates and between modules, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Named;
use super::workspace::{File, Kind, Package};

/// The node that stands for the items of `lib.rs` itself.
const ROOT: &str = "lib.rs";

/// Which own crates a crate may use.
pub(crate) struct Allowed {
    pub(crate) package: &'static str,
    /// In its library and binary.
    pub(crate) uses: &'static [&'static str],
    /// In its tests as well.
    pub(crate) tests_use: &'static [&'static str],
    /// Outside crates (or modules of `std`) that it must not name, by how their paths begin.
    pub(crate) never: &'static [&'static str],
}

/// Every arrow of a package to another crate that `table` does not allow.
pub(crate) fn wrong_crates(package: &Package, table: &[Allowed]) -> Vec<String> {
    let Some(allowed) = table.iter().find(|allowed| allowed.package == package.name) else {
        return vec![format!("{}: {} has no line in the table", package.manifest, package.name)];
    };
    let (mut wrong, mut told) = (Vec::new(), Vec::new());
    let mut check = |user: &str, line: usize, used: &str, tests: bool| {
        let known = allowed.uses.contains(&used) || used == package.name;
        if !(known || (tests && allowed.tests_use.contains(&used))) {
            let name = &package.name;
            wrong.push(format!("{user}:{line}: {name} -> {used} is not an allowed arrow"));
        }
    };
    for (used, line) in &package.dependencies {
        check(&package.manifest, *line, used, false);
    }
    for (used, line) in &package.dev_dependencies {
        check(&package.manifest, *line, used, true);
    }
    let named =
        package.files.iter().flat_map(|file| file.source.named.iter().map(move |n| (file, n)));
    for (file, named) in named {
        let tests = named.test || file.kind == Kind::Test;
        let first = named.path.first().map_or("", String::as_str);
        if first.starts_with("renexus") {
            check(&file.shown, named.line, &first.replace('_', "-"), tests);
        }
        if let Some(outside) = allowed.never.iter().find(|outside| !tests && within(named, outside))
        {
            let (name, shown, line) = (&package.name, &file.shown, named.line);
            told.push(format!("{shown}:{line}: {name} must not know of {outside}"));
        }
    }
    wrong.extend(told);
    wrong
}

/// Whether a path is `outside` or lies below it.
fn within(named: &Named, outside: &str) -> bool {
    let path = named.path.join("::");
    path.strip_prefix(outside).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Arrows between nodes, each with the place where it was first seen.
type Graph = BTreeMap<String, BTreeMap<String, String>>;

/// Every circle between the top-level modules of a package's library.
pub(crate) fn circles(package: &Package) -> Vec<String> {
    let tops: BTreeSet<_> = library(package).filter_map(|file| file.module.first()).collect();
    let mut graph = Graph::new();
    for file in library(package) {
        let from = file.module.first().map_or(ROOT, String::as_str);
        for (named, target) in targets(file) {
            let to = target.first().filter(|top| tops.contains(top)).map_or(ROOT, String::as_str);
            add(&mut graph, (from, to), format!("{}:{}", file.shown, named.line));
        }
    }
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for node in graph.keys() {
        if let Some(way) = way(&graph, node, node)
            && seen.insert(way.iter().map(|(node, _)| node.clone()).collect::<BTreeSet<_>>())
        {
            found.push(format!("{}: a circle: {}", package.name, told(node, &way)));
        }
    }
    found
}

/// Every `error` module that names a module which in turn knows that error.
pub(crate) fn errors_that_look_up(package: &Package) -> Vec<String> {
    let modules: BTreeSet<_> = library(package).map(|file| file.module.join("::")).collect();
    let mut graph = Graph::new();
    for file in library(package) {
        for (named, target) in targets(file) {
            let to = (1..=target.len()).rev().filter_map(|length| target.get(..length));
            let to = to.map(|part| part.join("::")).find(|part| modules.contains(part));
            let from = file.module.join("::");
            add(
                &mut graph,
                (&from, &to.unwrap_or_default()),
                format!("{}:{}", file.shown, named.line),
            );
        }
    }
    let mut found = Vec::new();
    let is_error = |node: &&String| matches!(node.rsplit("::").next(), Some("error" | "errors"));
    for error in graph.keys().filter(is_error) {
        if let Some(way) = way(&graph, error, error) {
            found.push(format!("{}: an error looks up: {}", package.name, told(error, &way)));
        }
    }
    found
}

fn library(package: &Package) -> impl Iterator<Item = &File> {
    package.files.iter().filter(|file| file.kind == Kind::Library)
}

/// The paths of its own crate that a file names outside of tests, from the crate's root.
fn targets(file: &File) -> impl Iterator<Item = (&Named, Vec<String>)> {
    let named = file.source.named.iter().filter(|named| !named.test);
    named.filter_map(|named| Some((named, resolved(&file.module, named)?)))
}

/// A path from the crate's root, if it begins at the crate, its own module or one above.
fn resolved(module: &[String], named: &Named) -> Option<Vec<String>> {
    let here: Vec<_> = module.iter().chain(&named.within).cloned().collect();
    let mut rest = named.path.as_slice();
    let mut base = match named.path.first()?.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => here,
        // Plain names in `lib.rs` are its modules, or other crates.
        _ if here.is_empty() => return Some(named.path.clone()),
        _ => return None,
    };
    while let Some((first, more)) = rest.split_first() {
        match first.as_str() {
            "super" => {
                base.pop()?;
            }
            "crate" | "self" => {}
            _ => break,
        }
        rest = more;
    }
    base.extend_from_slice(rest);
    Some(base)
}

fn add(graph: &mut Graph, (from, to): (&str, &str), place: String) {
    if from != to {
        graph.entry(from.to_owned()).or_default().entry(to.to_owned()).or_insert(place);
    }
}

/// The shortest way along at least one arrow: nodes reached, and where the arrows stand.
fn way(graph: &Graph, from: &str, to: &str) -> Option<Vec<(String, String)>> {
    let mut ways: Vec<Vec<(String, String)>> = vec![Vec::new()];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let end = way.last().map_or(from, |(node, _)| node.as_str());
            for (next, place) in graph.get(end).into_iter().flatten() {
                let mut way = way.clone();
                way.push((next.clone(), place.clone()));
                if next == to {
                    return Some(way);
                }
                if seen.insert(next.clone()) {
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    None
}

fn told(start: &str, way: &[(String, String)]) -> String {
    let steps = way.iter().map(|(node, place)| format!(" -> {node} ({place})"));
    std::iter::once(start.to_owned()).chain(steps).collect()
}
