//! Finds the crates, their files and the modules that the files are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::source::Source;

/// Folders that hold nothing written here.
const FOREIGN: [&str; 8] =
    ["target", "node_modules", ".git", ".next", "data", "dist", "generated", "out"];

/// What a failed reading says.
pub(crate) type Read<T> = Result<T, String>;

/// One package of the workspace.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// The manifest, relative to the workspace.
    pub(crate) manifest: String,
    /// Its own packages named in `[dependencies]` and `[build-dependencies]`, with their lines.
    pub(crate) dependencies: Vec<(String, usize)>,
    /// Those named in `[dev-dependencies]`.
    pub(crate) dev_dependencies: Vec<(String, usize)>,
    pub(crate) files: Vec<File>,
}

/// One Rust file of a package.
#[derive(Debug)]
pub(crate) struct File {
    /// The file, relative to the workspace.
    pub(crate) shown: String,
    /// The module that it is: empty for the root of a crate.
    pub(crate) module: Vec<String>,
    pub(crate) kind: Kind,
    pub(crate) source: Source,
}

/// What a file is compiled into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The library: files under `src/` but the one below.
    Library,
    /// `src/main.rs`: a crate of its own on top of the library.
    Binary,
    /// Files under `tests/`, `benches/` and `examples/`, and test modules of the library.
    Test,
}

/// Reads every package that the workspace's manifest names.
pub(crate) fn packages(root: &Path) -> Read<Vec<Package>> {
    let manifest = read(&root.join("Cargo.toml"))?;
    let members = manifest.lines().find_map(|line| line.strip_prefix("members = ["));
    let members = members.ok_or("Cargo.toml has no line `members = [`")?;
    let members = members.split('"').skip(1).step_by(2);
    members.map(|member| package(root, member)).collect()
}

fn package(root: &Path, member: &str) -> Read<Package> {
    let folder = if member == "." { root.to_owned() } else { root.join(member) };
    let manifest = folder.join("Cargo.toml");
    let text = read(&manifest)?;
    let (mut name, mut dependencies, mut dev_dependencies) = (None, Vec::new(), Vec::new());
    let mut section = "";
    for (at, line) in text.lines().map(str::trim).enumerate() {
        if let Some(header) = line.strip_prefix('[') {
            section = header.trim_end_matches(']');
        }
        // `name = …`, `name.workspace = true` or the header `[dependencies.name]`.
        let key = line.split(['=', '.', ' ']).next().unwrap_or_default().trim();
        let of_header = section.rsplit_once("dependencies.").map(|(_, name)| name);
        let package = if line.starts_with('[') { of_header.unwrap_or_default() } else { key };
        if section == "package" && key == "name" {
            name = line.split('"').nth(1).map(str::to_owned);
        } else if package.starts_with("renexus") && !section.starts_with("workspace") {
            let list = if section.contains("dev-dependencies") {
                &mut dev_dependencies
            } else if section.contains("dependencies") {
                &mut dependencies
            } else {
                continue;
            };
            list.push((package.to_owned(), at + 1));
        }
    }
    let shown = shown(root, &manifest);
    let name = name.ok_or_else(|| format!("{shown} names no package"))?;
    let mut files = Vec::new();
    for part in ["src", "tests", "benches", "examples"] {
        for path in rust_files(&folder.join(part))? {
            files.push(file(root, &folder, &path)?);
        }
    }
    mark_test_modules(&mut files);
    Ok(Package { name, manifest: shown, dependencies, dev_dependencies, files })
}

fn file(root: &Path, folder: &Path, path: &Path) -> Read<File> {
    let text = read(path)?;
    let inside = path.strip_prefix(folder).unwrap_or(path).with_extension("");
    let mut module: Vec<String> =
        inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let top = module.remove(0);
    if module.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        module.pop();
    }
    let kind = match (top.as_str(), inside.ends_with("src/main")) {
        ("src", true) => Kind::Binary,
        ("src", false) => Kind::Library,
        _ => Kind::Test,
    };
    let source = Source::read(&text);
    Ok(File { shown: shown(root, path), module, kind, source })
}

/// Files of modules that are declared under `#[cfg(test)]` are tests.
fn mark_test_modules(files: &mut [File]) {
    let mut tests: BTreeSet<Vec<String>> = BTreeSet::new();
    for file in files.iter().filter(|file| file.kind == Kind::Library) {
        for child in &file.source.test_modules {
            let mut module = file.module.clone();
            module.push(child.clone());
            tests.insert(module);
        }
    }
    for file in files {
        if tests.iter().any(|test| file.module.starts_with(test)) {
            file.kind = Kind::Test;
        }
    }
}

/// Every file written here whose name ends in one of `endings`.
pub(crate) fn files_ending(folder: &Path, endings: &[&str]) -> Read<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let entry = entry.map_err(|error| error.to_string())?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if path.is_dir() {
            if !FOREIGN.contains(&name.as_ref()) {
                found.extend(files_ending(&path, endings)?);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn rust_files(folder: &Path) -> Read<Vec<PathBuf>> {
    if folder.is_dir() { files_ending(folder, &[".rs"]) } else { Ok(Vec::new()) }
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Read<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// A path as failures name it.
pub(crate) fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}
