//! Planted faults: each rule is shown something wrong, and has to name it.

use super::arrows::{Allowed, circles, errors_that_look_up, wrong_crates};
use super::source::Source;
use super::workspace::{File, Kind, Package};

const TABLE: [Allowed; 1] = [Allowed {
    package: "renexus-wire",
    uses: &["renexus-ground"],
    tests_use: &["renexus-load"],
    never: &["std::net"],
}];

fn file(module: &[&str], text: &str) -> File {
    let module: Vec<_> = module.iter().map(|part| (*part).to_owned()).collect();
    File {
        shown: format!(
            "src/{}.rs",
            if module.is_empty() { "lib".to_owned() } else { module.join("/") }
        ),
        module,
        kind: Kind::Library,
        source: Source::read(text),
    }
}

fn package(files: Vec<File>) -> Package {
    Package {
        name: "renexus-wire".to_owned(),
        manifest: "Cargo.toml".to_owned(),
        dependencies: Vec::new(),
        dev_dependencies: Vec::new(),
        files,
    }
}

#[test]
fn a_forbidden_crate_is_named_with_its_place() {
    let text = "use renexus_ground::X;\nuse renexus_actors::registry;\nfn f() -> std::net::IpAddr {}\n\
                #[cfg(test)]\nmod tests {\n    use renexus_load::Peer;\n}";
    let wrong = wrong_crates(&package(vec![file(&["codec"], text)]), &TABLE);
    let wanted = [
        "src/codec.rs:2: renexus-wire -> renexus-actors is not an allowed arrow",
        "src/codec.rs:3: renexus-wire must not know of std::net",
    ];
    assert_eq!(wrong, wanted);
}

#[test]
fn a_test_crate_in_the_library_is_an_arrow_too_many() {
    let mut bad = package(vec![file(&["codec"], "use renexus_load::Peer;")]);
    bad.dependencies.push(("renexus-load".to_owned(), 12));
    bad.dev_dependencies.push(("renexus-load".to_owned(), 15));
    let wrong = wrong_crates(&bad, &TABLE);
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong.iter().any(|line| line.starts_with("Cargo.toml:12:")), "{wrong:?}");
}

#[test]
fn a_crate_without_a_line_in_the_table_is_refused() {
    assert_eq!(wrong_crates(&package(Vec::new()), &[]).len(), 1);
}

#[test]
fn a_circle_is_told_with_all_its_places() {
    let bad = package(vec![
        file(&["a"], "use crate::b::B;"),
        file(&["b", "deep"], "\nfn f(_: super::super::c::C) {}"),
        file(&["c"], "mod inner { use super::super::a::A; }"),
    ]);
    let wanted =
        "renexus-wire: a circle: a -> b (src/a.rs:1) -> c (src/b/deep.rs:2) -> a (src/c.rs:1)";
    assert_eq!(circles(&bad), [wanted]);
}

#[test]
fn a_module_that_takes_from_lib_closes_a_circle() {
    let bad =
        package(vec![file(&[], "mod a;\npub use a::A;"), file(&["a"], "use crate::Settings;")]);
    assert_eq!(circles(&bad).len(), 1);
}

#[test]
fn tests_and_children_make_no_circle() {
    let good = package(vec![
        file(&[], "mod a;\nmod b;\npub use a::A;"),
        file(&["a"], "mod child;\nuse self::child::C;\nuse crate::b::B;"),
        file(&["a", "child"], "use super::A;"),
        file(&["b"], "#[cfg(test)]\nmod tests { use crate::a::A; }"),
    ]);
    assert_eq!(circles(&good), [""; 0]);
}

#[test]
fn an_error_that_knows_who_raises_it_is_found() {
    let bad = package(vec![
        file(&["db"], "mod error;\nmod rows;\nuse self::error::E;"),
        file(&["db", "error"], "use super::rows::Row;"),
        file(&["db", "rows"], "use super::error::E;"),
    ]);
    let wrong = errors_that_look_up(&bad);
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    let good = package(vec![
        file(&["db", "error"], "use crate::id::Id;"),
        file(&["db", "rows"], "use super::error::E;"),
        file(&["id"], ""),
    ]);
    assert_eq!(errors_that_look_up(&good), [""; 0]);
}
