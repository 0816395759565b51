//! Files of results: read with a bound, written with an error that names them.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A result is some hundred KB; a file beyond this is not one.
const LARGEST_RESULT: u64 = 64 * 1024 * 1024;

/// Reads a JSON file of bounded size.
pub fn read_json<T: DeserializeOwned>(file: &Path) -> Result<T> {
    let name = file.display();
    let opened = File::open(file).with_context(|| format!("cannot open {name}"))?;
    let mut text = String::new();
    let read = opened.take(LARGEST_RESULT + 1).read_to_string(&mut text);
    let size = read.with_context(|| format!("cannot read {name}"))?;
    ensure!(
        u64::try_from(size).is_ok_and(|size| size <= LARGEST_RESULT),
        "{name} is larger than {LARGEST_RESULT} bytes"
    );
    serde_json::from_str(&text).with_context(|| format!("{name} is not what was expected"))
}

/// Writes a value as JSON that people can read as well.
pub fn write_json(file: &Path, value: &impl Serialize) -> Result<()> {
    write(file, &(serde_json::to_string_pretty(value)? + "\n"))
}

/// Writes a file that a command was asked for.
pub fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
