//! The payloads and recordings beside this test.

use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile")
}

/// Every payload by name, in order.
pub(crate) fn corpus() -> Vec<(String, Vec<u8>)> {
    files("corpus")
}

fn files(name: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder().join(name))
        .expect("the folder exists")
        .map(|file| file.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "bin"))
        .map(|path| {
            let name = path.file_stem().expect("a file has a name").to_string_lossy();
            (name.into_owned(), std::fs::read(&path).expect("a file can be read"))
        })
        .collect();
    files.sort();
    files
}

/// The updates of every recorded room.
pub(crate) fn rooms() -> Vec<Vec<Vec<u8>>> {
    files("rooms").iter().map(|(_, recording)| updates_of(recording)).collect()
}

/// Splits a recording: each update stands behind its length, a little-endian `u32`.
fn updates_of(mut recording: &[u8]) -> Vec<Vec<u8>> {
    let mut updates = Vec::new();
    while let Some((length, rest)) = recording.split_first_chunk() {
        let length = usize::try_from(u32::from_le_bytes(*length)).expect("a length fits");
        let (update, rest) = rest.split_at_checked(length).expect("the recording is whole");
        updates.push(update.to_vec());
        recording = rest;
    }
    updates
}

/// Keeps an input that did harm among the payloads and says where.
pub(crate) fn keep(bytes: &[u8]) -> String {
    let name = format!(
        "found-{:08x}.bin",
        bytes.iter().fold(0u32, |hash, byte| { hash.rotate_left(5) ^ u32::from(*byte) })
    );
    let path = folder().join("corpus").join(name);
    match std::fs::write(&path, bytes) {
        Ok(()) => path.display().to_string(),
        Err(error) => format!("{bytes:02x?} ({error})"),
    }
}
