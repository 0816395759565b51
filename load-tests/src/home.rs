//! Where targets, scenarios, peers and data lie: the folder `load-tests`.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Names the folder, where it cannot be found by itself.
pub const VARIABLE: &str = "RENEXUS_LOAD_HOME";

/// The folder that holds `targets/`: what `RENEXUS_LOAD_HOME` names, or else the
/// working folder or one above this binary, either itself or its `load-tests`.
pub fn folder() -> Result<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE) {
        return Ok(named.into());
    }
    let here = env::current_dir().ok();
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let binary = env::current_exe().ok();
    let above = binary.iter().flat_map(|binary| binary.ancestors().skip(1));
    let start = package.as_deref().into_iter().chain(here.as_deref()).chain(above);
    start
        .flat_map(|folder| [folder.to_owned(), folder.join("load-tests")])
        .find(|folder| holds_targets(folder))
        .with_context(|| {
            format!("no folder `load-tests` here or above the binary; name it with {VARIABLE}")
        })
}

fn holds_targets(folder: &Path) -> bool {
    folder.join("targets").is_dir() && folder.join("peers").is_dir()
}
